/// Candles, page by page, by the time they open.
///
/// The candle that is still open is left out: nothing in an answer marks it but its end, which the
/// server's clock has not reached.
struct CandlePages: HistoryPages {
  /// Rows that a page holds at most.
  static let pageLimit = 1_000

  private let symbol: String
  private let interval: String
  private let until: Timestamp
  private var next: Timestamp
  private var remaining: Int
  private var end = HistoryEnd()
  private var isDone = false
  private var parser: BinanceParser

  init(symbol: String, interval: String, since: Timestamp, until: Timestamp, limit: Int?) {
    self.symbol = symbol
    self.interval = interval
    self.until = until
    // Nothing was traded before 1970, and the exchange takes no negative time.
    next = max(since, Timestamp(microseconds: 0))
    remaining = limit ?? .max
    var options = BinanceParser.Options()
    options.symbol = symbol
    options.interval = interval
    parser = BinanceParser(options: options)
    isDone = next >= until || remaining <= 0
  }

  func request() -> RESTRequest? {
    if isDone { return nil }
    // The exchange's bounds are whole milliseconds, both inclusive: the first one at or behind
    // `next`, and the last one before `until`.
    let start = -(-next.microseconds).floorDivided(by: 1_000)
    let last = (until.microseconds - 1).floorDivided(by: 1_000)
    return RESTRequest(
      "/api/v3/klines",
      [
        ("symbol", symbol), ("interval", interval), ("startTime", String(start)),
        ("endTime", String(last)), ("limit", String(Self.pageLimit)),
      ], weight: 2)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, into batch: inout Batch
  ) throws(HistoryProblem) {
    let rows = try Self.count(body)
    let before = next
    var page = Batch(instruments: batch.instruments)
    page.source = "klines of \(symbol)"
    parser.parse(body, line: 1, receivedAt: serverTime.microseconds, into: &page)
    batch.rejects.append(contentsOf: page.rejects)
    for record in page.records where record.kind == .candle {
      let candle = page.candles[Int(record.index)]
      if candle.time < next.microseconds { continue }
      if candle.time >= until.microseconds || !candle.final {
        isDone = true
        return
      }
      batch.append(record, of: page)
      next = Timestamp(microseconds: candle.end)
      remaining -= 1
      if remaining == 0 || next >= until {
        isDone = true
        return
      }
    }
    if rows >= Self.pageLimit && next == before { throw .stuck }
    isDone = end.reached(rows: rows, limit: Self.pageLimit)
  }

  /// How many rows a whole, valid page has.
  private static func count(_ body: UnsafeRawBufferPointer) throws(HistoryProblem) -> Int {
    do throws(PayloadProblem) {
      var cursor = JSONCursor(body)
      var rows = 0
      try cursor.enterArray()
      while try cursor.nextElement() {
        _ = try cursor.value()
        rows += 1
      }
      try cursor.end()
      return rows
    } catch {
      throw .damaged(error)
    }
  }
}
