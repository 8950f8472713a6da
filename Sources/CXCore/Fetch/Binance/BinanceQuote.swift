import CXRecord

extension BinanceParser {
  /// `<symbol>@bookTicker`: spot's has neither event nor time; the time of arrival stands in.
  mutating func readBookTicker(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    let symbol = try base.members.required("s").text()
    let time = try (base.members.optional("T") ?? base.members.optional("E"))?.recordTime()
    try appendQuote(
      symbol, time: time ?? delivery.receivedAt, bid: base.members.required("b"),
      bidQuantity: base.members.required("B"), ask: base.members.required("a"),
      askQuantity: base.members.required("A"), into: &batch)
  }

  /// `/ticker/bookTicker`.
  mutating func readBookTickerBody(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    try appendQuote(
      base.members.required("symbol").text(), time: delivery.receivedAt,
      bid: base.members.required("bidPrice"), bidQuantity: base.members.required("bidQty"),
      ask: base.members.required("askPrice"), askQuantity: base.members.required("askQty"),
      into: &batch)
  }

  /// Appends a quote.
  mutating func appendQuote(
    _ symbol: Name, time: Int64?, bid: PayloadField, bidQuantity: PayloadField,
    ask: PayloadField, askQuantity: PayloadField, into batch: inout Batch
  ) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0, time: time, bid: try bid.amount(), bidQuantity: try bidQuantity.amount(),
      ask: try ask.amount(), askQuantity: try askQuantity.amount())
    quote.instrument = base.instrument(symbol, batch)
    batch.append(quote)
  }
}
