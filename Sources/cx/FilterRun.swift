import CXRecord
import CXSystem

/// Runs a stage over lines: what every filter command does once its options are understood.
enum FilterRun {
  private struct Saved<Step: Stage>: Codable {
    var position: LinePosition
    var stage: Step
  }

  /// Reads the inputs that the options name, applies the stage, and writes what comes of it.
  ///
  /// `step` names the subcommand in messages and in the state file; `digest` is the options that a
  /// saved state depends on, as text; `late` is the file for late lines, if they are kept apart;
  /// `takesObjects` that it has a use for objects without a type, so that they are no reason to ask
  /// whether the input is the right one; `holds` tells whether the end of the input is only a pause, so that the stage keeps in the
  /// state what is unfinished; `prepare` tells a stage, new or saved, what no state keeps; `see`
  /// sees each batch of input before the stage does, and `watch` each batch of output before it is
  /// written, and what it throws ends the run.
  static func run<Step: Stage>(
    _ step: String, _ stage: Step, _ options: FilterOptions, digest: String = "",
    late: String? = nil, takesObjects: Bool = false, holds: Bool? = nil,
    prepare: (inout Step) -> Void = { _ in },
    see: @escaping (Batch) -> Void = { _ in },
    watch: @escaping (Batch) throws(Fault) -> Void = { _ in }
  ) throws(Fault) -> ExitStatus {
    try run(step, stage, options, digest, late, takesObjects, holds, prepare, see) { output in
      WatchedSink(sink: DescriptorSink(output), watch: watch)
    }
  }

  /// As above, with what is written going into a sink of its own.
  static func run<Step: Stage, Output: Sink>(
    _ step: String, _ stage: Step, _ options: FilterOptions, digest: String, into sink: Output
  ) throws(Fault) -> ExitStatus {
    var options = options
    options.to = nil
    return try run(step, stage, options, digest, nil, false, nil, { _ in }, { _ in }) { _ in sink }
  }

  private static func run<Step: Stage, Output: Sink>(
    _ step: String, _ stage: Step, _ options: FilterOptions, _ digest: String, _ late: String?,
    _ takesObjects: Bool, _ holds: Bool?, _ prepare: (inout Step) -> Void,
    _ see: @escaping (Batch) -> Void,
    into sink: (Descriptor) -> Output
  ) throws(Fault) -> ExitStatus {
    let file = options.state.map { StateFile($0) }
    if holds == true && file == nil {
      throw Fault(.usage, "what is held at the end of the input needs --state FILE to be held in")
    }
    let pauses = holds ?? (file != nil)
    let saved = try file?.load(Saved<Step>.self, step: step, options: digest)
    var stage = saved?.stage ?? stage
    prepare(&stage)
    let output = try options.output(appending: saved != nil)
    var pipeline = Pipeline(
      source: WatchedSource(
        source: try LineSource(try options.inputs(), from: saved?.position, keepsTail: pauses),
        see: see),
      stage: stage,
      sink: sink(output),
      observer: try Report(
        step: step, options: options, late: late, appending: saved != nil,
        takesObjects: takesObjects))
    try pipeline.run(finishes: { Signals.pending == nil && !pauses }) {
      source, stage, observer throws(Fault) in
      guard let file else { return }
      try observer.flush()
      try output.synchronize()
      try file.save(
        Saved(position: source.source.position, stage: stage), step: step, options: digest)
    }
    return try pipeline.observer.finish()
  }
}

/// A source that lets somebody look.
private struct WatchedSource: Source {
  var source: LineSource
  let see: (Batch) -> Void

  var wouldBlock: Bool { source.wouldBlock }

  mutating func next() throws(Fault) -> Batch? {
    let batch = try source.next()
    if let batch { see(batch) }
    return batch
  }
}

/// A sink that lets somebody look.
private struct WatchedSink: Sink {
  var sink: DescriptorSink
  let watch: (Batch) throws(Fault) -> Void

  mutating func write(_ batch: Batch) throws(Fault) {
    try watch(batch)
    try sink.write(batch)
  }

  mutating func flush() throws(Fault) {
    try sink.flush()
  }
}
