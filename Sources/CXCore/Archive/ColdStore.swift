import CXRecord

/// A cold store as a place that answers queries: partitions are chosen by their names, files by the
/// times and symbols that their manifests tell.
public struct ColdStore<Store: ObjectStore>: RecordStore {
  let store: Store
  let formats: ArchiveFormats

  /// A reader of a store.
  public init(_ store: Store, _ formats: ArchiveFormats) {
    self.store = store
    self.formats = formats
  }

  /// What the query finds; nothing but manifests is read before the first batch is asked for.
  public func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    let plan = try plan(query)
    return StoreScan(
      source: ColdSource(
        store: store, formats: formats, plan: plan, query: query, instruments: instruments),
      needsRollUp: plan.needsRollUp, explanation: plan.explanation(at: store.place),
      bytes: plan.bytes)
  }

  /// The same as columns, which are all that is read of files that have such.
  public func tables(_ query: Query, _ columns: Set<String>) throws(Fault) -> TableScan {
    let plan = try plan(query)
    return TableScan(
      source: ColdTables(store, formats, plan, columns),
      explanation: plan.explanation(at: store.place), bytes: plan.bytes)
  }

  /// The files that have to be read.
  public func plan(_ query: Query) throws(Fault) -> ColdPlan {
    guard query.since < query.until else { return ColdPlan(query, []) }
    let times = query.since..<query.until
    var partitions: [ArchivePartition] = []
    try store.list("tenant=\(HiveName.escape(HiveName.fitting(query.tenant)))/") {
      object throws(Fault) in
      guard let partition = ArchivePartition(path: object.name),
        Name(object.name) == Name(partition.manifestName),
        partition.tenant == HiveName.fitting(query.tenant), partition.kind == query.kind,
        query.exchange.map({ HiveName.fitting($0) == partition.exchange }) ?? true,
        partition.span.overlaps(times)
      else { return }
      partitions.append(partition)
    }
    let symbols = query.symbols.isEmpty ? nil : Set(query.symbols)
    var steps: [ColdPlan.Step] = []
    for partition in partitions.sorted() {
      let folder = ColdFolder(store: store, partition: partition, formats: formats)
      let files = try folder.manifest().manifest.files.filter { $0.mayHold(symbols, times) }
      if !files.isEmpty { steps.append(ColdPlan.Step(partition: partition, files: files)) }
    }
    return ColdPlan(query, steps)
  }
}
