/// One file of Parquet as a place that answers queries, whoever wrote it: DuckDB, pyarrow or this
/// program.
///
/// Its columns are named as the fields are; the records are what its rows amount to, in memory all
/// at once.
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

  /// Reads the row groups that may hold what is asked for.
  public func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    let symbols = query.symbols.isEmpty ? nil : Set(query.symbols)
    let groups = reader.groups(holding: symbols, query.since..<query.until)
    var batch = Batch(instruments: instruments)
    let table = try reader.table(query.kind, in: groups)
    do throws(EvaluationProblem) {
      try table.appendRecords(0..<table.count, to: &batch)
    } catch {
      throw Fault(.inputOutput, "\(name): a record \(error.reason)")
    }
    var forms = LineForms()
    var rows: [(key: RecordKey, record: Record)] = []
    for record in batch.records {
      guard let key = RecordKey(record, of: batch, &forms), query.wants(key.instrument),
        key.time >= query.since, key.time < query.until
      else { continue }
      rows.append((key, record))
    }
    var needsRollUp = false
    if let choice = query.interval {
      // Of each series the candles that the wanted ones are made of.
      var stored: [Instrument: Set<String>] = [:]
      for row in rows { stored[row.key.instrument, default: []].insert(row.key.interval) }
      let chosen = stored.mapValues { choice.sources(among: $0.sorted()) }
      rows.removeAll { !(chosen[$0.key.instrument]?.contains($0.key.interval) ?? false) }
      let wanted = choice.calendar.interval.name
      needsRollUp = rows.contains { $0.key.interval != wanted }
    }
    rows.sort {
      query.newestFirst ? $1.key.precedes($0.key) : $0.key.precedes($1.key)
    }
    batch.records = rows.map(\.record)
    let bytes = reader.bytes(of: query.kind.columns, in: groups)
    return StoreScan(
      source: OneBatch(batch), needsRollUp: needsRollUp,
      explanation: [
        "\(name): \(groups.count) of \(reader.footer.groups.count) row groups, \(bytes) bytes"
      ])
  }
}

/// A source of what is in memory already.
private struct OneBatch: Source {
  private var batch: Batch?
  var wouldBlock: Bool { false }

  init(_ batch: Batch) { self.batch = batch }

  mutating func next() -> Batch? {
    defer { batch = nil }
    return batch
  }
}
