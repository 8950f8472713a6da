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

  @Flag(help: "With --compact: change nothing; tell on stderr what would be merged.")
  var dryRun = false

  @Option(help: ArgumentHelp("What a cold store's new files are: ndjson.zst.", valueName: "format"))
  var format = ColdFormat.ndjsonZst

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    try Program.check { () throws(Fault) in
      let place = try StoreURL(filter.to, "--to")
      if compact, case .hot = place { throw Fault(.usage, "--compact is for cold stores") }
      if dryRun && !compact { throw Fault(.usage, "--dry-run goes with --compact") }
      if compact && stats { throw Fault(.usage, "--compact and --stats exclude each other") }
    }
  }

  func run() throws {
    if !stats && !compact && filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("archive") { () throws(Fault) in
      switch try StoreURL(filter.to, "--to") {
      case .hot(let path):
        if stats { return try HotStatistics.show(path) }
        if filter.to == nil { try StoreURL.makeFolder(of: path) }
        return try FilterRun.run(
          "archive", ArchiveStage(), filter, digest: "to \(path)",
          into: ArchiveSink(store: try HotWriter(path), tee: tee ? DescriptorSink(.output) : nil))
      case .cold(let place):
        let archive = ColdArchive(place: place, format: format)
        if stats { return try archive.showStatistics() }
        if compact { return try archive.compact(dryRun: dryRun) }
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
