/// What a pipeline tells the outside while it runs.
public protocol PipelineObserver {
  /// Takes lines that were refused; throws to stop at them.
  mutating func refused(_ rejects: [Reject]) throws(Fault)
  /// Takes what the user should know, though no line was refused.
  mutating func noted(_ note: String)
  /// Takes lines that came too late to be counted; only where the stage keeps them apart.
  mutating func late(_ lines: Block) throws(Fault)
  /// Sees each batch after it was handled.
  mutating func handled(_ batch: Batch)
  /// Whether the state should be saved now; asked between batches.
  mutating func checkpointIsDue() -> Bool
}

/// The only loop of every filter: pull, apply, write, flush, checkpoint.
public struct Pipeline<Input: Source, Step: Stage, Output: Sink, Observer: PipelineObserver> {
  /// Where records come from.
  public var source: Input
  /// What is done with them.
  public var stage: Step
  /// Where they go.
  public var sink: Output
  /// Who wants to know.
  public var observer: Observer
  private var output = Batch()

  /// A pipeline that has not run yet.
  public init(source: Input, stage: Step, sink: Output, observer: Observer) {
    self.source = source
    self.stage = stage
    self.sink = sink
    self.observer = observer
  }

  /// Runs to the end of the source.
  ///
  /// At the end, `finishes` tells whether this was the end of the stream, so that the stage says
  /// what it still holds; after a stop in the middle it was not. `checkpoint` saves the source's
  /// position and the stage: it is called only when all that came of the records before that
  /// position has been flushed and the sink holds none of it back.
  public mutating func run(
    finishes: () -> Bool,
    checkpoint: (Input, Step, inout Observer) throws(Fault) -> Void
  ) throws(Fault) {
    while true {
      // Bulk input is written in large pieces; a live feed shows each record at once.
      if source.wouldBlock { try sink.flush() }
      guard let batch = try next() else { break }
      output.instruments = batch.instruments
      // What a stage says leaves while it is said: memory does not grow with it.
      var next = 0
      repeat {
        next = stage.apply(batch, from: next, to: &output)
        try writeOutput()
      } while next < batch.records.count
      if !batch.rejects.isEmpty { try refuse(batch.rejects) }
      observer.handled(batch)
      if observer.checkpointIsDue() {
        try sink.flush()
        // A sink that still holds records back would lose them with a position behind them.
        if sink.isSettled { try checkpoint(source, stage, &observer) }
      }
    }
    if finishes() {
      var isDone: Bool
      repeat {
        isDone = stage.finishPart(to: &output)
        try writeOutput()
      } while !isDone
    }
    try sink.finish()
    try checkpoint(source, stage, &observer)
  }

  /// What was right before the input failed is not lost with it.
  ///
  /// A store keeps it, too, which otherwise keeps nothing before the end. No position behind it is
  /// saved.
  private mutating func next() throws(Fault) -> Batch? {
    do {
      return try source.next()
    } catch {
      try sink.finish()
      throw error
    }
  }

  private mutating func writeOutput() throws(Fault) {
    try sink.write(output)
    if output.late.count > 0 { try observer.late(output.late) }
    let (rejects, notes) = (output.rejects, output.notes)
    output.removeAll()
    for note in notes { observer.noted(note) }
    if !rejects.isEmpty { try refuse(rejects) }
  }

  private mutating func refuse(_ rejects: [Reject]) throws(Fault) {
    do {
      try observer.refused(rejects)
    } catch {
      // What was right before the bad line is not lost with it.
      try sink.flush()
      throw error
    }
  }
}
