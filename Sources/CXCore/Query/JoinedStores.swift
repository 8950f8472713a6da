import CXRecord

/// Several stores as one: what more than one of them has is answered once.
///
/// Of records with one key the highest revision counts, and of equal ones that of the store that
/// stands first: the hot one before the cold one.
public struct JoinedStores: RecordStore {
  private let stores: [any RecordStore]

  /// The stores, the one to be believed first.
  public init(_ stores: [any RecordStore]) {
    self.stores = stores
  }

  /// Asks all of them, and merges their answers.
  public func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    var sources: [any Source] = []
    var needsRollUp = false
    var explanation: [String] = []
    var bytes = 0
    for store in stores {
      let scan = try store.scan(query, instruments: instruments)
      sources.append(scan.source)
      needsRollUp = needsRollUp || scan.needsRollUp
      explanation += scan.explanation
      bytes += scan.bytes
    }
    return StoreScan(
      source: MergedSource(sources, newestFirst: query.newestFirst, instruments: instruments),
      needsRollUp: needsRollUp, explanation: explanation, bytes: bytes)
  }

  /// The same as columns, read as such where only the second of two stores has anything.
  ///
  /// That is what is older than all that the first one has; the rest are records of both.
  public func tables(_ query: Query, _ columns: Set<String>) throws(Fault) -> TableScan {
    if stores.count == 1 { return try stores[0].tables(query, columns) }
    guard stores.count == 2 else { return try recordTables(query) }
    guard let first = try firstTime(of: stores[0], query) else {
      return try stores[1].tables(query, columns)
    }
    guard first > query.since else { return try recordTables(query) }
    var (old, new) = (query, query)
    old.until = first
    new.since = first
    // The older part is planned last: what leaves the first store meanwhile is in the other.
    let after = try recordTables(new)
    let before = try stores[1].tables(old, columns)
    return TableScan(
      source: TablesInTurn([before.source, after.source]),
      explanation: before.explanation + after.explanation, bytes: before.bytes + after.bytes)
  }

  /// The time of the oldest record that a store finds.
  private func firstTime(of store: any RecordStore, _ query: Query) throws(Fault) -> Int64? {
    var oldest = query
    oldest.newestFirst = false
    var source = try store.scan(oldest, instruments: Instruments()).source
    guard let batch = try source.next(), let record = batch.records.first else { return nil }
    var forms = LineForms()
    return RecordKey(record, of: batch, &forms)?.time ?? .min
  }
}
