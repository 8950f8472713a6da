import ArgumentParser
import CXCore

/// `cx fetch trades`: aggregate trades by REST.
struct FetchTradesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trades",
    abstract: "Fetch past trades of the exchange.",
    discussion: """
      Aggregate trades, oldest first, paged by id so that none is lost or doubled. What the \
      exchange itself lost is a gap record. Keeps within the exchange's request limits; when it \
      asks to come back later, status 75 and the time on stderr.

      Examples:
        cx fetch trades BTCUSDT | cx window 1m
        cx fetch trades BTCUSDT ETHUSDT --since 2025-11-11 --until 2025-11-12 | gzip > trades.gz
        cx fetch trades btcusdt --since 10m --limit 1000 | cx window 1s
      """)

  @Flag(help: "Trades one by one, not aggregated by taker's order and price.")
  var rawTrades = false

  @OptionGroup var history: FetchHistoryOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      try history.run(rawTrades ? .rawTrades : .trades, output)
    }
  }
}
