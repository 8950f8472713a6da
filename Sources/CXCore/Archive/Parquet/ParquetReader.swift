import CXRecord

/// A file of Parquet, of which no more is read than what is asked for.
///
/// It may be one of ours, or one that DuckDB, pyarrow or others wrote with columns of the same names:
/// decimals as `DECIMAL` of up to 38 digits in whatever form, times in milliseconds to nanoseconds,
/// pages plain or in any of the usual encodings, compressed by Zstandard, Snappy, gzip or not at all.
public struct ParquetReader {
  /// Gives some bytes of the file.
  public typealias Bytes = (Range<Int>) throws(Fault) -> [UInt8]

  /// What the file says of itself.
  public let footer: ParquetFooter
  private let name: String
  private let compression: any ParquetCompression
  private let read: Bytes

  /// Opens a file of `bytes` bytes, of which `read` gives what is asked for; `name` is for messages.
  public init(
    name: String, bytes: Int, _ compression: any ParquetCompression, _ read: @escaping Bytes
  ) throws(Fault) {
    self.name = name
    self.compression = compression
    self.read = read
    let start = bytes - ParquetFooter.tailLength
    guard start >= ParquetFooter.mark.count else {
      throw Self.fault(name, .damaged("it has \(bytes) bytes"))
    }
    let tail = try read(start..<bytes)
    let length = try Self.checked(name, tail) { tail throws(ParquetProblem) in
      try ParquetFooter.length(tail: tail, ofFile: bytes)
    }
    footer = try Self.checked(name, try read((start - length)..<start)) {
      text throws(ParquetProblem) in try ParquetFooter(text, ofFile: bytes)
    }
  }

  /// What the writer said that the records are; nil for files of others.
  public var kind: ArchiveKind? {
    footer.notes.first { $0.key == "cx.kind" }.flatMap { ArchiveKind(rawValue: $0.value) }
  }

  /// The row groups that may hold records of those symbols (nil is any) and that time.
  public func groups(holding symbols: Set<Name>?, _ times: Range<Int64>) -> [Int] {
    let time = footer.leaves.firstIndex { $0.name == "ts" && $0.physical == .int64 }
    let symbol = footer.leaves.firstIndex { $0.name == "symbol" }
    return footer.groups.indices.filter { number in
      let chunks = footer.groups[number].chunks
      if let time, case .time(Timestamp.second) = footer.leaves[time].meaning,
        let least = chunks[time].least?.littleEndian,
        let greatest = chunks[time].greatest?.littleEndian,
        least >= times.upperBound || greatest < times.lowerBound
      {
        return false
      }
      if let symbols, let symbol, let least = chunks[symbol].least,
        let greatest = chunks[symbol].greatest
      {
        // Records without a symbol are in no limits.
        if symbols.contains(""), chunks[symbol].nulls != 0 { return true }
        return symbols.contains { text in
          !text.utf8.lexicographicallyPrecedes(least)
            && !greatest.lexicographicallyPrecedes(text.utf8)
        }
      }
      return true
    }
  }

  /// How many bytes of the file columns of row groups have.
  public func bytes(of columns: [Column], in groups: [Int]) -> Int {
    let places = columns.compactMap { place(of: $0) }
    return groups.reduce(0) { sum, group in
      sum + places.reduce(0) { $0 + footer.groups[group].chunks[$1].compressed }
    }
  }

  /// Columns of some row groups; those that the file lacks have no values.
  public func columns(_ columns: [Column], in groups: [Int]) throws(Fault) -> [ColumnData] {
    var found: [ColumnData] = []
    for column in columns {
      guard let place = place(of: column) else {
        var empty = ColumnData(column)
        for group in groups {
          for _ in 0..<footer.groups[group].rows { empty.appendNull() }
        }
        found.append(empty)
        continue
      }
      found.append(try self.column(column, place, in: groups))
    }
    return found
  }

  /// Records of some row groups.
  public func table(_ kind: ArchiveKind, in groups: [Int]) throws(Fault) -> RecordTable {
    RecordTable(kind, columns: try columns(kind.columns, in: groups))
  }

  private func place(of column: Column) -> Int? {
    footer.leaves.firstIndex { $0.name == column.name && !$0.isNested }
  }

  private func column(
    _ column: Column, _ place: Int, in groups: [Int]
  ) throws(Fault) -> ColumnData {
    let leaf = footer.leaves[place]
    guard leaf.suits(column.content) else {
      throw Self.fault(
        name, .unsupported("column \(leaf.name) has no \(column.content) but \(leaf.words)"))
    }
    var scale: UInt8 = 0
    if case .decimal(let digits, _) = leaf.meaning {
      guard digits <= Int(Decimal.maximumScale) else {
        throw Self.fault(name, .damaged("column \(leaf.name) has \(digits) decimals"))
      }
      scale = UInt8(digits)
    }
    var found = ColumnData(column, scale: scale)
    for number in groups {
      let group = footer.groups[number]
      let chunk = group.chunks[place]
      let reader = ChunkReader(leaf: leaf, chunk: chunk, compression: compression)
      let bytes = try read(chunk.range)
      try Self.checked(name, bytes) { bytes throws(ParquetProblem) in
        try reader.read(bytes, rows: group.rows, into: &found)
      }
    }
    return found
  }

  // MARK: - Faults

  private static func checked<Result>(
    _ name: String, _ bytes: [UInt8],
    _ body: (UnsafeRawBufferPointer) throws(ParquetProblem) -> Result
  ) throws(Fault) -> Result {
    do throws(ParquetProblem) {
      return try bytes.withBytes(body)
    } catch {
      throw fault(name, error)
    }
  }

  private static func fault(_ name: String, _ problem: ParquetProblem) -> Fault {
    Fault(.inputOutput, "\(name): \(problem.reason)")
  }
}

extension ParquetFooter.Leaf {
  /// Whether its values can be read as those.
  fileprivate func suits(_ content: Column.Content) -> Bool {
    switch (content, physical, meaning) {
    case (.time, .int64, .time), (.time, .int64, .plain): true
    case (.integer, .int32, .plain), (.integer, .int64, .plain): true
    case (.integer, .int32, .unsigned), (.integer, .int64, .unsigned): true
    case (.number, .int32, .decimal), (.number, .int64, .decimal): true
    case (.number, .fixed, .decimal), (.number, .bytes, .decimal): true
    case (.number, .int32, .plain), (.number, .int64, .plain): true
    case (.text, .bytes, .text), (.text, .bytes, .plain): true
    case (.flag, .boolean, _): true
    default: false
    }
  }

  /// What it holds, for messages.
  fileprivate var words: String {
    switch meaning {
    case .plain: "\(physical)"
    case .unsigned: "unsigned \(physical)"
    default: "\(meaning)"
    }
  }
}

extension [UInt8] {
  /// A number of 64 bits, its lowest byte first; nil for other lengths.
  fileprivate var littleEndian: Int64? {
    count == 8 ? withBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) } : nil
  }
}
