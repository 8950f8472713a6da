import ArgumentParser
import CXCore
import CXSQLite
import CXSystem

/// `cx archive`: records into a store.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Keep trades, candles, quotes, tickers and alerts in a store, for cx query.",
    discussion: """
      --to sqlite:FILE is the store; by default it is $XDG_DATA_HOME/cx/hot.db. Archiving the same \
      records again changes nothing; of a candle that comes with several revisions the highest \
      stays. What comes out is what went in, byte for byte. Records of other types are passed over.

      A record is on the disk when the input has to be waited for, and at the end.

      Examples:
        cx fetch simulate --count 100000 | cx archive --to sqlite:hot.db --tee | cx window 1m
        cx fetch simulate --count 100000 | cx window 1m | cx archive --to sqlite:hot.db; cx query \
      candles --from sqlite:hot.db
        cx fetch simulate --count 1000 | cx archive --to sqlite:a.db; cx archive --to sqlite:a.db \
      --stats
      """)

  @Flag(help: "Pass records on to stdout.")
  var tee = false

  @Flag(help: "Archive nothing; tell what the store holds.")
  var stats = false

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try StoreURL(filter.to, "--to") }
  }

  func run() throws {
    if !stats && filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("archive") { () throws(Fault) in
      switch try StoreURL(filter.to, "--to") {
      case .hot(let path):
        if stats { return try HotStatistics.show(path) }
        if filter.to == nil { try StoreURL.makeFolder(of: path) }
        return try FilterRun.run(
          "archive", ArchiveStage(), filter, digest: "to \(path)",
          into: ArchiveSink(store: try HotWriter(path), tee: tee ? DescriptorSink(.output) : nil))
      }
    }
  }
}

/// Records into a store, and on to stdout where that is asked for.
private struct ArchiveSink: Sink {
  var store: HotWriter
  var tee: DescriptorSink?

  mutating func write(_ batch: Batch) throws(Fault) {
    try store.write(batch)
    try tee?.write(batch)
  }

  mutating func flush() throws(Fault) {
    // Whoever reads behind sees only what is kept.
    try store.flush()
    try tee?.flush()
  }
}
