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
}
