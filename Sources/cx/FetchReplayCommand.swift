import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx fetch replay`: recordings, through the same parsers as the exchange itself.
struct FetchReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Emit again what was recorded from the exchange.",
    discussion: """
      Reads what Binance, Coinbase and Kraken send: socket messages a line, with the time of arrival before each or without, bodies of REST \
      answers, and CSV, such as the exchange's bulk files; plain, gzip, zstd or zip. Which it is, \
      the content tells; but for answers of Coinbase, which are not told from Binance's without \
      --exchange. Bulk files tell symbol and interval by their names.

      Examples:
        cx fetch replay btcusdt_20240808.gz | cx window 1m
        cx fetch replay BTCUSDT-trades-2025-01-01.zip | cx window 1h
        curl -s "$klines" | cx fetch replay --symbol BTCUSDT
      """)

  @Argument(help: "Recordings, in order; - and none are stdin.", completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Whose recordings: binance, coinbase, kraken (default: what they hold tells).",
      valueName: "name"))
  var exchange: Exchange?

  @Option(help: "The symbol of what names none: bodies of klines, trades, aggTrades, depth.")
  var symbol: String?

  @Option(help: "The interval of klines whose times do not tell it.")
  var interval: String?

  @Option(help: "1 is as fast as recorded, 10 ten times as fast, max as fast as possible.")
  var speed = "max"

  @Option(
    help: ArgumentHelp(
      "Keep the order book: its best so many levels, or \"changes\".", valueName: "levels"))
  var book: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    try Program.check { () throws(Fault) in
      _ = try pace()
      _ = try stage()
    }
  }

  func run() throws {
    if (files.isEmpty || files == ["-"]) && Descriptor.input.isTerminal {
      try Program.showHelp(of: Self.self)
    }
    try Program.run("fetch") { () throws(Fault) in
      var options = PayloadOptions()
      options.symbol = symbol
      options.interval = interval
      guard let pace = try pace() else {
        let source = ReplaySource(files, options: options, exchange: exchange)
        guard let stage = try stage() else {
          return try FetchRun.run(source, output) { $0.skips.text }
        }
        return try FetchRun.run(source, stage, output) { $0.skips.text }
      }
      let source = ReplaySource(
        files, options: options, exchange: exchange, paced: true)
      let paced = Paced(source, speed: pace)
      guard let stage = try stage() else {
        return try FetchRun.run(paced, output) { $0.source.skips.text }
      }
      return try FetchRun.run(paced, stage, output) { $0.source.skips.text }
    }
  }

  /// What is made of depth records; nil to leave them as they are.
  private func stage() throws(Fault) -> BookStage? {
    guard let book else { return nil }
    if book == "changes" { return BookStage(.changes) }
    guard let count = Int(book), (1...5_000).contains(count) else {
      throw Fault(.usage, "--book takes a number of 1 to 5000, or changes: \"\(book)\"")
    }
    return BookStage(.levels(count))
  }

  /// How many times as fast as recorded; nil is as fast as possible.
  private func pace() throws(Fault) -> Double? {
    if speed == "max" { return nil }
    guard let factor = Double(speed), (0.001...1_000_000).contains(factor) else {
      throw Fault(.usage, "--speed takes max or a number from 0.001 to 1000000: \"\(speed)\"")
    }
    return factor
  }
}
