import CXRecord

/// Trades, page by page: the first page by time, the others by id.
///
/// By id, because more than a page's worth of trades may share a millisecond, and paging by time
/// then loses or repeats some. Ids step by one; where they do not, the missing ones are asked for
/// once more, and if the trades in them stay away, a `gap` record says which.
///
/// Plain trades cannot be asked for by time: the aggregate at that time tells the first one's id.
struct BinanceTradePages: HistoryPages {
  /// Rows that a page holds at most.
  static let pageLimit = 1_000

  private let symbol: Name
  private let isRaw: Bool
  private let until: Int64
  // The first trade that is not wanted, where only a hole is to be filled.
  private let stop: Int64
  // The id that comes next; nil before the first row.
  private var expected: Int64?
  // The id that was asked for twice.
  private var askedAgain: Int64?
  private var end = HistoryEnd()
  private var isDone = false
  private var parser: BinanceParser

  /// The trades from where the series is, up to `until` and to the trade `stop`.
  init(raw isRaw: Bool, for series: HistorySeries, until: Int64, stop: Int64 = .max) {
    symbol = series.symbol
    self.isRaw = isRaw
    self.until = until
    self.stop = stop
    expected = series.cursor.nextID
    var options = PayloadOptions()
    options.symbol = symbol
    parser = BinanceParser(options: options)
    isDone = series.start >= until || series.isFull
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    guard let expected else {
      let start = String(max(0, series.start.floorDivided(by: 1_000)))
      return RESTRequest(
        "/api/v3/aggTrades",
        [("symbol", symbol.text), ("startTime", start), ("limit", String(Self.pageLimit))],
        weight: 4)
    }
    return RESTRequest(
      isRaw ? "/api/v3/historicalTrades" : "/api/v3/aggTrades",
      [("symbol", symbol.text), ("fromId", String(expected)), ("limit", String(Self.pageLimit))],
      weight: isRaw ? 25 : 4)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    if isRaw && expected == nil {
      let rows = try Self.rows(of: body, id: "f")
      // A void row has no trades: the one after it has.
      expected = rows.first { $0.id >= 0 }?.id
      if expected == nil { isDone = end.reached(rows: 0, limit: Self.pageLimit) }
      return
    }
    let rows = try Self.rows(of: body, id: isRaw ? "id" : "a")
    let before = expected
    var page = Batch(instruments: batch.instruments)
    page.source = "\(isRaw ? "historicalTrades" : "aggTrades") of \(symbol)"
    for (number, row) in rows.enumerated() {
      if let expected, row.id < expected { continue }
      if let expected, row.id > expected, askedAgain != expected {
        askedAgain = expected
        return
      }
      page.removeAll()
      parser.parse(row.bytes, line: number + 1, receivedAt: nil, into: &page)
      batch.rejects.append(contentsOf: page.rejects)
      // Without a record, the row was refused or marked void by the exchange.
      if let record = page.records.first, let trade = page.trades.first {
        if trade.time >= until || trade.firstID >= stop {
          isDone = true
          return
        }
        let answer = series.take(record, of: page, mayAsk: false, into: &batch)
        series.cursor.nextID = row.id &+ 1
        if case .end = answer {
          isDone = true
          return
        }
      }
      expected = row.id &+ 1
    }
    if rows.count >= Self.pageLimit && expected == before { throw .stuck }
    isDone = end.reached(rows: rows.count, limit: Self.pageLimit)
  }

  /// The rows of a whole, valid page, each with its id, in the order of ids, whatever theirs was.
  private static func rows(
    of body: UnsafeRawBufferPointer, id name: StaticString
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
        rows.append((try members.required(name).integer(), row.bytes))
      }
      try cursor.end()
      // Void rows have their place among the others.
      return rows.isAscending(by: \.id) ? rows : rows.sorted { $0.id < $1.id }
    } catch {
      throw .damaged(error)
    }
  }
}
