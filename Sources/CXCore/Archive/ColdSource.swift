import CXRecord

/// The records of a plan, ordered as ``RecordKey`` says, each once in its best version.
///
/// The records of a day that are asked for are in memory at once.
struct ColdSource<Store: ObjectStore>: Source {
  private struct Answer {
    var key: RecordKey
    var rows: Int
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
  private var gathered: [ArchiveRows] = []
  // The day's records, the one to be told next at the end.
  private var answers: [Answer] = []

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
    while batch.records.count < Self.batchSize, let first = answers.last {
      var places: [Int] = []
      while places.count < Self.batchSize, let answer = answers.last, answer.rows == first.rows {
        places.append(Int(answer.row.place))
        answers.removeLast()
      }
      do throws(EvaluationProblem) {
        try gathered[first.rows].table.appendRecords(places, to: &batch)
      } catch {
        throw Fault(error, in: store.place)
      }
    }
    return batch
  }

  private mutating func readDay() throws(Fault) {
    let day = plan.steps[nextStep].partition.day
    gathered = []
    while nextStep < plan.steps.count, plan.steps[nextStep].partition.day == day {
      try read(plan.steps[nextStep])
      nextStep += 1
    }
    let newestFirst = newestFirst
    answers.sort { newestFirst ? $0.key.precedes($1.key) : $1.key.precedes($0.key) }
  }

  private mutating func read(_ step: ColdPlan.Step) throws(Fault) {
    let folder = ColdFolder(store: store, partition: step.partition, formats: formats)
    var found = folder.empty
    let span = plan.span(of: step)
    for (origin, file) in step.files.enumerated() where file.mayHold(span.symbols, span.times) {
      try folder.read(file, span, origin: Int32(origin), into: &found)
    }
    for row in found.best() {
      answers.append(
        Answer(key: found.key(of: row, in: step.partition), rows: gathered.count, row: row))
    }
    gathered.append(found)
  }
}
