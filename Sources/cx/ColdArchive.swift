import CXCore
import CXRecord
import CXSystem

/// What `cx archive` does with a cold store.
struct ColdArchive {
  let place: ColdPlace
  let format: ColdFormat
  /// Whether the user sees to it that one program at a time writes, which a service without
  /// conditional writes cannot do.
  var singleWriter = false

  /// Archives what the options name.
  func run(_ options: FilterOptions, tee: DescriptorSink?) throws(Fault) -> ExitStatus {
    try run(options, tee, try place.store(writing: true, singleWriter: singleWriter))
  }

  private func run(
    _ options: FilterOptions, _ tee: DescriptorSink?, _ store: some ObjectStore
  ) throws(Fault) -> ExitStatus {
    try FilterRun.run(
      "archive", ArchiveStage(), options, digest: "to \(store.place)",
      into: ArchiveSink(store: ColdWriter(store, ColdFormat.all(writing: format)), tee: tee))
  }

  /// Moves what is older than a moment out of a hot store into this one.
  func prune(_ path: String, before: Int64, dryRun: Bool) throws(Fault) -> ExitStatus {
    let pruning = HotPruning(
      path: path, before: before, dryRun: dryRun, formats: ColdFormat.all(writing: format))
    // The lock is held, where there is one, though nothing may be written.
    return try pruning.run(into: try place.store(writing: true, singleWriter: singleWriter))
  }

  /// Merges small files, or with `dryRun` tells which on stderr.
  func compact(dryRun: Bool) throws(Fault) -> ExitStatus {
    try compact(dryRun, try place.store(writing: !dryRun, singleWriter: singleWriter))
    return .done
  }

  private func compact(_ dryRun: Bool, _ store: some ObjectStore) throws(Fault) {
    let compaction = ColdCompaction(store, ColdFormat.all(writing: format))
    for step in try compaction.plan() {
      if Signals.pending != nil { return }
      if dryRun {
        Program.write(step.explanation(at: store.place).map { $0 + "\n" }.joined())
      } else if try !compaction.run(step.partition) {
        throw Fault(
          .tryLater,
          "\(store.place)\(step.partition.path): another program writes there; try again later")
      }
    }
  }

  /// Writes a row for each tenant, exchange, kind and interval; 1 when there is none.
  func showStatistics() throws(Fault) -> ExitStatus {
    try showStatistics(try place.store(writing: false))
  }

  private func showStatistics(_ store: some ObjectStore) throws(Fault) -> ExitStatus {
    let counts = try ColdStore(store, ColdFormat.all(writing: format)).census()
    let lines = Block()
    for count in counts {
      lines.append("{")
      let names: [(StaticString, Name)] = [
        ("kind", Name(count.partition.kind.rawValue)), ("tenant", count.partition.tenant),
        ("exchange", count.partition.exchange), ("interval", count.partition.interval),
      ]
      for (name, value) in names where !value.isEmpty {
        lines.append("\"\(name)\":")
        lines.append(jsonString: value)
        lines.append(",")
      }
      lines.append("\"count\":\(count.records),\"files\":\(count.files),\"bytes\":\(count.bytes)")
      for (name, time) in [("first", count.first), ("last", count.last)] {
        lines.append(",\"\(name)\":\"\(Timestamp(microseconds: time).rfc3339)\"")
      }
      lines.append("}\n")
    }
    try StoreStatistics.write(
      lines,
      columns: [
        "kind", "tenant", "exchange", "interval", "count", "files", "bytes", "first", "last",
      ])
    return counts.isEmpty ? .no : .done
  }
}
