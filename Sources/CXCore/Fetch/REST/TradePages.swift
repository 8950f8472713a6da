/// Aggregate trades, page by page: the first page by time, the others by id.
///
/// By id, because more than a page's worth of trades may share a millisecond, and paging by time
/// then loses or repeats some. Ids step by one; where they do not, the missing ones are asked for
/// once more, and if the trades in them stay away, a `gap` record says which.
struct TradePages: HistoryPages {
  /// Rows that a page holds at most.
  static let pageLimit = 1_000

  private let symbol: String
  private let since: Timestamp
  private let until: Timestamp
  private var remaining: Int
  // The aggregate id that comes next; nil before the first row.
  private var expected: Int64?
  private var lastTrade: Int64?
  // The id that was asked for twice.
  private var askedAgain: Int64?
  private var end = HistoryEnd()
  private var isDone = false
  private var parser: BinanceParser

  init(symbol: String, since: Timestamp, until: Timestamp, limit: Int?) {
    self.symbol = symbol
    self.since = since
    self.until = until
    remaining = limit ?? .max
    var options = BinanceParser.Options()
    options.symbol = symbol
    parser = BinanceParser(options: options)
    isDone = since >= until || remaining <= 0
  }

  func request() -> RESTRequest? {
    if isDone { return nil }
    let place =
      if let expected {
        ("fromId", String(expected))
      } else {
        ("startTime", String(max(0, since.microseconds.floorDivided(by: 1_000))))
      }
    return RESTRequest(
      "/api/v3/aggTrades",
      [("symbol", symbol), place, ("limit", String(Self.pageLimit))], weight: 4)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, into batch: inout Batch
  ) throws(HistoryProblem) {
    let rows = try Self.rows(of: body)
    let before = expected
    var page = Batch(instruments: batch.instruments)
    page.source = "aggTrades of \(symbol)"
    for (number, row) in rows.enumerated() {
      if let expected, row.id < expected { continue }
      if let expected, row.id > expected, askedAgain != expected {
        askedAgain = expected
        return
      }
      expected = row.id &+ 1
      page.removeAll()
      parser.parse(row.bytes, line: number + 1, receivedAt: nil, into: &page)
      batch.rejects.append(contentsOf: page.rejects)
      // Without a record, the row was refused or marked void by the exchange.
      guard let record = page.records.first, let trade = page.trades.first else { continue }
      take(record, trade, of: page, into: &batch)
      if isDone { return }
    }
    if rows.count >= Self.pageLimit && expected == before { throw .stuck }
    isDone = end.reached(rows: rows.count, limit: Self.pageLimit)
  }

  private mutating func take(
    _ record: Record, _ trade: Trade, of page: Batch, into batch: inout Batch
  ) {
    if trade.time >= until.microseconds {
      isDone = true
      return
    }
    if let last = lastTrade, trade.firstID > last &+ 1 {
      batch.appendGap(
        trade.instrument, time: trade.time, fromID: last &+ 1, toID: trade.firstID &- 1,
        reason: "feed")
    }
    lastTrade = max(lastTrade ?? trade.lastID, trade.lastID)
    if trade.time < since.microseconds { return }
    batch.append(record, of: page)
    remaining -= 1
    isDone = remaining == 0
  }

  /// The rows of a whole, valid page, each with its aggregate id.
  private static func rows(
    of body: UnsafeRawBufferPointer
  ) throws(HistoryProblem) -> [(id: Int64, bytes: UnsafeRawBufferPointer)] {
    do throws(PayloadProblem) {
      var rows: [(id: Int64, bytes: UnsafeRawBufferPointer)] = []
      var cursor = JSONCursor(body)
      var members = JSONMembers()
      try cursor.enterArray()
      while try cursor.nextElement() {
        let row = try cursor.value()
        var inner = JSONCursor(row.bytes)
        try members.read(&inner)
        rows.append((try members.required("a").integer(), row.bytes))
      }
      try cursor.end()
      return rows
    } catch {
      throw .damaged(error)
    }
  }
}
