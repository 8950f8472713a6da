import CXRecord

/// Candles, page by page, by the time they open.
///
/// The candle that is still open is left out: nothing in an answer marks it but its end, which the
/// server's clock has not reached.
struct BinanceCandlePages: HistoryPages {
  /// Rows that a page holds at most.
  static let pageLimit = 1_000

  private let symbol: Name
  private let interval: Name
  private let until: Int64
  // The first opening to ask for: behind that of the last candle, not behind its end, since some of
  // 2017 and 2018 are off the grid and overlap. Microseconds.
  private var next: Int64
  private var end = HistoryEnd()
  private var isDone: Bool
  private var parser: BinanceParser

  /// The candles of `start` up to `until`.
  init(interval: Name, for series: HistorySeries, from start: Int64, until: Int64) {
    symbol = series.symbol
    self.interval = interval
    self.until = until
    next = start
    var options = PayloadOptions()
    options.symbol = symbol
    options.interval = interval
    parser = BinanceParser(options: options)
    isDone = next >= until || series.isFull
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    // The exchange's bounds are whole milliseconds, both inclusive: the first one at or behind
    // `next`, and the last one before `until`.
    let start = -(-next).floorDivided(by: 1_000)
    let last = (until - 1).floorDivided(by: 1_000)
    return RESTRequest(
      "/api/v3/klines",
      [
        ("symbol", symbol.text), ("interval", interval.text), ("startTime", String(start)),
        ("endTime", String(last)), ("limit", String(Self.pageLimit)),
      ], weight: 2)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    let rows = try Self.count(body)
    let before = next
    var page = Batch(instruments: batch.instruments)
    page.source = "klines of \(symbol)"
    parser.parse(body, line: 1, receivedAt: serverTime.microseconds, into: &page)
    batch.rejects.append(contentsOf: page.rejects)
    page.sortPage()
    for record in page.records where record.kind == .candle {
      let candle = page.candles[Int(record.index)]
      if candle.time < next { continue }
      if candle.time >= until {
        isDone = true
        return
      }
      if case .end = series.take(record, of: page, mayAsk: false, into: &batch) {
        isDone = true
        return
      }
      next = candle.time + 1
      if candle.end >= until {
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
