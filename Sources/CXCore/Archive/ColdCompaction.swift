import CXRecord

/// Merges small files of a cold store's partitions, and removes the files that were merged.
///
/// It may be interrupted at any moment: files are removed when the manifest no longer names them,
/// and names that are still to be removed stand in the manifest until they are.
public struct ColdCompaction<Store: ObjectStore> {
  private let store: Store
  private let formats: ArchiveFormats
  /// A file of fewer bytes is small, and merged files stay below it too.
  private let smallBytes: Int

  /// A compaction; `smallBytes` bounds the memory it takes: some ten times as much.
  public init(_ store: Store, _ formats: ArchiveFormats, smallBytes: Int = 16 << 20) {
    self.store = store
    self.formats = formats
    self.smallBytes = smallBytes
  }

  /// What is to be merged, or removed, in one partition.
  public struct Step: Equatable, Sendable {
    /// The partition.
    public var partition: ArchivePartition
    /// Files that become one each.
    public var groups: [[ArchiveManifest.File]]
    /// Files that an earlier run has replaced and not removed.
    public var leftovers: [String]

    /// What would be done, a line a group and a line a leftover; `place` is the store's.
    public func explanation(at place: String) -> [String] {
      groups.map { group in
        let bytes = group.reduce(0) { $0 + $1.bytes }
        return "\(place)\(partition.path): \(group.count) files of \(bytes) bytes become one"
      } + leftovers.map { "\(place)\(partition.path)\($0): is removed" }
    }
  }

  /// What there is to do, the oldest day first.
  public func plan() throws(Fault) -> [Step] {
    var partitions: [ArchivePartition] = []
    try store.list("tenant=") { object throws(Fault) in
      guard let partition = ArchivePartition(path: object.name),
        object.name == partition.manifestName
      else { return }
      partitions.append(partition)
    }
    var steps: [Step] = []
    for partition in partitions.sorted() {
      let (manifest, _) = try folder(partition).manifest()
      let step = step(partition, manifest)
      if !step.groups.isEmpty || !step.leftovers.isEmpty { steps.append(step) }
    }
    return steps
  }

  private func step(_ partition: ArchivePartition, _ manifest: ArchiveManifest) -> Step {
    var groups: [[ArchiveManifest.File]] = []
    var group: [ArchiveManifest.File] = []
    for file in manifest.files where file.bytes < smallBytes {
      if group.reduce(file.bytes, { $0 + $1.bytes }) >= smallBytes {
        groups.append(group)
        group = []
      }
      group.append(file)
    }
    groups.append(group)
    return Step(
      partition: partition, groups: groups.filter { $0.count > 1 }, leftovers: manifest.replaced)
  }

  /// Does what is to be done in a partition now; false when another writer was faster, and nothing
  /// of it is done.
  public func run(_ partition: ArchivePartition) throws(Fault) -> Bool {
    let folder = folder(partition)
    var (manifest, tag) = try folder.manifest()
    for group in step(partition, manifest).groups {
      let file = try merge(group, folder)
      let old = Set(group.map(\.name))
      guard let place = manifest.files.firstIndex(where: { old.contains($0.name) }) else {
        continue
      }
      manifest.files.removeAll { old.contains($0.name) }
      manifest.files.insert(file, at: place)
      manifest.replaced += old.subtracting([file.name]).sorted()
    }
    guard !manifest.replaced.isEmpty else { return true }
    guard try folder.commit(manifest, over: tag) else { return false }
    for name in manifest.replaced { try store.delete(partition.path + name) }
    (manifest, tag) = try folder.manifest()
    manifest.replaced = []
    // Whoever committed meanwhile has kept the names, and the next run removes them again.
    _ = try folder.commit(manifest, over: tag)
    return true
  }

  private func merge(
    _ group: [ArchiveManifest.File], _ folder: ColdFolder<Store>
  ) throws(Fault) -> ArchiveManifest.File {
    var rows = folder.empty
    for (origin, file) in group.enumerated() {
      try folder.read(file, .all, origin: Int32(origin), into: &rows)
    }
    return try folder.write(rows.best(), of: rows)
  }

  private func folder(_ partition: ArchivePartition) -> ColdFolder<Store> {
    ColdFolder(store: store, partition: partition, formats: formats)
  }
}
