import CXRecord

/// How the records of a part become the bytes of a file, and records again.
public protocol ArchiveFormat: Sendable {
  /// What the file's name ends in, `ndjson.zst`; a manifest names the format by it.
  var suffix: String { get }
  /// The file of some rows of a table, in that order: equal records give equal bytes.
  func encode(_ table: RecordTable, _ rows: [Int]) throws(Fault) -> [UInt8]
  /// The records of a file that may be wanted, and perhaps others.
  ///
  /// - Throws: A fault of kind `inputOutput` when the file is damaged, or does not hold as many
  ///   records as it should.
  func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan
  ) throws(Fault) -> RecordTable
  /// The same with those columns at least; others may be empty.
  func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan, columns: Set<String>
  ) throws(Fault) -> TableRows
}

extension ArchiveFormat {
  /// All columns, for formats that have records and no columns.
  public func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan, columns: Set<String>
  ) throws(Fault) -> TableRows {
    let table = try read(file, of: kind, span)
    return TableRows(table, count: table.count)
  }
}

/// A file of the archive, of which no more is read than is needed.
public struct ArchivedFile {
  /// What messages call it.
  public var name: String
  /// Its length.
  public var bytes: Int
  /// How many records it holds.
  public var records: Int
  /// Gives some of its bytes; where they are all of them, they have been compared with its hash.
  public var read: (Range<Int>) throws(Fault) -> [UInt8]

  /// A file; see the fields.
  public init(
    name: String, bytes: Int, records: Int,
    read: @escaping (Range<Int>) throws(Fault) -> [UInt8]
  ) {
    self.name = name
    self.bytes = bytes
    self.records = records
    self.read = read
  }

  /// The records of the file's lines: for formats of lines.
  ///
  /// - Throws: A fault of kind `inputOutput` when they are not as many as they should be.
  public func table(of lines: Block, _ kind: ArchiveKind) throws(Fault) -> RecordTable {
    var batch = Batch(block: lines)
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    guard batch.records.count == records else { throw miscounted(batch.records.count) }
    var table = RecordTable(kind)
    do throws(EvaluationProblem) {
      try table.append(batch)
    } catch {
      throw Fault(error, in: name)
    }
    return table
  }

  /// A fault about a file that holds another number of records than it should.
  public func miscounted(_ count: Int) -> Fault {
    Fault(.inputOutput, "\(name): holds \(count) records, the manifest has \(records)")
  }
}

extension RecordTable {
  /// The lines of rows: for formats of lines.
  public func lines(_ rows: [Int]) throws(Fault) -> Block {
    var batch = Batch()
    do throws(EvaluationProblem) {
      try appendRecords(rows, to: &batch)
    } catch {
      throw Fault(.inputOutput, "a record \(error.reason)")
    }
    return batch.block
  }
}

extension Fault {
  /// A fault about a record of a store or a file.
  init(_ problem: EvaluationProblem, in name: String) {
    self.init(.inputOutput, "\(name): a record \(problem.reason)")
  }
}

/// Which records of a file are wanted, as far as a file can tell without being read.
public struct ArchiveSpan: Sendable {
  /// Of which symbols; nil is any.
  public var symbols: Set<Name>?
  /// Of which time.
  public var times: Range<Int64>

  /// A span; see the fields.
  public init(symbols: Set<Name>?, times: Range<Int64>) {
    self.symbols = symbols
    self.times = times
  }

  /// All there is.
  public static let all = ArchiveSpan(symbols: nil, times: .min..<(.max))
}
