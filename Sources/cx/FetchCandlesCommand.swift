import ArgumentParser
import CXCore
import CXRecord

/// `cx fetch candles`: the exchange's klines, past ones and as they close.
struct FetchCandlesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candles",
    abstract: "Fetch the exchange's candles: past ones, and as they close.",
    discussion: """
      The exchange's own candles that open at or after --since and before --until, oldest first. \
      The one that is still open is left out. Where the exchange was halted there are none; where \
      trades were made but no candle, a gap record has their ids. Bulk files are used where they \
      save requests, as for trades.

      With --state, another run goes on behind the last candle, and asks for the last five again: \
      one that the exchange corrected meanwhile comes again with rev one higher. With --follow \
      they go on as they close.

      With --check, bulk files and REST are compared over the same time, and only records that \
      differ come, each as it was with "source" bulk or rest: status 1, and 0 where all agree. \
      Only what a file covers counts.

      Examples:
        cx fetch candles BTCUSDT --since 24h
        cx fetch candles BTCUSDT ETHUSDT --interval 1h --since 30d | cx window 1d
        cx fetch trades BTCUSDT | cx window 1m --verify <(cx fetch candles BTCUSDT)
      """)

  @Option(
    help: ArgumentHelp(
      "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.", valueName: "interval"))
  var interval: Name = "1m"

  @Flag(help: "With --follow, show the open candle as it changes, too.")
  var updates = false

  @OptionGroup var history: FetchHistoryOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      try history.run(.candles(interval: interval), live, updates: updates, output)
    }
  }
}
