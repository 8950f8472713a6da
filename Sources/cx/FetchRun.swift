import CXCore
import CXSystem

/// Writes what a source has: what every fetch command does once its options are understood.
enum FetchRun {
  /// Tells what happened on the way, on a line of its own where progress is shown.
  static func remark(_ text: String, _ options: OutputOptions) {
    if options.showsProgress { Terminal.eraseLine() }
    Program.complain("fetch", text)
  }

  /// Runs the source to its end; where somebody watches, `remark` may have a last word about it.
  static func run<Input: Source>(
    _ source: Input, _ options: OutputOptions, remark: (Input) -> String? = { _ in nil }
  ) throws(Fault) -> ExitStatus {
    try run(source, PassThrough(), options, remark: remark)
  }

  /// The same through a stage.
  static func run<Input: Source, Step: Stage>(
    _ source: Input, _ stage: Step, _ options: OutputOptions,
    remark: (Input) -> String? = { _ in nil }
  ) throws(Fault) -> ExitStatus {
    var pipeline = Pipeline(
      source: source, stage: stage, sink: DescriptorSink(try options.output()),
      observer: try Report(step: "fetch", options: options))
    try pipeline.run(finishes: { true }) { _, _, observer throws(Fault) in
      try observer.flush()
    }
    let status = try pipeline.observer.finish()
    if options.isWatched, let text = remark(pipeline.source) {
      Program.complain("fetch", text)
    }
    return status
  }

  /// Runs the source to its end and keeps in a state how far it came.
  static func run<Input: Source>(
    _ source: Input, _ options: OutputOptions, state: FetchState?,
    position: (Input) -> [String: HistoryCursor]
  ) throws(Fault) -> ExitStatus {
    guard var state else { return try run(source, options) }
    let output = try state.open(options)
    var pipeline = Pipeline(
      source: source, stage: PassThrough(), sink: DescriptorSink(output),
      observer: try Report(step: "fetch", options: options, savesState: true))
    try pipeline.run(finishes: { true }) { source, _, observer throws(Fault) in
      try observer.flush()
      try state.save(position(source), options, output)
    }
    return try pipeline.observer.finish()
  }
}
