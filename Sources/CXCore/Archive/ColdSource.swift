/// The records of a plan, ordered as ``RecordKey`` says, each once in its best version.
///
/// The records of a day that are asked for are in memory at once.
struct ColdSource<Store: ObjectStore>: Source {
  private struct Answer {
    var key: RecordKey
    var lines: Int
    var row: ArchiveRow
  }

  /// Records of a batch at most.
  private static var batchSize: Int { 1_024 }

  private let store: Store
  private let formats: ArchiveFormats
  private let plan: ColdPlan
  private let newestFirst: Bool
  private let instruments: Instruments
  private var nextStep = 0
  private var lines: [ArchiveLines] = []
  // The day's records, the one to be told next at the end.
  private var answers: [Answer] = []
  private var reader = RecordReader()

  init(
    store: Store, formats: ArchiveFormats, plan: ColdPlan, query: Query, instruments: Instruments
  ) {
    self.store = store
    self.formats = formats
    self.plan = plan
    self.instruments = instruments
    newestFirst = query.newestFirst
  }

  /// Stores answer at once.
  var wouldBlock: Bool { false }

  /// The next records, or nil at the end.
  mutating func next() throws(Fault) -> Batch? {
    while answers.isEmpty {
      guard nextStep < plan.steps.count else { return nil }
      try readDay()
    }
    var batch = Batch(instruments: instruments)
    for _ in 0..<Self.batchSize {
      guard let answer = answers.popLast() else { break }
      batch.block.append(lines[answer.lines].line(of: answer.row))
      batch.block.append(UInt8(ascii: "\n"))
    }
    _ = reader.read(into: &batch)
    return batch
  }

  private mutating func readDay() throws(Fault) {
    let day = plan.steps[nextStep].partition.day
    lines = []
    while nextStep < plan.steps.count, plan.steps[nextStep].partition.day == day {
      try read(plan.steps[nextStep])
      nextStep += 1
    }
    let newestFirst = newestFirst
    answers.sort { newestFirst ? $0.key.precedes($1.key) : $1.key.precedes($0.key) }
  }

  private mutating func read(_ step: ColdPlan.Step) throws(Fault) {
    let folder = ColdFolder(store: store, partition: step.partition, formats: formats)
    var found = ArchiveLines()
    for (origin, file) in step.files.enumerated() {
      try folder.read(file, plan.span, origin: Int32(origin), into: &found, where: plan.wants)
    }
    for row in found.best() {
      answers.append(
        Answer(key: found.key(of: row, in: step.partition), lines: lines.count, row: row))
    }
    lines.append(found)
  }
}
