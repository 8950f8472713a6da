import ArgumentParser
import CXCore

/// `cx archive`: records into a store, and what keeps the store small.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Keep trades, candles, quotes, tickers and alerts in a store, for cx query.",
    discussion: """
      Alone, and with options and files, it is cx archive add: records in, into a store.

      Examples:
        cx fetch simulate --count 100000 | cx archive --to sqlite:hot.db --tee | cx window 1m
        cx fetch simulate --count 100000 | cx archive --to file:cold/ && cx query trades \
      --limit 3 --from file:cold/
        cx fetch simulate --count 1000 | cx archive --to file:cold/; cx archive compact --to \
      file:cold/; cx archive --stats --to file:cold/
      """,
    subcommands: [ArchiveAddCommand.self, ArchiveCompactCommand.self],
    defaultSubcommand: ArchiveAddCommand.self)
}

/// How files of a cold store are written.
struct ColdWritingOptions: ParsableArguments {
  @Option(help: "What a cold store's new files are.")
  var format = ColdFormat.parquet

  @Flag(help: "Write to a bucket without conditional writes: nobody else does meanwhile.")
  var singleWriter = false

  /// The cold store at a place.
  func archive(_ place: ColdPlace) -> ColdArchive {
    ColdArchive(place: place, format: format, singleWriter: singleWriter)
  }
}
