import CXRecord

/// Candles of Kraken: one answer has the newest 720 and there are no others.
///
/// What was before is a `gap` record: it can be made from trades.
struct KrakenCandlePages: HistoryPages {
  private static let pageLimit = 720

  private let symbol: Name
  private let length: Int64
  private let start: Int64
  private let until: Int64
  private var isDone: Bool
  private var parser: PayloadParser

  /// The candles of `start` up to `until`.
  init(interval: Name, of series: HistorySeries, from start: Int64, until: Int64) {
    symbol = series.symbol
    length = IntervalName.length(of: interval) ?? Timestamp.day
    self.start = start
    self.until = until
    var options = PayloadOptions()
    options.symbol = symbol
    options.interval = interval
    parser = PayloadParser(.kraken, options: options)
    isDone = start >= until || series.isFull
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    if isDone { return nil }
    return RESTRequest(
      "/0/public/OHLC",
      [
        ("pair", symbol.text), ("interval", String(length / (60 * Timestamp.second))),
        ("since", String(max(0, start / Timestamp.second - 1))),
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
    isDone = true
    page.sortPage()
    let first = page.records.first.map { page.candles[Int($0.index)] }
    if let first, page.candles.count >= Self.pageLimit, first.time > start,
      first.time < until
    {
      batch.appendGap(first.instrument, from: start, to: first.time, reason: "history")
    }
    for record in page.records {
      let candle = page.candles[Int(record.index)]
      if candle.time < start { continue }
      if candle.time >= until { return }
      if case .end = series.take(record, of: page, mayAsk: false, into: &batch) { return }
    }
  }
}
