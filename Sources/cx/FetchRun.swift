import CXCore
import CXSystem

/// Writes what a source has: what every fetch command does once its options are understood.
enum FetchRun {
  /// Runs the source to its end; where somebody watches, `remark` may have a last word about it.
  static func run<Input: Source>(
    _ source: Input, _ options: OutputOptions, remark: (Input) -> String? = { _ in nil }
  ) throws(Fault) -> ExitStatus {
    var pipeline = Pipeline(
      source: source, stage: PassThrough(), sink: DescriptorSink(try options.output()),
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
}
