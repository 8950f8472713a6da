import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx chart`: candles for eyes.
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw candles, a chart for each instrument and interval.",
    discussion: """
      Draws the newest candles that fit, at the end of the input. Rising candles are green and \
      falling ones red; without colour, rising bodies are lines and falling ones are filled.

      Examples:
        cx fetch simulate --count 100000 | cx window 1m | cx chart
        cx fetch simulate --count 100000 | cx window 1m,5m | cx chart --height 30
        cx fetch simulate --count 100000 | cx window 1m | cx chart --svg > chart.svg
      """)

  @Option(
    help: ArgumentHelp(
      "Columns, or pixels with --svg (default: the terminal's, else 80; 960).", valueName: "number")
  )
  var width: Int?

  @Option(
    help: ArgumentHelp(
      "Rows, or pixels with --svg (default: what the terminal has, at most 28, else 24; 540).",
      valueName: "number"))
  var height: Int?

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(help: "Write an SVG document.")
  var svg = false

  @Option(
    name: .customLong("timezone"),
    help: ArgumentHelp("Whose clock the time axis shows: Europe/Berlin, +08:00.", valueName: "zone")
  )
  var timeZone = "UTC"

  @OptionGroup var filter: FilterOptions

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try stage() }
  }

  func run() throws {
    if filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("chart") { () throws(Fault) in
      var drawn = 0
      let status = try FilterRun.run(
        "chart", try stage(), filter, digest: "chart", holds: false,
        watch: { drawn += $0.block.count })
      if drawn == 0 && status == .done && Signals.pending == nil {
        Program.complain("chart", "no candles in the input; cx window makes them of trades")
        return .no
      }
      return status
    }
  }

  private func stage() throws(Fault) -> ChartStage {
    ChartStage(try format(), zone: try ZoneFiles.rules(timeZone))
  }

  private func format() throws(Fault) -> ChartStage.Format {
    // The limits keep a slip of the finger from asking for all memory.
    for (value, option) in [(width, "--width"), (height, "--height")] {
      guard let value, !(1...10_000).contains(value) else { continue }
      throw Fault(.usage, "\(option) \(value): expected 1 to 10000")
    }
    if svg { return .svg(width: width ?? 960, height: height ?? 540) }
    let output = filter.to == nil ? Terminal.size(of: .output) : nil
    let wants = filter.to == nil && Terminal.wantsColor(.output)
    return .text(
      width: width ?? output?.columns ?? 80,
      // A row less for the prompt that follows.
      height: height ?? output.map { min($0.rows - 1, 28) } ?? 24,
      color: color == .always || (color == .auto && wants))
  }
}
