import CXRecord

/// Trades of Kraken, page by page by time: `since` is in nanoseconds, exclusive, and the answer's
/// `last` is the next one.
///
/// Several trades may share that nanosecond, so each page begins just before it, and ids tell what
/// was had.
struct KrakenTradePages: HistoryPages {
  private static let pageLimit = 1_000

  private let symbol: Name
  private let until: Int64
  private let stop: Int64
  private var expected: Int64?
  // Nanoseconds since 1970.
  private var since: Int64
  private var end = HistoryEnd()
  private var isDone: Bool
  private var parser: PayloadParser

  /// The trades from where the series is, up to `until` and to the trade `stop`.
  init(of series: HistorySeries, until: Int64, stop: Int64) {
    symbol = series.symbol
    self.until = until
    self.stop = stop
    expected = series.cursor.nextID
    let (nanoseconds, overflow) = series.start.multipliedReportingOverflow(by: 1_000)
    since = overflow ? .max : max(0, nanoseconds - 1)
    var options = PayloadOptions()
    options.symbol = symbol
    parser = PayloadParser(.kraken, options: options)
    isDone = series.start >= until || series.isFull
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    return RESTRequest(
      "/0/public/Trades",
      [("pair", symbol.text), ("since", String(since)), ("count", String(Self.pageLimit))],
      weight: 1)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    let last: Int64
    do throws(PayloadProblem) {
      var cursor = JSONCursor(try KrakenRules.result(body).bytes)
      var members = JSONMembers()
      try members.read(&cursor)
      last = try members.required("last").count()
    } catch {
      throw .damaged(error)
    }
    var page = Batch(instruments: batch.instruments)
    page.source = "trades of \(symbol)"
    parser.parse(body, line: 1, receivedAt: nil, into: &page)
    batch.rejects.append(contentsOf: page.rejects)
    let before = (expected, since)
    page.sortPage()
    for record in page.records {
      let trade = page.trades[Int(record.index)]
      if let expected, trade.firstID < expected { continue }
      if trade.time >= until || trade.firstID >= stop {
        isDone = true
        return
      }
      let answer = series.take(record, of: page, mayAsk: false, into: &batch)
      expected = trade.firstID &+ 1
      series.cursor.nextID = expected
      if case .end = answer {
        isDone = true
        return
      }
    }
    since = max(since, last - 1)
    let rows = page.records.count + page.rejects.count
    if rows >= Self.pageLimit && (expected, since) == before { throw .stuck }
    // The last row comes again with the page behind it.
    let fresh = expected == before.0 ? 0 : rows
    isDone = end.reached(rows: fresh, limit: Self.pageLimit)
  }
}
