import ArgumentParser

/// `cx fetch`: records from an exchange.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch market data: history, recordings, or a made-up market.",
    discussion: """
      Alone, and with nothing but symbols, it follows trades as they happen.

      Exchanges spell their symbols in capitals, so fetch makes a to z capitals, here and with \
      --symbol; other letters stay. All other commands take symbols as they stand in the records.

      A wait of a second or more is told on stderr.

      Examples:
        cx fetch BTCUSDT | cx window 1m
        cx fetch candles BTCUSDT --interval 1h --since 7d
        cx fetch trades BTCUSDT ETHUSDT --since yesterday --until today | cx window 1m,1h
      """,
    subcommands: [
      FetchTradesCommand.self, FetchCandlesCommand.self, FetchQuotesCommand.self,
      FetchTickersCommand.self, FetchDepthCommand.self, FetchFollowCommand.self,
      FetchReplayCommand.self, FetchSimulateCommand.self,
    ],
    defaultSubcommand: FetchFollowCommand.self)
}
