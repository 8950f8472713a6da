extension ParquetFooter {
  /// Bytes at a file's end that tell how long the footer is: its length, and the mark.
  public static let tailLength = 8

  /// How many bytes before the tail are the footer.
  public static func length(
    tail: UnsafeRawBufferPointer, ofFile bytes: Int
  ) throws(ParquetProblem) -> Int {
    guard tail.count == tailLength, tail[4...].elementsEqual(mark) else {
      throw .damaged("it does not end with PAR1")
    }
    let length = Int(UInt32(littleEndian: tail.loadUnaligned(as: UInt32.self)))
    guard length + tailLength + mark.count <= bytes else {
      throw .damaged("its footer is longer than the file")
    }
    return length
  }

  /// Reads a footer; `fileBytes` is the length of the whole file.
  public init(
    _ bytes: UnsafeRawBufferPointer, ofFile fileBytes: Int
  ) throws(ParquetProblem) {
    var reader = ThriftReader(bytes)
    var schema = SchemaReader()
    var footer = ParquetFooter()
    try reader.structure { reader, id, value throws(ParquetProblem) in
      switch id {
      case 2:
        try reader.list(value) { reader, value throws(ParquetProblem) in
          try schema.read(&reader, value)
        }
      case 3: footer.rows = try reader.count(value)
      case 4:
        try reader.list(value) { reader, value throws(ParquetProblem) in
          footer.groups.append(try Self.group(&reader, value))
        }
      case 5:
        try reader.list(value) { reader, value throws(ParquetProblem) in
          footer.notes.append(try Self.note(&reader, value))
        }
      case 8: throw .unsupported("its columns are encrypted")
      default: return false
      }
      return true
    }
    footer.leaves = schema.leaves
    try footer.check(fileBytes)
    self = footer
  }

  /// Rows of a row group at most: pyarrow's largest.
  private static let mostRows = 1 << 26

  private func check(_ fileBytes: Int) throws(ParquetProblem) {
    guard !leaves.isEmpty else { throw .damaged("it has no columns") }
    var rest = rows
    for group in groups {
      guard group.chunks.count == leaves.count else {
        throw .damaged("a row group has other columns than the file")
      }
      guard group.rows <= Self.mostRows else {
        throw .unsupported("a row group of \(group.rows) rows")
      }
      guard group.rows <= rest else {
        throw .damaged("row groups have more rows than the file")
      }
      rest -= group.rows
      for chunk in group.chunks {
        let range = chunk.dictionaryOffset ?? chunk.dataOffset
        guard chunk.compressed <= fileBytes, range <= fileBytes - chunk.compressed,
          chunk.dataOffset <= fileBytes
        else { throw .damaged("a column lies outside the file") }
      }
    }
    guard rest == 0 else { throw .damaged("row groups have not as many rows as the file") }
  }

  private static func note(
    _ reader: inout ThriftReader, _ value: ThriftReader.Value
  ) throws(ParquetProblem) -> (key: String, value: String) {
    var note = (key: "", value: "")
    try reader.element(value) { reader, id, value throws(ParquetProblem) in
      switch id {
      case 1: note.key = String(decoding: try reader.binary(value), as: UTF8.self)
      case 2: note.value = String(decoding: try reader.binary(value), as: UTF8.self)
      default: return false
      }
      return true
    }
    return note
  }

  private static func group(
    _ reader: inout ThriftReader, _ value: ThriftReader.Value
  ) throws(ParquetProblem) -> Group {
    var group = Group()
    try reader.element(value) { reader, id, value throws(ParquetProblem) in
      switch id {
      case 1:
        try reader.list(value) { reader, value throws(ParquetProblem) in
          var chunk = Chunk()
          try reader.element(value) { reader, id, value throws(ParquetProblem) in
            switch id {
            case 1: throw .unsupported("its columns lie in other files")
            case 3: try Self.read(&reader, value, into: &chunk)
            default: return false
            }
            return true
          }
          group.chunks.append(chunk)
        }
      case 3: group.rows = try reader.count(value)
      default: return false
      }
      return true
    }
    return group
  }

  private static func read(
    _ reader: inout ThriftReader, _ value: ThriftReader.Value, into chunk: inout Chunk
  ) throws(ParquetProblem) {
    try reader.structure(value) { reader, id, value throws(ParquetProblem) in
      switch id {
      case 4: chunk.codec = Int32(truncatingIfNeeded: try reader.integer(value))
      case 5: chunk.values = try reader.count(value)
      case 6: chunk.uncompressed = try reader.count(value)
      case 7: chunk.compressed = try reader.count(value)
      case 9: chunk.dataOffset = try reader.count(value)
      case 11:
        let offset = try reader.count(value)
        // Some writers put 0 where there is none.
        chunk.dictionaryOffset = offset > 0 ? offset : nil
      case 12:
        try reader.structure(value) { reader, id, value throws(ParquetProblem) in
          switch id {
          case 3: chunk.nulls = try reader.count(value)
          case 5: chunk.greatest = try reader.binary(value)
          case 6: chunk.least = try reader.binary(value)
          default: return false
          }
          return true
        }
      default: return false
      }
      return true
    }
  }
}

