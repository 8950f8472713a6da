import CXRecord

/// How much a cold store holds of one kind, by its manifests.
public struct ColdCount: Equatable, Sendable {
  /// Any day of what was counted: tenant, exchange, kind and interval are those of all.
  public var partition: ArchivePartition
  /// Records; one that was corrected later counts once a version.
  public var records = 0
  /// Files.
  public var files = 0
  /// The files' bytes.
  public var bytes = 0
  /// The earliest time, microseconds since 1970 UTC.
  public var first = Int64.max
  /// The latest time.
  public var last = Int64.min
}

extension ColdStore {
  /// What the store holds, by tenant, exchange, kind and interval; no file of records is read.
  public func census() throws(Fault) -> [ColdCount] {
    var counts: [ArchivePartition: ColdCount] = [:]
    for step in try partitions() {
      var key = step.partition
      key.day = 0
      var count = counts[key] ?? ColdCount(partition: key)
      for file in step.files {
        count.records += file.records
        count.files += 1
        count.bytes += file.bytes
        count.first = min(count.first, file.first)
        count.last = max(count.last, file.last)
      }
      counts[key] = count
    }
    return counts.values.filter { $0.files > 0 }.sorted { $0.partition < $1.partition }
  }

  private func partitions() throws(Fault) -> [ColdPlan.Step] {
    var steps: [ColdPlan.Step] = []
    try store.list("tenant=") { object throws(Fault) in
      guard let partition = ArchivePartition(path: object.name),
        object.name == partition.manifestName
      else { return }
      let folder = ColdFolder(store: store, partition: partition, formats: formats)
      steps.append(ColdPlan.Step(partition: partition, files: try folder.manifest().manifest.files))
    }
    return steps
  }
}
