import CXRecord

/// Rows of a table, for who needs columns and no records.
public struct TableRows {
  /// The columns; those that nobody asked for may be empty.
  public var table: RecordTable
  /// How many rows there are.
  public var count: Int
  /// Which rows of the table they are, in their order; nil is all.
  public var places: [Int]?
  /// The records that the rows were made of; nil where they were not.
  public var batch: Batch?

  /// Rows; see the fields.
  public init(_ table: RecordTable, count: Int, places: [Int]? = nil, batch: Batch? = nil) {
    self.table = table
    self.count = count
    self.places = places
    self.batch = batch
  }
}

extension TableRows {
  /// Leaves out candles that ceased to exist.
  public mutating func leaveOutRetracted() {
    guard let column = table["retracted"], column.nulls < column.count else { return }
    let kept = (places ?? Array(0..<count)).filter { column.integer($0) != 1 }
    (places, count) = (kept, kept.count)
  }
}

/// Rows as they come.
public protocol TableSource {
  /// The next rows, or nil at the end.
  mutating func next() throws(Fault) -> TableRows?
}

/// What a store is going to read, as columns.
public struct TableScan {
  /// The rows.
  public var source: any TableSource
  /// What will be done; see ``StoreScan/explanation``.
  public var explanation: [String]
  /// Bytes of files that will be read at most.
  public var bytes: Int

  /// A scan; see the fields.
  public init(source: any TableSource, explanation: [String], bytes: Int) {
    self.source = source
    self.explanation = explanation
    self.bytes = bytes
  }
}

extension RecordStore {
  /// What the query finds, its records with all their columns, ordered as ``RecordKey`` says.
  public func recordTables(_ query: Query) throws(Fault) -> TableScan {
    let scan = try scan(query, instruments: Instruments())
    return TableScan(
      source: RecordTables(scan.source, query.kind), explanation: scan.explanation,
      bytes: scan.bytes)
  }

  /// What the query finds by ``recordTables(_:)``, for stores whose records are no columns.
  public func tables(_ query: Query, _ columns: Set<String>) throws(Fault) -> TableScan {
    try recordTables(query)
  }
}

/// Records turned into columns.
private struct RecordTables: TableSource {
  private var source: any Source
  private let kind: ArchiveKind

  init(_ source: any Source, _ kind: ArchiveKind) {
    self.source = source
    self.kind = kind
  }

  mutating func next() throws(Fault) -> TableRows? {
    guard let batch = try source.next() else { return nil }
    var table = RecordTable(kind)
    do throws(EvaluationProblem) {
      try table.append(batch)
    } catch {
      throw Fault(.inputOutput, "a stored record \(error.reason)")
    }
    return TableRows(table, count: table.count, batch: batch)
  }
}

/// One source behind the other.
struct TablesInTurn: TableSource {
  private var sources: [any TableSource]

  init(_ sources: [any TableSource]) { self.sources = sources.reversed() }

  mutating func next() throws(Fault) -> TableRows? {
    while !sources.isEmpty {
      if let rows = try sources[sources.count - 1].next() { return rows }
      sources.removeLast()
    }
    return nil
  }
}
