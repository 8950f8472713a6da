import ArgumentParser
import CXCore
import CXRecord
import CXSQLite
import CXSystem

/// `cx query`: what a store holds.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Answer records of a store that cx archive filled.",
    usage: "cx query [<options>] [<kind>] [<symbol> ...]",
    discussion: """
      A table on a terminal, records in a pipe, ordered by time. Status 1 means that nothing was \
      found. Candles of an --interval that the store lacks are made of shorter ones.

      --sql reads the tables trades, candles, quotes, tickers and alerts of one tenant, over one \
      store or several. ts and end are whole microseconds since 1970; prices and quantities are \
      SQLite's numbers, 15 digits. Every digit is in the hidden column record of trades, candles and \
      quotes of files, the record as JSON, and in the tables behind those of one sqlite: store, such \
      as trade_data: whole numbers with a scale. Of files only those are read that may hold the ts, \
      symbol, exchange and interval that WHERE asks for. It can write nothing.

      Examples:
        cx fetch simulate --count 100000 | cx window 1m | cx archive --to sqlite:hot.db; cx query \
      candles BTCUSDT --interval 5m --from sqlite:hot.db
        cx fetch simulate --count 1000 | cx archive --to sqlite:hot.db; cx query trades --where 'qty \
      > 0.1' --limit 10 --format table --from sqlite:hot.db
        cx fetch simulate --count 100000 | cx window 1m | cx archive --to file:cold/; cx query --from \
      file:cold/ --max-scan 2GB --sql 'SELECT ts, close FROM candles ORDER BY ts DESC LIMIT 3'
      """)

  @Argument(
    help: ArgumentHelp(
      "What sort of records: trades, candles, quotes, tickers or alerts.", valueName: "kind"))
  var kind: ArchiveKind?

  @Argument(help: ArgumentHelp("Which symbols; none is all.", valueName: "symbol"))
  var symbols: [Name] = []

  @OptionGroup var range: QueryRangeOptions

  @Option(
    help: ArgumentHelp("Only records for which this holds, as in cx alert.", valueName: "condition")
  )
  var `where`: String?

  @Option(help: ArgumentHelp("At most so many records.", valueName: "number"))
  var limit: Int?

  @Option(help: ArgumentHelp("Oldest first, asc, or newest first, desc.", valueName: "order"))
  var order = QueryOrder.asc

  @Option(help: ArgumentHelp("Answer a statement of SQL instead.", valueName: "statement"))
  var sql: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("With --sql: the value of :NAME.", valueName: "name=value"))
  var parameters: [String] = []

  @Flag(help: "Show candles that were taken back too, with \"retracted\":true.")
  var revisions = false

  @Flag(help: "First tell on stderr what will be read, and how.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Read no more of a cold store's files: 500MB, 2GB, 512MiB (status 64 if it would be more).",
      valueName: "size"))
  var maxScan: ByteSize?

  @Option(
    help: ArgumentHelp(
      "The store: sqlite:FILE (default: $XDG_DATA_HOME/cx/hot.db), file:DIR/ or "
        + "s3://BUCKET/PREFIX, or file:FILE.parquet; several are answered as one.",
      valueName: "url"))
  var from: [String] = []

  @OptionGroup var output: QueryOutputOptions

  func validate() throws {
    try Program.check { () throws(Fault) in
      _ = try stores()
      if let kind, let wrong = try condition?.misspelt(among: kind.fields) {
        throw Fault(
          .usage,
          "--where: \(kind.rawValue) have no field \"\(wrong.name)\": \(wrong.hint) "
            + "A field of your own is written in backticks.")
      }
      _ = try range.query(kind ?? .candles, symbols)
      if (kind == nil) == (sql == nil) {
        throw Fault(
          .usage, "what to answer: one of trades, candles, quotes, tickers, alerts, or --sql")
      }
      if let sql, sql.allSatisfy(\.isWhitespace) {
        throw Fault(.usage, "--sql: there is no statement; try --sql 'SELECT * FROM candles'")
      }
      if let limit, limit < 1 { throw Fault(.usage, "--limit \(limit): expected 1 or more") }
      if sql != nil && `where` != nil {
        throw Fault(.usage, "--where and --sql exclude each other")
      }
    }
  }

  func run() throws {
    try Program.run("query") { () throws(Fault) in
      let stores = try stores()
      if let sql { return try answer(sql, stores) }
      guard let kind else { return .usage }
      return try answer(kind, try joined(stores))
    }
  }

  private func stores() throws(Fault) -> [StoreURL] {
    if from.isEmpty { return [try StoreURL(nil, "--from")] }
    return try from.map { url throws(Fault) in try StoreURL(url, "--from") }
  }

  private func joined(_ stores: [StoreURL]) throws(Fault) -> JoinedStores {
    JoinedStores(try stores.map { url throws(Fault) in try url.open() })
  }

  private var condition: Expression? {
    get throws(Fault) {
      guard let text = `where` else { return nil }
      do {
        return try Expression(parsing: text)
      } catch {
        throw Fault(.usage, "--where: \(error.description)")
      }
    }
  }

  private func answer(_ sql: String, _ stores: [StoreURL]) throws(Fault) -> ExitStatus {
    var values: [String: String] = [:]
    for parameter in parameters {
      guard let mark = parameter.firstIndex(of: "=") else {
        throw Fault(.usage, "--param \(parameter): expected NAME=VALUE")
      }
      values[String(parameter[..<mark])] = String(parameter[parameter.index(after: mark)...])
    }
    let rows =
      if stores.count == 1, case .hot(let path)? = stores.first {
        // SQLite's own tables are the faster way to the same answer.
        try SQLQuery(path, sql, tenant: range.tenant, parameters: values)
      } else {
        try SQLQuery(
          over: joined(stores), sql, tenant: range.tenant, maxScan: maxScan?.bytes,
          parameters: values)
      }
    if explain { tell(try rows.plan()) }
    return try QueryRun.run(
      rows, Selection(nil, limit: limit),
      output.stage(columns: rows.columns, hasExtra: false, zone: try range.zone()),
      try output.sink(nil))
  }

  private func answer(_ kind: ArchiveKind, _ store: some RecordStore) throws(Fault) -> ExitStatus {
    let zone = try range.zone()
    var query = try range.query(kind, symbols)
    query.newestFirst = order == .desc
    let condition = try condition
    // Of candles the store does not know how many it will leave out.
    if condition == nil && kind != .candles { query.limit = limit }
    let selection = Selection(condition, limit: limit, showsRetracted: revisions)
    let form = try output.stage(
      columns: output.isTable ? kind.shownFields : kind.fields, hasExtra: true, zone: zone)
    let instruments = Instruments()
    guard let choice = query.interval else {
      let scan = try store.scan(query, instruments: instruments)
      if explain { tell(scan.explanation) }
      try limit(scan)
      return try QueryRun.run(scan.source, selection, form, try output.sink(kind)) { $0.isFull }
    }
    var widened = query
    (widened.since, widened.until) = choice.widened(query.since, query.until)
    widened.newestFirst = false
    let scan = try store.scan(widened, instruments: instruments)
    if scan.needsRollUp {
      if explain { tell(scan.explanation + ["then made into \(choice.calendar.interval.name)"]) }
      try limit(scan)
      let rollUp = RollUp(
        choice.calendar, since: query.since, until: query.until, newestFirst: query.newestFirst)
      return try QueryRun.run(
        scan.source, Then(rollUp, selection), form, try output.sink(kind))
    }
    // Most often the same question.
    let direct = query == widened ? scan : try store.scan(query, instruments: instruments)
    if explain { tell(direct.explanation) }
    try limit(direct)
    let status = try QueryRun.run(direct.source, selection, form, try output.sink(kind)) {
      $0.isFull
    }
    if status == .no { try sayWhy(query, choice, store) }
    return status
  }

  /// Candles that would do in UTC may not do for the days of a zone.
  private func sayWhy(
    _ query: Query, _ choice: CandleChoice, _ store: some RecordStore
  ) throws(Fault) {
    guard let grain = choice.grain else { return }
    var query = query
    let interval = choice.calendar.interval
    query.interval = CandleChoice(WindowCalendar(interval: interval))
    var source = try store.scan(query, instruments: Instruments()).source
    guard try source.next() != nil else { return }
    Program.complain(
      "query",
      "the days of \(choice.calendar.zone) begin at multiples of \(DurationText.text(grain)) in UTC: "
        + "\(interval.name) candles of it cannot be made of the longer ones that are there")
  }

  private func limit(_ scan: StoreScan) throws(Fault) {
    try scan.limit(to: maxScan?.bytes)
  }

  private func tell(_ lines: [String]) {
    Program.write(lines.map { $0 + "\n" }.joined())
  }
}

extension ArchiveKind: ExpressibleByArgument {}

/// Which end of time comes first.
enum QueryOrder: String, ExpressibleByArgument, CaseIterable {
  case asc, desc
}
