import CXRecord

/// The rows of a plan as columns, each record once in its best version, in no order.
///
/// Records are compared only where files of a partition overlap in symbols and time: a file has none
/// twice, and what has one key is in one partition.
struct ColdTables<Store: ObjectStore>: TableSource {
  private let store: Store
  private let formats: ArchiveFormats
  private let plan: ColdPlan
  private let columns: Set<String>
  private var nextStep = 0
  // The ones to be told next at the end.
  private var ready: [TableRows] = []

  init(_ store: Store, _ formats: ArchiveFormats, _ plan: ColdPlan, _ columns: Set<String>) {
    self.store = store
    self.formats = formats
    self.plan = plan
    // A number that no scale suits is in the line.
    self.columns = columns.union(["line"])
  }

  /// The next rows, or nil at the end.
  mutating func next() throws(Fault) -> TableRows? {
    while ready.isEmpty {
      guard nextStep < plan.steps.count else { return nil }
      ready = try read(plan.steps[nextStep])
      nextStep += 1
    }
    return ready.removeLast()
  }

  private func read(_ step: ColdPlan.Step) throws(Fault) -> [TableRows] {
    let folder = ColdFolder(store: store, partition: step.partition, formats: formats)
    let span = plan.span(of: step)
    let files = step.files.filter { $0.mayHold(span.symbols, span.times) }
    var found: [TableRows] = []
    var shared = folder.empty
    for (origin, file) in files.enumerated() {
      if files.contains(where: { $0 != file && $0.overlaps(file, span.symbols) }) {
        try folder.read(file, span, origin: Int32(origin), into: &shared)
      } else {
        found.append(try folder.rows(of: file, span, columns))
      }
    }
    let best = shared.best()
    if !best.isEmpty {
      found.append(
        TableRows(shared.table, count: best.count, places: best.map { Int($0.place) }))
    }
    return found
  }
}

extension ArchiveManifest.File {
  /// Whether it may hold a record of those symbols (nil is any) that another file has too.
  fileprivate func overlaps(_ other: Self, _ wanted: Set<Name>?) -> Bool {
    guard first <= other.last, other.first <= last else { return false }
    let others = Set(other.symbols)
    return symbols.contains { others.contains($0) && wanted?.contains($0) ?? true }
  }

  /// Whether all its records are of a span.
  func isWithin(_ span: ArchiveSpan) -> Bool {
    span.times.contains(first) && span.times.contains(last)
      && span.symbols.map { wanted in symbols.allSatisfy { wanted.contains($0) } } ?? true
  }
}
