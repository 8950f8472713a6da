import CXCore
import CXSystem

/// Writes what a source has: what every fetch command does once its options are understood.
enum FetchRun {
  static func run(
    _ source: some Source, _ options: OutputOptions
  ) throws(Fault) -> ExitStatus {
    var pipeline = Pipeline(
      source: source, stage: PassThrough(), sink: DescriptorSink(try options.output()),
      observer: try Report(step: "fetch", options: options))
    try pipeline.run(finishes: { true }) { _, _, observer throws(Fault) in
      try observer.flush()
    }
    return try pipeline.observer.finish()
  }
}
