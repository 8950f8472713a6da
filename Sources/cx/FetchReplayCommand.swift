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
      Reads what Binance, Coinbase (Exchange and Advanced Trade) and Kraken send: socket messages a \
      line, with the time of arrival before each or without, bodies of REST answers, and CSV, such \
      as the exchange's bulk files; plain, gzip, zstd or zip. Which it is, the content tells, but \
      for candles of Coinbase in rows and CSV of Kraken, which need --exchange. Bulk files tell \
      symbol and interval by their names. A time of arrival is a count since 1970, with decimals or \
      not, or RFC 3339, as tardis and cryptofeed write them; bodies may follow each other, on many \
      lines or one. freqtrade's trades as JSON are read with --symbol, and records of cx come again \
      as they are.

      A candle that was open when it was sent is not final: Kraken's answers say which it is, those \
      of Binance and Coinbase only with the time of arrival before them. Trades of Advanced Trade \
      have no side, since nobody says whose it is. A file of which nothing is understood is told, \
      and the status is 2.

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
  var symbol: Name?

  @Option(help: "The interval of klines whose times do not tell it.")
  var interval: Name?

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
      options.symbol = symbol?.uppercasedASCII
      options.interval = interval
      guard let pace = try pace() else {
        let source = ReplaySource(files, options: options, exchange: exchange)
        return try run(source) { $0 }
      }
      let source = ReplaySource(files, options: options, exchange: exchange, paced: true)
      return try run(Paced(source, speed: pace)) { $0.source }
    }
  }

  private func run<Input: Source>(
    _ source: Input, recordings: (Input) -> ReplaySource
  ) throws(Fault) -> ExitStatus {
    guard let stage = try stage() else {
      return try FetchRun.run(
        source, PassThrough(), output, remark: { recordings($0).skips.text },
        doubts: { source, _ in recordings(source).complaints })
    }
    return try FetchRun.run(
      source, stage, output, remark: { recordings($0).skips.text },
      doubts: { recordings($0).complaints + $1.unseen.map(Self.noPicture) })
  }

  private static func noPicture(_ instrument: Instrument) -> String {
    "no picture of the book of \(instrument.symbol) was in the input, so --book shows none of it: "
      + "cx fetch depth --raw records one"
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
