import CXCore
import CXRecord
import CXSystem

/// Runs a query to its end: records of a store, selected, written.
enum QueryRun {
  /// Answers; status 1 when nothing was found.
  ///
  /// The store is read until `isFull` says of the choice that it has what it wants.
  static func run<Choice: Stage>(
    _ source: any Source, _ choice: Choice, _ form: QueryForm, _ sink: QuerySink,
    until isFull: (Choice) -> Bool = { _ in false }
  ) throws(Fault) -> ExitStatus {
    let gate = Gate()
    var pipeline = Pipeline(
      source: StoreSource(source: source, gate: gate),
      stage: Then(Counted(choice), form),
      sink: sink, observer: QueryReport())
    try pipeline.run(finishes: { Signals.pending == nil }) { _, stage, _ throws(Fault) in
      gate.isShut = isFull(stage.first.step)
    }
    if pipeline.observer.refusedCount > 0 {
      Program.complain("query", "\(pipeline.observer.refusedCount) records were refused")
      return .someRefused
    }
    return pipeline.stage.first.count == 0 && Signals.pending == nil ? .no : .done
  }
}

/// Whether more records are wanted, between the two ends of a pipeline.
private final class Gate {
  var isShut = false
}

/// A source of any sort; a signal that asks to stop ends it.
private struct StoreSource: Source {
  var source: any Source
  let gate: Gate
  var wouldBlock: Bool { false }

  mutating func next() throws(Fault) -> Batch? {
    Signals.pending == nil && !gate.isShut ? try source.next() : nil
  }
}

/// A stage, and how many records came of it.
struct Counted<Step: Stage>: Stage {
  var step: Step
  var count = 0

  init(_ step: Step) {
    self.step = step
  }

  mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    let before = output.records.count
    defer { count += output.records.count - before }
    return step.apply(input, from: first, to: &output)
  }

  mutating func finishPart(to output: inout Batch) -> Bool {
    let before = output.records.count
    defer { count += output.records.count - before }
    return step.finishPart(to: &output)
  }
}

/// Tells why records have no answer: the first ten, then their number.
private struct QueryReport: PipelineObserver {
  var refusedCount = 0

  mutating func refused(_ rejects: [Reject]) throws(Fault) {
    for reject in rejects {
      refusedCount += 1
      if refusedCount <= 10 { Program.complain("query", reject.reason) }
    }
  }

  mutating func noted(_ note: String) { Program.complain("query", note) }
  mutating func late(_ lines: Block) throws(Fault) {}
  mutating func handled(_ batch: Batch) {}
  // Between batches the gate is looked at.
  mutating func checkpointIsDue() -> Bool { true }
}
