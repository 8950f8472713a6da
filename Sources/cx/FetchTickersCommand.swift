import ArgumentParser
import CXCore
import CXRecord

/// `cx fetch tickers`: the last 24 hours of symbols, once or as they change.
struct FetchTickersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickers",
    abstract: "Fetch the last 24 hours.",
    discussion: """
      Price, change and volume of each symbol over the last 24 hours.

      Examples:
        cx fetch tickers BTCUSDT ETHUSDT
        cx fetch tickers --all USDT | jq -r .symbol
        cx fetch tickers --all BTC --to file:tickers.ndjson
      """)

  @OptionGroup var host: FetchHostOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      if live.follow { return try live.run(.tickers, host, output) }
      return try host.runOnce(.tickers, output, Question.tickers)
    }
  }
}
