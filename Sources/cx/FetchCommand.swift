import ArgumentParser

/// `cx fetch`: records from an exchange.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch market data: history, recordings, or a made-up market.",
    discussion: """
      Alone, and with nothing but symbols, it follows trades as they happen.

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
