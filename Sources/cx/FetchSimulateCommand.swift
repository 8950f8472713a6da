import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx fetch simulate`: a made-up market.
struct FetchSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make up a market, the same for the same seed.",
    discussion: """
      Trades of exchange "simulated", whose time begins at --start whatever the clock says. With \
      --rate they come at that pace; without, as fast as possible, 50 a second of their own time.

      Examples:
        cx fetch simulate --count 1000000 | cx window 1m
        cx fetch simulate --rate 5 --start now | cx window 10s
        cx fetch simulate --count 100000 --gaps 0.001 --disorder 1s | cx window 1m --fill
      """)

  @Option(help: "Equal seeds give equal bytes.")
  var seed: UInt64 = 1

  @Option(help: "Symbols, with commas.")
  var symbols = "BTCUSDT,ETHUSDT,SOLUSDT"

  @Option(help: "How many trades (default: without end).")
  var count: Int?

  @Option(help: "Trades a second of all symbols together, at this pace.")
  var rate: Int64?

  @Option(
    help: ArgumentHelp(
      "Time of the first trade: a date, RFC 3339, a count since 1970, or now.", valueName: "time"))
  var start = "2025-11-11"

  @Option(
    help: ArgumentHelp("Lose this part of all trades: 0.01 is one in 100.", valueName: "part"))
  var gaps = "0"

  @Option(help: ArgumentHelp("Repeat this part of all trades.", valueName: "part"))
  var duplicates = "0"

  @Option(help: ArgumentHelp("Let trades come late by up to this.", valueName: "duration"))
  var disorder = "0s"

  @OptionGroup var output: OutputOptions

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try simulation() }
  }

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      let simulation = try simulation()
      if rate == nil { return try FetchRun.run(simulation, output) }
      return try FetchRun.run(Paced(simulation, speed: 1), output)
    }
  }

  private func simulation() throws(Fault) -> Simulation {
    var options = Simulation.Options()
    options.seed = seed
    options.symbols = symbols.split(separator: ",").map { Name($0).uppercasedASCII }
    options.count = count
    options.rate = rate ?? options.rate
    options.start = try FetchHistoryOptions.argument(start, "--start")
      .moment(now: Timestamp(microseconds: SystemClock.now)).microseconds
    options.gaps = try Self.part(gaps, "--gaps")
    options.duplicates = try Self.part(duplicates, "--duplicates")
    options.disorder = try WindowCommand.duration(disorder, "--disorder")
    // Five milliseconds are at once for whoever watches, and few enough batches at any rate.
    if rate != nil { options.span = 5_000 }
    return try Simulation(options)
  }

  private static func part(_ text: String, _ option: String) throws(Fault) -> Decimal {
    do {
      return try Decimal(parsing: text)
    } catch {
      throw Fault(.usage, "\(option) \(error.reason): \"\(text)\"")
    }
  }
}
