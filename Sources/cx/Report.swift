import CXCore
import CXRecord
import CXSystem

/// Watches a pipeline for the user: refused lines to stderr and to `--rejects`, late lines to their
/// file, progress, and when it is time to save.
struct Report: PipelineObserver {
  /// How many refused lines are shown one by one.
  private static let mostShown = 10

  private let step: String
  private let strict: Bool
  private let savesState: Bool
  private var rejectFile: DescriptorSink?
  private var lateFile: DescriptorSink?
  private var progress: Progress?
  private var lastSave = SystemClock.monotonic
  private(set) var refusedCount = 0
  // Whether the input is what the step reads; nil where nobody doubts it.
  private var doubt: InputDoubt?

  /// A report for a step.
  ///
  /// Files are emptied, or with `appending` continued; `takesObjects` where the step has a use for
  /// objects without a type.
  init(
    step: String, options: FilterOptions, late: String? = nil, appending: Bool,
    takesObjects: Bool = false
  ) throws(Fault) {
    self.step = step
    doubt = InputDoubt(takesObjects: takesObjects)
    strict = options.strict
    savesState = options.state != nil
    if let path = options.rejects {
      rejectFile = DescriptorSink(try Descriptor.open(writing: path, appending: appending))
    }
    if let late {
      lateFile = DescriptorSink(try Descriptor.open(writing: late, appending: appending))
    }
    if Progress.isWanted(asks: options.progress, to: options.to) {
      progress = Progress(step: step, files: try options.inputs())
    }
  }

  /// A report for a step that reads no lines.
  init(step: String, options: OutputOptions, savesState: Bool = false) throws(Fault) {
    self.step = step
    strict = options.strict
    self.savesState = savesState
    if let path = options.rejects {
      rejectFile = DescriptorSink(try Descriptor.open(writing: path, appending: false))
    }
    // The end of what is fetched is not known as a count of bytes.
    if options.showsProgress { progress = Progress(step: step, files: ["-"]) }
  }

  mutating func refused(_ rejects: [Reject]) throws(Fault) {
    for reject in rejects {
      refusedCount += 1
      try keep(reject)
      let message = "\(reject.source):\(reject.line): \(reject.reason)"
      if strict {
        try flush()
        throw Fault(.badData, message)
      }
      if refusedCount <= Self.mostShown {
        progress?.clear()
        Program.complain(step, message)
      }
    }
  }

  mutating func noted(_ note: String) {
    progress?.clear()
    Program.complain(step, note)
  }

  mutating func late(_ lines: Block) throws(Fault) {
    try lateFile?.write(Batch(block: lines))
  }

  mutating func handled(_ batch: Batch) {
    doubt?.see(batch)
    progress?.show(batch)
  }

  mutating func checkpointIsDue() -> Bool {
    guard savesState else { return false }
    let now = SystemClock.monotonic
    guard now - lastSave >= 1_000_000 else { return false }
    lastSave = now
    return true
  }

  /// Hands refused and late lines to the kernel, before the state says that they were handled.
  mutating func flush() throws(Fault) {
    try rejectFile?.flush()
    try lateFile?.flush()
  }

  /// Says what was not shown, and what the program ends with.
  mutating func finish() throws(Fault) -> ExitStatus {
    progress?.clear()
    try flush()
    if refusedCount > Self.mostShown {
      Program.complain(step, "\(refusedCount) records were refused, \(Self.mostShown) shown")
    }
    if let complaint = doubt?.complaint {
      Program.complain(step, complaint)
      return .someRefused
    }
    return refusedCount == 0 ? .done : .someRefused
  }

  private mutating func keep(_ reject: Reject) throws(Fault) {
    guard rejectFile != nil else { return }
    let line = Block(capacity: reject.raw.count + 256)
    line.append(#"{"source":"#)
    line.append(jsonString: reject.source)
    line.append(#","line":"#)
    line.append(Int64(reject.line))
    line.append(#","reason":"#)
    line.append(jsonString: reject.reason)
    if let text = String(validating: reject.raw, as: UTF8.self) {
      line.append(#","raw":"#)
      line.append(jsonString: text)
    } else {
      // What is no text cannot be a JSON string; hexadecimal loses nothing.
      line.append(#","raw_hex":"#)
      line.append(jsonString: Hexadecimal.text(reject.raw))
    }
    line.append("}\n")
    try rejectFile?.write(Batch(block: line))
  }
}
