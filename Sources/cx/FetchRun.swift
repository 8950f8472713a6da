import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// Writes what a source has: what every fetch command does once its options are understood.
enum FetchRun {
  /// Tells what happened on the way, on a line of its own where progress is shown.
  static func remark(_ text: String, _ options: OutputOptions) {
    if options.showsProgress { Terminal.eraseLine() }
    Program.complain("fetch", text)
  }

  /// Tells of a wait, which is worth a line from a second on, watched or not.
  static func tell(_ pause: FetchPause, _ options: OutputOptions) {
    if pause.reason.isEmpty || pause.microseconds < Timestamp.second && !options.isWatched {
      return
    }
    remark("\(pause.reason): waiting \(pause.lengthText)", options)
  }

  /// Runs the source to its end; where somebody watches, `remark` may have a last word about it.
  static func run<Input: Source>(
    _ source: Input, _ options: OutputOptions, remark: (Input) -> String? = { _ in nil }
  ) throws(Fault) -> ExitStatus {
    try run(source, PassThrough(), options, remark: remark)
  }

  /// Runs a comparison to its end: the status is "no" where something differs.
  static func run(_ check: HistoryCheck, _ options: OutputOptions) throws(Fault) -> ExitStatus {
    var agrees = true
    let status = try run(
      check, PassThrough(), options,
      remark: { check throws(Fault) in
        agrees = check.agrees
        if check.compared == 0 && Signals.pending == nil {
          throw Fault(.noInput, "no bulk file covers any record of that time: nothing to compare")
        }
        return check.summary
      })
    return agrees || status != .done ? status : .no
  }

  /// The same through a stage; `doubts` are what is to be said of input in vain.
  static func run<Input: Source, Step: Stage>(
    _ source: Input, _ stage: Step, _ options: OutputOptions,
    remark: (Input) throws(Fault) -> String? = { _ in nil },
    doubts: (Input, Step) -> [String] = { _, _ in [] }
  ) throws(Fault) -> ExitStatus {
    var pipeline = Pipeline(
      source: source, stage: stage, sink: DescriptorSink(try options.output()),
      observer: try Report(step: "fetch", options: options))
    try pipeline.run(finishes: { true }) { _, _, observer throws(Fault) in
      try observer.flush()
    }
    var status = try pipeline.observer.finish()
    for doubt in doubts(pipeline.source, pipeline.stage) {
      Program.complain("fetch", doubt)
      if status == .done { status = .someRefused }
    }
    if let text = try remark(pipeline.source), options.isWatched {
      Program.complain("fetch", text)
    }
    return status
  }

  /// Runs the source to its end and keeps in a state how far it came.
  static func run<Input: Source>(
    _ source: Input, _ options: OutputOptions, state: FetchState?,
    position: (Input) -> [Name: HistoryCursor]
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
