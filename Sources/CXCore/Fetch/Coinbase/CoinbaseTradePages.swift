import CXRecord

/// Trades of Coinbase, page by page by id.
///
/// The exchange pages from new to old only: `after=X` answers with the newest rows below X. As ids
/// step by one, `after` = id + 1000 is the page that begins at an id, and that is how this goes
/// forward. Where the ids begin that are wanted is found by halving.
struct CoinbaseTradePages: HistoryPages {
  private static let pageLimit: Int64 = 1_000

  private let symbol: Name
  private let until: Int64
  private let stop: Int64
  // The id that comes next; nil while it is searched for.
  private var expected: Int64?
  // The newest id that is known to exist.
  private var newest: Int64?
  // Trades up to the lower bound are known to be too old, the upper one is not.
  private var search: (low: Int64, high: Int64)?
  private var isLowKnown = false
  private var step = pageLimit
  private var isDone: Bool
  private var parser: PayloadParser

  /// The trades from where the series is, up to `until` and to the trade `stop`.
  init(of series: HistorySeries, until: Int64, stop: Int64) {
    symbol = series.symbol
    self.until = until
    self.stop = stop
    expected = series.cursor.nextID
    newest = stop == .max ? nil : stop &- 1
    var options = PayloadOptions()
    options.symbol = symbol
    parser = PayloadParser(.coinbase, options: options)
    isDone = series.start >= until || series.isFull
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    let path = CoinbaseRules.path(symbol, "/trades")
    if let expected {
      let after = expected.addingReportingOverflow(Self.pageLimit)
      return RESTRequest(
        path,
        [("after", String(after.partialValue)), ("limit", String(Self.pageLimit))], weight: 1)
    }
    let place = search == nil ? [] : [("after", String(probe &+ 1))]
    return RESTRequest(path, place + [("limit", "1")], weight: 1)
  }

  private var probe: Int64 {
    guard let search else { return 0 }
    if isLowKnown { return search.low + (search.high - search.low) / 2 }
    return max(search.low + 1, search.high - step)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    var page = Batch(instruments: batch.instruments)
    page.source = "trades of \(symbol)"
    parser.parse(body, line: 1, receivedAt: nil, into: &page)
    if page.trades.isEmpty, let reject = page.rejects.first {
      throw .damaged(.refused(reject.reason))
    }
    batch.rejects.append(contentsOf: page.rejects)
    guard let expected else { return narrow(page.trades.first, since: series.start) }
    var next = expected
    page.sortPage()
    for record in page.records {
      let trade = page.trades[Int(record.index)]
      if trade.firstID < next { continue }
      if trade.time >= until || trade.firstID >= stop {
        isDone = true
        return
      }
      let answer = series.take(record, of: page, mayAsk: false, into: &batch)
      next = trade.firstID &+ 1
      series.cursor.nextID = next
      if case .end = answer {
        isDone = true
        return
      }
    }
    if next == expected {
      // Nothing here: either there is no more, or the exchange has lost a whole page.
      guard let newest, newest > expected else {
        isDone = true
        return
      }
      next = expected &+ Self.pageLimit
    }
    self.expected = next
    if next >= stop { isDone = true }
  }

  private mutating func narrow(_ trade: Trade?, since start: Int64) {
    guard var search else {
      guard let trade, trade.time >= start else {
        isDone = true
        return
      }
      newest = trade.firstID
      search = (0, trade.firstID)
      return found()
    }
    if let trade, trade.time >= start {
      search.high = min(trade.firstID, search.high - 1)
      step = min(step * 4, 1 << 40)
    } else {
      search.low = probe
      isLowKnown = true
    }
    self.search = search
    found()
  }

  private mutating func found() {
    guard let search, search.high - search.low <= Self.pageLimit || search.high <= 1 else { return }
    expected = max(1, search.low + 1)
  }
}
