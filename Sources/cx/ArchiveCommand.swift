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

      In --to sqlite: a record is on the disk when the input has to be waited for, and at the end.

      --to file:DIR/ and --to s3://BUCKET/PREFIX are cold stores, for much: a folder for each day \
      and kind, tenant=T/exchange=E/kind=K/interval=I/date=D/, its files sorted by symbol and time, \
      and a manifest that says which of them count. A file is closed when the records' own time is \
      ten minutes behind its day, by size, and at the end. Keys and region are those of the AWS CLI \
      (AWS_PROFILE, AWS_ENDPOINT_URL, ~/.aws). One program at a time writes to a folder; others end \
      with status 75.

      --prune moves whole days from a hot store to a cold one: copied, read back and compared, and \
      only then removed. It may be interrupted at any moment, and says nothing when all is well.

      Examples:
        cx fetch simulate --count 100000 | cx archive --to sqlite:hot.db --tee | cx window 1m
        cx fetch simulate --count 1000 | cx archive --to sqlite:a.db; cx archive --to sqlite:a.db \
      --stats
        cx fetch simulate --count 100000 | cx archive --to file:cold/; cx archive --compact --to \
      file:cold/; cx query trades --limit 3 --from file:cold/
      """)

  @Flag(help: "Pass records on to stdout.")
  var tee = false

  @Flag(help: "Archive nothing; tell what the store holds.")
  var stats = false

  @Flag(help: "Archive nothing; merge small files of a cold store.")
  var compact = false

  @Flag(help: "Move what is --older-than from the store --from into the cold store --to.")
  var prune = false

  @Option(
    help: ArgumentHelp(
      "With --prune: whole days before this, 30d (ago) or a date.", valueName: "time"))
  var olderThan: String?

  @Flag(help: "With --compact and --prune: change nothing; tell on stderr what would be done.")
  var dryRun = false

  @Option(help: ArgumentHelp("What a cold store's new files are: parquet or ndjson.zst.", valueName: "format"))
  var format = ColdFormat.parquet

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    try Program.check { () throws(Fault) in
      let place = try StoreURL(filter.to, "--to")
      if [stats, compact, prune].filter({ $0 }).count > 1 {
        throw Fault(.usage, "--stats, --compact and --prune exclude each other")
      }
      if dryRun && !compact && !prune {
        throw Fault(.usage, "--dry-run goes with --compact and --prune")
      }
      if compact || prune, case .hot = place {
        throw Fault(.usage, "name a cold store: --to file:DIR/ or --to s3://BUCKET/PREFIX")
      }
      guard prune == (olderThan != nil) else {
        throw Fault(.usage, "--prune and --older-than go together")
      }
      if prune { _ = try hotPath() }
      _ = try before()
    }
  }

  /// The hot store that is pruned.
  private func hotPath() throws(Fault) -> String {
    guard case .hot(let path) = try StoreURL(filter.from, "--from") else {
      throw Fault(.usage, "--prune takes records from a store sqlite:FILE")
    }
    return path
  }

  /// The moment of --older-than, microseconds since 1970 UTC.
  private func before() throws(Fault) -> Int64 {
    guard let olderThan else { return 0 }
    do throws(Fault) {
      let now = Timestamp(microseconds: SystemClock.now)
      return try TimeArgument.parse(olderThan, now: now).microseconds
    } catch {
      throw Fault(.usage, "--older-than: \(error.message)")
    }
  }

  func run() throws {
    if !stats && !compact && !prune && filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("archive") { () throws(Fault) in
      switch try StoreURL(filter.to, "--to") {
      case .hot(let path):
        if stats { return try HotStatistics.show(path) }
        if filter.to == nil { try StoreURL.makeFolder(of: path) }
        return try FilterRun.run(
          "archive", ArchiveStage(), filter, digest: "to \(path)",
          into: ArchiveSink(store: try HotWriter(path), tee: tee ? DescriptorSink(.output) : nil))
      case .parquet(let path):
        throw Fault(.usage, "--to file:\(path): is one file; a cold store is file:DIR/")
      case .cold(let place):
        let archive = ColdArchive(place: place, format: format)
        if stats { return try archive.showStatistics() }
        if compact { return try archive.compact(dryRun: dryRun) }
        if prune {
          return try archive.prune(try hotPath(), before: try before(), dryRun: dryRun)
        }
        return try archive.run(filter, tee: tee ? DescriptorSink(.output) : nil)
      }
    }
  }
}

/// Records into a store, and on to stdout where that is asked for.
struct ArchiveSink<Store: Sink>: Sink {
  var store: Store
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
  mutating func finish() throws(Fault) {
    try store.finish()
    try tee?.finish()
  }
}
