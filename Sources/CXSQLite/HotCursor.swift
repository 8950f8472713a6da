import CXCore
import CXRecord

/// The records of one series, and for candles of one interval, in order of time.
struct HotCursor: Source {
  /// Records of a batch.
  private static let batchSize = 1_024

  private let statement: Statement
  private let path: String
  private let sql: String
  private let kind: ArchiveKind
  private let instrument: Int32
  private let interval: Name
  private var batch: Batch
  private var reader = RecordReader()
  private var isDone = false

  init(
    _ database: Database, _ query: Query, series: Int64, instrument: Int32, interval: Name?,
    instruments: Instruments
  ) throws(Fault) {
    path = database.path
    let table = HotTable.of(query.kind)
    let order = table.key.dropFirst().filter { $0 != "interval" }
      .map { $0 + (query.newestFirst ? " DESC" : "") }
    sql = """
      SELECT \((table.key.dropFirst() + table.values).joined(separator: ", ")) FROM \(table.name) \
      WHERE series = ?1 AND ts >= ?2 AND ts < ?3\(interval == nil ? "" : " AND interval = ?5") \
      ORDER BY \(order.joined(separator: ", ")) LIMIT ?4
      """
    statement = try Statement(database, sql)
    try statement.bind(
      [
        .integer(series), .integer(query.since), .integer(query.until),
        .integer(Int64(query.limit ?? -1)),
      ] + (interval.map { [SQLValue.name($0)] } ?? []))
    kind = query.kind
    self.instrument = instrument
    self.interval = interval ?? ""
    batch = Batch(instruments: instruments)
  }

  var wouldBlock: Bool { false }

  mutating func next() throws(Fault) -> Batch? {
    if isDone { return nil }
    batch.removeAll()
    while batch.records.count < Self.batchSize {
      guard try statement.step() else {
        isDone = true
        break
      }
      do throws(EventProblem) {
        try append()
      } catch {
        throw Fault(.inputOutput, "\(path): a stored \(kind.type): \(error.reason)")
      }
      if let reject = batch.rejects.first {
        throw Fault(.inputOutput, "\(path): a stored \(kind.type): \(reject.reason)")
      }
    }
    return batch.records.isEmpty ? nil : batch
  }

  /// The statement and what SQLite makes of it.
  func explanation(_ database: Database) throws(Fault) -> [String] {
    [sql] + (try Plan.lines(of: sql, database))
  }

  // The file may have been tampered with: what it says is checked as what a line says is.
  private mutating func append() throws(EventProblem) {
    switch kind {
    case .trades: try appendTrade()
    case .candles: try appendCandle()
    case .quotes: try appendQuote()
    case .tickers, .alerts: appendLine(3)
    }
  }

  /// Appends the line in a column, and reads it again; false where there is none.
  @discardableResult
  private mutating func appendLine(_ column: Int32) -> Bool {
    guard let line = statement.bytes(column) else { return false }
    let start = batch.block.count
    batch.block.append(line)
    batch.block.append(UInt8(ascii: "\n"))
    _ = reader.read(into: &batch, from: start)
    return true
  }

  private mutating func appendExtra(_ column: Int32) {
    if let extra = statement.bytes(column) { batch.extendLast(with: extra) }
  }

  // Columns are the table's, less the series.

  private mutating func appendTrade() throws(EventProblem) {
    if appendLine(11) { return }
    let id = statement.integer(1)
    let isAggregate = statement.integer(2) != 0
    let own = id < 0 ? nil : id
    let first = statement.optionalInteger(3) ?? own ?? Trade.noID
    let trade = Trade(
      instrument: instrument, time: statement.integer(0), firstID: first,
      lastID: statement.optionalInteger(4) ?? first, priceUnits: statement.integer(5),
      priceScale: scale(6), quantityUnits: statement.integer(7), quantityScale: scale(8),
      side: statement.optionalInteger(9).flatMap { Side(rawValue: UInt8(clamping: $0)) }
        ?? .unknown)
    try trade.check([])
    batch.append(trade, id: own, aggregate: isAggregate)
    appendExtra(10)
  }

  private mutating func appendCandle() throws(EventProblem) {
    if appendLine(21) { return }
    var candle = Candle()
    candle.instrument = instrument
    candle.interval = interval
    candle.time = statement.integer(1)
    candle.end = statement.integer(3)
    candle.open = number(5, 4) ?? .zero
    candle.high = number(6, 4) ?? .zero
    candle.low = number(7, 4) ?? .zero
    candle.close = number(8, 4) ?? .zero
    candle.volume = number(10, 9) ?? .zero
    candle.takerBuyVolume = number(11, 9)
    candle.quoteVolume = number(13, 12)
    candle.takerBuyQuoteVolume = number(14, 12)
    candle.trades = statement.optionalInteger(15)
    candle.firstID = statement.optionalInteger(16)
    candle.lastID = statement.optionalInteger(17)
    candle.final = statement.integer(18) != 0
    candle.revision = statement.integer(19)
    try candle.check()
    batch.append(candle)
    appendExtra(20)
  }

  private mutating func appendQuote() throws(EventProblem) {
    if appendLine(9) { return }
    let quote = Quote(
      instrument: instrument, time: statement.integer(0), bid: number(3, 2) ?? .zero,
      bidQuantity: number(6, 5), ask: number(4, 2) ?? .zero, askQuantity: number(7, 5))
    try quote.check()
    batch.append(quote)
    appendExtra(8)
  }

  private func scale(_ column: Int32) -> UInt8 {
    // A file that was tampered with is no reason to trap.
    UInt8(clamping: min(statement.integer(column), Int64(Decimal.maximumScale)))
  }

  private func number(_ column: Int32, _ scaleColumn: Int32) -> Decimal? {
    statement.optionalInteger(column).map { Decimal(units: Int128($0), scale: scale(scaleColumn)) }
  }
}

/// What SQLite is going to do for a statement.
enum Plan {
  /// A line a step, indented below what it is part of.
  static func lines(of sql: String, _ database: Database) throws(Fault) -> [String] {
    let rows = try Statement(database, "EXPLAIN QUERY PLAN " + sql)
    var depths: [Int64: Int] = [:]
    var lines: [String] = []
    while try rows.step() {
      let depth = (depths[rows.integer(1)] ?? 0) + 1
      depths[rows.integer(0)] = depth
      lines.append(String(repeating: "  ", count: depth) + (rows.text(3) ?? ""))
    }
    return lines
  }
}
