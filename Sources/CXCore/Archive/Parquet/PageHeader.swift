/// What stands before each page.
struct PageHeader {
  var kind = ParquetPage.index
  /// Bytes in the file.
  var compressed = 0
  /// Bytes before compression.
  var uncompressed = 0
  /// ``PageCheck/sum(_:)`` of the bytes in the file, where it is told.
  var sum: UInt32?
  /// Values, those that are missing counted.
  var values = 0
  var encoding: Int64 = 0
  /// Of ``ParquetPage/dataV2``: the bytes of the levels, which are not compressed.
  var repetitionBytes = 0
  var presenceBytes = 0
  var isCompressed = true
  /// Bytes of the header itself.
  var length = 0

  /// What a page may hold, decompressed.
  private static let mostBytes = 1 << 30

  init(_ bytes: UnsafeRawBufferPointer) throws(ParquetProblem) {
    var reader = ThriftReader(bytes)
    var header = self
    var kind: Int64?
    try reader.structure { reader, id, value throws(ParquetProblem) in
      switch id {
      case 1: kind = try reader.integer(value)
      case 2: header.uncompressed = try reader.count(value)
      case 3: header.compressed = try reader.count(value)
      case 4: header.sum = UInt32(truncatingIfNeeded: try reader.integer(value))
      case 5, 7, 8:
        try reader.structure(value) { reader, inner, value throws(ParquetProblem) in
          switch (id, inner) {
          case (_, 1): header.values = try reader.count(value)
          case (5, 2), (7, 2), (8, 4): header.encoding = try reader.integer(value)
          case (8, 5): header.presenceBytes = try reader.count(value)
          case (8, 6): header.repetitionBytes = try reader.count(value)
          case (8, 7): header.isCompressed = try reader.bool(value)
          default: return false
          }
          return true
        }
      default: return false
      }
      return true
    }
    guard let kind, let known = ParquetPage(rawValue: Int32(truncatingIfNeeded: kind)) else {
      throw .damaged("a page is of no kind that there is")
    }
    guard header.uncompressed <= Self.mostBytes, header.compressed <= Self.mostBytes else {
      throw .damaged("a page has \(max(header.uncompressed, header.compressed)) bytes")
    }
    header.kind = known
    header.length = reader.place
    self = header
  }
}
