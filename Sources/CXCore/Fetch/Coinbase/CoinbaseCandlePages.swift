import CXRecord

/// Candles of Coinbase, 300 at a time from a span of time; buckets without trades are not there.
struct CoinbaseCandlePages: HistoryPages {
  private static let pageLimit: Int64 = 300

  private let symbol: Name
  private let length: Int64
  private let until: Int64
  private var next: Int64
  private var isDone: Bool
  private var parser: PayloadParser

  /// The candles of `start` up to `until`.
  init(interval: Name, of series: HistorySeries, from start: Int64, until: Int64) {
    symbol = series.symbol
    length = IntervalName.length(of: interval) ?? Timestamp.day
    self.until = until
    next = start
    var options = PayloadOptions()
    options.symbol = symbol
    options.interval = interval
    parser = PayloadParser(.coinbase, options: options)
    isDone = next >= until || series.isFull
  }

  // The last opening of the page, which is inside it.
  private var last: Int64 {
    let opening = -(-next).floorDivided(by: length) * length
    return min(opening + (Self.pageLimit - 1) * length, until - 1)
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    let opening = -(-next).floorDivided(by: length) * length
    return RESTRequest(
      CoinbaseRules.path(symbol, "/candles"),
      [
        ("granularity", String(length / Timestamp.second)),
        ("start", Timestamp(microseconds: opening).rfc3339),
        ("end", Timestamp(microseconds: last).rfc3339),
      ], weight: 1)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    var page = Batch(instruments: batch.instruments)
    page.source = "candles of \(symbol)"
    parser.parse(body, line: 1, receivedAt: serverTime.microseconds, into: &page)
    if page.candles.isEmpty, let reject = page.rejects.first {
      throw .damaged(.refused(reject.reason))
    }
    batch.rejects.append(contentsOf: page.rejects)
    page.sortPage()
    for record in page.records {
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
    }
    next = last + 1
    isDone = next >= until
  }
}
