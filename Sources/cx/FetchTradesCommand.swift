import ArgumentParser
import CXCore
import CXRecord

/// `cx fetch trades`: trades of the past, and as they happen.
struct FetchTradesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trades",
    abstract: "Fetch trades: past ones, and as they happen.",
    discussion: """
      Aggregate trades, oldest first, each once: whole months and days by the exchange's bulk files, \
      verified by checksum, the rest by REST, paged by id. What a file lacks is asked by REST; what \
      cannot be had is a gap record. A file that is not what its checksum says is told, taken by \
      other ways, and the status is 2. Keeps within the exchange's request limits, together with \
      this user's other cx; when it asks to come back later, status 75 and the time on stderr.

      With --state, another run goes on behind the last id, whatever --since says. A file of --to is \
      first cut to what the state knows, so that a kill at any moment leaves no hole and no double; \
      down a pipe, the last second before a kill may come twice, with the same ids.

      With --follow what happens from now on comes too, joined by id: each trade once and in order, \
      over every break of the connection. What was missed is fetched.

      With --check, bulk files and REST are compared over the same time, and only records that \
      differ come, each as it was with "source" bulk or rest: status 1, and 0 where all agree. \
      Only what a file covers counts.

      Examples:
        cx fetch trades BTCUSDT | cx window 1m
        cx fetch trades BTCUSDT ETHUSDT --since 2025-11-11 --until 2025-11-12 | gzip > trades.gz
        cx fetch trades btcusdt --since 1h --follow | cx window 1m
      """)

  @Flag(help: "Trades one by one, not aggregated by taker's order and price.")
  var rawTrades = false

  @OptionGroup var history: FetchHistoryOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      try history.run(rawTrades ? .rawTrades : .trades, live, output)
    }
  }
}
