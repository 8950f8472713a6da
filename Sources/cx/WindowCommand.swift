import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx window`: candles.
struct WindowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "window",
    abstract: "Make candles of trades, and longer candles of shorter ones, by event time.",
    discussion: """
      INTERVALS is one or more of 1s 1m 5m 1h 1d 1w 1M and the like, with commas; all are made in \
      one pass. Records may come out of order within --lateness; a later one makes its candle come \
      again with rev + 1, or goes to --late. With --verify, status 1 means that a candle differs.

      Examples:
        cx fetch simulate --count 100000 | cx window 1m
        cx fetch simulate --count 100000 | cx window 1m,5m,1h --fill | cx window 1d
        cx fetch simulate --count 100000 --disorder 1s | cx window --ticks 1000 --lateness 1s
      """)

  @OptionGroup var frames: WindowFrameOptions

  @Option(help: ArgumentHelp("How far records may be out of order.", valueName: "duration"))
  var lateness = "2s"

  @Option(
    help: ArgumentHelp(
      "How long behind --lateness a candle can be corrected.", valueName: "duration"))
  var correctable = "10m"

  @Option(
    help: ArgumentHelp(
      "A record further ahead of its instrument than this waits until others come near it, or for "
        + "the end.", valueName: "duration"))
  var maxAhead = "1d"

  @Option(
    help: ArgumentHelp("Put late lines here instead of correcting candles.", valueName: "file"),
    completion: .file())
  var late: String?

  @Flag(help: "Also emit unfinished candles when they change, with \"final\":false.")
  var updates = false

  @Option(
    help: ArgumentHelp(
      "With --updates: at most one a candle in this event time.", valueName: "duration"))
  var updatesEvery = "0s"

  @Flag(help: "Make candles for empty windows too, and say why they are empty.")
  var fill = false

  @Option(
    help: ArgumentHelp(
      "With --fill: so many empty windows in a row become candles, and a gap record stands for the "
        + "others.", valueName: "count"))
  var fillLimit = 10_000

  @Option(
    help: ArgumentHelp(
      "At the end of the input: flush open windows, or hold them in --state for the next run "
        + "(default: hold with --state, else flush).", valueName: "flush|hold"))
  var atEof: AtEnd?

  @Option(
    help: ArgumentHelp(
      "Compare the candles with the exchange's own, in this file of candle records.",
      valueName: "file"), completion: .file())
  var verify: String?

  @OptionGroup var filter: FilterOptions

  /// Where to read, with a file that stands in the place of intervals.
  private var input: FilterOptions {
    var input = filter
    if let file = frames.file { input.files.insert(file, at: 0) }
    return input
  }

  enum AtEnd: String, ExpressibleByArgument, CaseIterable {
    case flush, hold
  }

  func validate() throws {
    if input.asksTerminal { return }
    try Program.check { () throws(Fault) in _ = try stage() }
  }

  func run() throws {
    if input.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("window") { () throws(Fault) in
      let stage = try stage()
      let verifier = try verify.map { path throws(Fault) in try Verifier(klines: path) }
      let status = try FilterRun.run(
        "window", stage, input, digest: stage.options.digest, late: late,
        holds: atEof.map { $0 == .hold },
        watch: { verifier?.take($0) })
      return try verifier?.conclude(status) ?? status
    }
  }

  private func stage() throws(Fault) -> Window {
    var options = WindowOptions(frames: try frames.frames())
    options.lateness = try Self.duration(lateness, "--lateness")
    options.correctable = try Self.duration(correctable, "--correctable")
    options.maxAhead = try Self.duration(maxAhead, "--max-ahead")
    options.keepsLate = late != nil
    options.updateEvery = updates ? try Self.duration(updatesEvery, "--updates-every") : nil
    options.fills = fill
    guard fillLimit >= 0 else { throw Fault(.usage, "--fill-limit has to be 0 or more") }
    options.fillLimit = fillLimit
    return Window(options)
  }

  static func duration(_ text: String, _ option: String) throws(Fault) -> Int64 {
    do {
      return try DurationText.microseconds(text)
    } catch {
      throw Fault(.usage, "\(option): \(error.reason)")
    }
  }
}
