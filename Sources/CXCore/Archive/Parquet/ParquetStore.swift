import CXRecord

/// One file of Parquet as a place that answers queries, whoever wrote it: DuckDB, pyarrow or this
/// program.
///
/// Its columns are named as the fields are; the records are what its rows amount to, in memory all
/// at once when the first is asked for.
public struct ParquetStore: RecordStore {
  private let name: String
  private let reader: ParquetReader

  /// Opens a file of `bytes` bytes, of which `read` gives what is asked for; `name` is for messages.
  public init(
    name: String, bytes: Int, _ compression: any ParquetCompression,
    _ read: @escaping ParquetReader.Bytes
  ) throws(Fault) {
    self.name = name
    reader = try ParquetReader(name: name, bytes: bytes, compression, read)
  }

  /// Chooses the row groups that may hold what is asked for; of them no more is read yet than which
  /// intervals there are.
  public func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    let symbols = query.symbols.isEmpty ? nil : Set(query.symbols)
    let groups = reader.groups(holding: symbols, query.since..<query.until)
    let bytes = reader.bytes(of: query.kind.columns, in: groups)
    return StoreScan(
      source: ParquetAnswers(
        name: name, reader: reader, groups: groups, query: query, instruments: instruments),
      needsRollUp: try needsRollUp(query, groups),
      explanation: [
        "\(name): \(groups.count) of \(reader.footer.groups.count) row groups, \(bytes) bytes"
      ], bytes: bytes)
  }

  private func needsRollUp(_ query: Query, _ groups: [Int]) throws(Fault) -> Bool {
    guard let choice = query.interval else { return false }
    let stored = try reader.columns([Column("interval", .text)], in: groups).first?.texts
    let names = stored.map { texts in (0..<Int64(texts.count)).map(texts.name) } ?? []
    return choice.sources(among: names).contains { $0 != choice.calendar.interval.name }
  }
}

/// The records of row groups that a query wants, in its order.
private struct ParquetAnswers: Source {
  let name: String
  let reader: ParquetReader
  let groups: [Int]
  let query: Query
  let instruments: Instruments
  var isDone = false
  var wouldBlock: Bool { false }

  mutating func next() throws(Fault) -> Batch? {
    if isDone { return nil }
    isDone = true
    var batch = Batch(instruments: instruments)
    let table = try reader.table(query.kind, in: groups)
    do throws(EvaluationProblem) {
      try table.appendRecords(0..<table.count, to: &batch)
    } catch {
      throw Fault(error, in: name)
    }
    choose(&batch)
    return batch
  }

  private func choose(_ batch: inout Batch) {
    var forms = LineForms()
    var rows: [(key: RecordKey, record: Record)] = []
    for record in batch.records {
      guard let key = RecordKey(record, of: batch, &forms), query.wants(key.instrument),
        key.time >= query.since, key.time < query.until
      else { continue }
      rows.append((key, record))
    }
    if let choice = query.interval {
      // Of each series the candles that the wanted ones are made of.
      var stored: [Instrument: Set<Name>] = [:]
      for row in rows { stored[row.key.instrument, default: []].insert(row.key.interval) }
      let chosen = stored.mapValues { choice.sources(among: $0.sorted()) }
      rows.removeAll { !(chosen[$0.key.instrument]?.contains($0.key.interval) ?? false) }
    }
    rows.sort { query.newestFirst ? $1.key.precedes($0.key) : $0.key.precedes($1.key) }
    batch.records = rows.map(\.record)
  }
}
