extension BinanceParser {
  /// `<symbol>@bookTicker`: spot's has neither event nor time; the time of arrival stands in.
  mutating func readBookTicker(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    let symbol = try members.required("s").text()
    let time = try (members.optional("T") ?? members.optional("E"))?.time()
    try appendQuote(
      symbol, time: time ?? delivery.receivedAt, bid: members.required("b"),
      bidQuantity: members.required("B"), ask: members.required("a"),
      askQuantity: members.required("A"), into: &batch)
  }

  /// `/ticker/bookTicker`.
  mutating func readBookTickerBody(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    try appendQuote(
      members.required("symbol").text(), time: delivery.receivedAt,
      bid: members.required("bidPrice"), bidQuantity: members.required("bidQty"),
      ask: members.required("askPrice"), askQuantity: members.required("askQty"), into: &batch)
  }

  /// Appends a quote.
  mutating func appendQuote(
    _ symbol: String, time: Int64?, bid: PayloadField, bidQuantity: PayloadField,
    ask: PayloadField, askQuantity: PayloadField, into batch: inout Batch
  ) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0, time: time, bid: try bid.decimal(), bidQuantity: try bidQuantity.decimal(),
      ask: try ask.decimal(), askQuantity: try askQuantity.decimal())
    quote.instrument = instrument(symbol, batch)
    batch.append(quote)
  }
}
