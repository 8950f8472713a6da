import ArgumentParser
import CXCore
import CXRecord

/// `cx fetch` alone: trades as they happen.
struct FetchFollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Follow trades as they happen (the default).",
    discussion: """
      The same as cx fetch trades --follow.

      Examples:
        cx fetch | cx window 1m
        cx fetch BTCUSDT ETHUSDT | cx enrich | cx window 1m
        cx fetch follow btcusdt --raw > btcusdt.log
      """)

  @Option(
    help: ArgumentHelp("Symbols where none are named, with commas.", valueName: "symbols"))
  var watch = "BTCUSDT"

  @OptionGroup var host: FetchHostOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  /// A misspelt subcommand comes here as a symbol; no symbol begins as one of them does.
  func validate() throws {
    guard let first = host.symbols.first, first.utf8.count >= 4 else { return }
    let names = FetchCommand.configuration.subcommands.map { $0._commandName }
    if names.contains(where: { $0.utf8.prefix(4).elementsEqual(first.utf8.prefix(4)) }) {
      throw ValidationError("Unexpected argument '\(first)'")
    }
  }

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      var host = host
      if host.symbols.isEmpty && host.all == nil {
        host.symbols = watch.split(separator: ",").map(Name.init)
      }
      return try live.run(.trades, host, output)
    }
  }
}
