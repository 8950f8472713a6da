import ArgumentParser
import CXCore
import CXRecord
import CXSQLite
import CXSystem

/// `cx archive add`, and plain `cx archive`: records into a store, and old ones out of it.
struct ArchiveAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Keep records in a store, or move old ones to another (the default).",
    usage: "cx archive [<options>] [<files> ...]",
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
      with status 75. --state there is saved when all that was read is in closed files, at the end \
      at the latest, so that from cron a file that grows is archived without a hole.

      A bucket whose service knows no conditional writes (it answers 501) is written to only with \
      --single-writer, your word that nobody else writes there meanwhile.

      --prune moves whole days from a hot store to a cold one: copied, read back and compared, and \
      only then removed. It may be interrupted at any moment, and says nothing when all is well.

      Examples:
        cx fetch simulate --count 100000 | cx archive --to sqlite:hot.db --tee | cx window 1m
        cx fetch simulate --count 1000 | cx archive --to sqlite:a.db; cx archive --to sqlite:a.db \
      --stats
        cx fetch simulate --count 100000 | cx archive --to file:cold/ && cx query trades \
      --limit 3 --from file:cold/
      """)

  @Flag(help: "Pass records on to stdout.")
  var tee = false

  @Flag(help: "Archive nothing; tell what the store holds.")
  var stats = false

  @Flag(help: "Move what is --older-than from the store --from into the cold store --to.")
  var prune = false

  @Option(
    help: ArgumentHelp(
      "With --prune: whole days before this, 30d (ago) or a date.", valueName: "time"))
  var olderThan: String?

  @Flag(help: "With --prune: change nothing; tell on stderr what would be done.")
  var dryRun = false

  @OptionGroup var cold: ColdWritingOptions

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    try Program.check { () throws(Fault) in
      let place = try StoreURL(filter.to, "--to")
      if stats && prune { throw Fault(.usage, "--stats and --prune exclude each other") }
      if dryRun && !prune { throw Fault(.usage, "--dry-run goes with --prune") }
      if prune, case .hot = place {
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
    if !stats && !prune && filter.asksTerminal { try Program.showHelp(of: Self.self) }
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
        let archive = cold.archive(place)
        if stats { return try archive.showStatistics() }
        if prune {
          return try archive.prune(try hotPath(), before: try before(), dryRun: dryRun)
        }
        return try archive.run(filter, tee: tee ? DescriptorSink(.output) : nil)
      }
    }
  }
}