/// Puts the columns of a schema, which lies in the file as a tree, into a row.
private struct SchemaReader {
  var leaves: [ParquetFooter.Leaf] = []
  // How many children are still to come, of each group that is open.
  private var open: [Int] = []
  private var isRoot = true

  mutating func read(
    _ reader: inout ThriftReader, _ value: ThriftReader.Value
  ) throws(ParquetProblem) {
    var leaf = ParquetFooter.Leaf(name: "", physical: .bytes)
    var physical: Int64?
    var repetition: Int64 = 0
    var children = 0
    var converted: Int64?
    var (scale, precision) = (0, 0)
    var meaning: ParquetFooter.Meaning?
    try reader.element(value) { reader, id, value throws(ParquetProblem) in
      switch id {
      case 1: physical = try reader.integer(value)
      case 2: leaf.length = try reader.count(value)
      case 3: repetition = try reader.integer(value)
      case 4: leaf.name = String(decoding: try reader.binary(value), as: UTF8.self)
      case 5: children = try reader.count(value)
      case 6: converted = try reader.integer(value)
      case 7: scale = try reader.count(value)
      case 8: precision = try reader.count(value)
      case 10: meaning = try Self.meaning(&reader, value)
      default: return false
      }
      return true
    }
    defer { close() }
    if isRoot {
      isRoot = false
      open.append(children + 1)
      return
    }
    guard !open.isEmpty else { throw .damaged("its schema has too many columns") }
    guard let physical else {
      open.append(children + 1)
      return
    }
    guard let kind = ParquetFooter.Physical(rawValue: Int32(truncatingIfNeeded: physical)) else {
      throw .unsupported("column \(leaf.name) is of type \(physical)")
    }
    leaf.physical = kind
    leaf.isOptional = repetition == 1
    leaf.isNested = open.count > 1 || repetition == 2
    leaf.meaning = meaning ?? Self.meaning(converted, scale, precision)
    leaves.append(leaf)
  }

  private mutating func close() {
    while let rest = open.popLast() {
      if rest > 1 {
        open.append(rest - 1)
        return
      }
    }
  }

  /// `ConvertedType`, which older writers use.
  private static func meaning(
    _ converted: Int64?, _ scale: Int, _ precision: Int
  ) -> ParquetFooter.Meaning {
    switch converted {
    case 0, 4, 19: .text
    case 5: .decimal(scale: scale, precision: precision)
    case 9: .time(perSecond: 1_000)
    case 10: .time(perSecond: 1_000_000)
    case 11, 12, 13, 14: .unsigned
    default: .plain
    }
  }

  /// `LogicalType`; nil for those that mean no more than the type itself.
  private static func meaning(
    _ reader: inout ThriftReader, _ value: ThriftReader.Value
  ) throws(ParquetProblem) -> ParquetFooter.Meaning? {
    var meaning: ParquetFooter.Meaning?
    try reader.structure(value) { reader, id, value throws(ParquetProblem) in
      switch id {
      case 1, 4, 12: meaning = .text
      case 5:
        var (scale, precision) = (0, 0)
        try reader.structure(value) { reader, id, value throws(ParquetProblem) in
          switch id {
          case 1: scale = try reader.count(value)
          case 2: precision = try reader.count(value)
          default: return false
          }
          return true
        }
        meaning = .decimal(scale: scale, precision: precision)
        return true
      case 8:
        var unit: Int64 = 1_000
        try reader.structure(value) { reader, id, value throws(ParquetProblem) in
          guard id == 2 else { return false }
          try reader.structure(value) { _, id, _ throws(ParquetProblem) in
            unit = [1: 1_000, 2: 1_000_000, 3: 1_000_000_000][id] ?? unit
            return false
          }
          return true
        }
        meaning = .time(perSecond: unit)
        return true
      case 10:
        try reader.structure(value) { reader, id, value throws(ParquetProblem) in
          guard id == 2 else { return false }
          if try !reader.bool(value) { meaning = .unsigned }
          return true
        }
        return true
      default: break
      }
      return false
    }
    return meaning
  }
}
