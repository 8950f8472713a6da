import ArgumentParser
import CXCore
import CXRecord

/// `cx fetch quotes`: the best bid and ask of symbols, once or as they change.
struct FetchQuotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quotes",
    abstract: "Fetch the best bid and ask.",
    discussion: """
      Best bid and ask of each symbol, now. Where the exchange gives them no time it is when the answer came.

      Examples:
        cx fetch quotes BTCUSDT ETHUSDT
        cx fetch quotes --all USDT | jq -r .symbol
        cx fetch quotes --all BTC --to file:quotes.ndjson
      """)

  @OptionGroup var host: FetchHostOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      if live.follow { return try live.run(.quotes, host, output) }
      return try host.runOnce(.quotes, output, host.exchange.quotes)
    }
  }
}
