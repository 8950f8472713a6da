import CXRecord

/// Reads what Coinbase Exchange sends, over the socket or as the answer to a request.
///
/// Shapes after docs.cdp.coinbase.com (Exchange, 2026-07). The side of a trade is the maker's there:
/// "sell" means that the taker bought.
struct CoinbaseParser {
  var base: ParserBase

  init(options: PayloadOptions) {
    base = ParserBase(.coinbase, options: options)
  }

  /// Reads one payload; rows stand for themselves, a wrong one does not take others along.
  mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) {
    do throws(PayloadProblem) {
      var cursor = JSONCursor(payload)
      if try cursor.peek() == .object {
        try base.members.read(&cursor)
        try cursor.end()
        return try readObject(receivedAt, into: &batch)
      }
      let rows = try cursor.value()
      try cursor.end()
      for row in try rows.elements() {
        do throws(PayloadProblem) {
          try readRow(row, receivedAt, into: &batch)
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
    } catch {
      base.reject(payload, error, line: line, into: &batch)
    }
  }

  private mutating func readObject(
    _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    if let type = base.members["type"] {
      if type.isText("match") || type.isText("last_match") {
        try readTrade(base.members.required("product_id").text(), into: &batch)
      } else if type.isText("ticker") {
        try readTicker(into: &batch)
      } else if type.isText("error") {
        throw .refused("is an error of the exchange: \(base.members["message"]?.text ?? "")")
      } else if type.isText("subscriptions") {
        base.skips.replies += 1
      } else {
        base.skips.unknown += 1
      }
    } else if base.members.has("bids"), base.members.has("asks") {
      try readBook(receivedAt, into: &batch)
    } else if let message = base.members["message"] {
      throw .refused("is an error of the exchange: \(message.text ?? "")")
    } else {
      base.skips.unknown += 1
    }
  }

  private mutating func readRow(
    _ row: JSONValue, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    if row.shape == .array { return try readCandle(row, receivedAt, into: &batch) }
    var cursor = JSONCursor(row.bytes)
    try base.members.read(&cursor)
    try readTrade(base.symbol(), into: &batch)
  }

  private mutating func readTrade(
    _ symbol: String, into batch: inout Batch
  ) throws(PayloadProblem) {
    let maker = try base.members.required("side").side()
    try base.appendTrade(
      symbol, id: base.members.required("trade_id"), price: base.members.required("price"),
      quantity: base.members.required("size"), time: base.members.required("time").writtenTime(),
      side: maker == .sell ? .buy : .sell, into: &batch)
  }

  private mutating func readTicker(into batch: inout Batch) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0, time: try base.members.optional("time")?.writtenTime(),
      bid: try base.members.required("best_bid").decimal(),
      bidQuantity: try base.members.optional("best_bid_size")?.decimal(),
      ask: try base.members.required("best_ask").decimal(),
      askQuantity: try base.members.optional("best_ask_size")?.decimal())
    quote.instrument = base.instrument(try base.members.required("product_id").text(), batch)
    batch.append(quote)
  }

  /// `/products/{id}/book?level=1`: a level is price, quantity, count of orders.
  private mutating func readBook(
    _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    func best(_ name: StaticString) throws(PayloadProblem) -> (Decimal, Decimal) {
      guard let level = try base.members.required(name).value.elements().first else {
        throw .refused("has no \(name)")
      }
      let parts = try level.elements()
      guard parts.count >= 2 else { throw .refused("has a level without quantity") }
      return (
        try PayloadField("price", parts[0]).decimal(), try PayloadField("size", parts[1]).decimal()
      )
    }
    let (bid, ask) = (try best("bids"), try best("asks"))
    var quote = Quote(
      instrument: 0, time: try base.members.optional("time")?.writtenTime() ?? receivedAt,
      bid: bid.0, bidQuantity: bid.1, ask: ask.0, askQuantity: ask.1)
    quote.instrument = base.instrument(try base.symbol(), batch)
    batch.append(quote)
  }

  /// `[time, low, high, open, close, volume]`, the time in seconds.
  private mutating func readCandle(
    _ row: JSONValue, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    let parts = try row.elements()
    guard parts.count >= 6 else {
      throw .refused("has \(parts.count) columns where a candle has 6")
    }
    let (name, length) = try base.interval()
    var candle = Candle()
    candle.interval = name
    candle.time = try PayloadField("time", parts[0]).time()
    candle.end = candle.time + length
    candle.low = try PayloadField("low", parts[1]).decimal()
    candle.high = try PayloadField("high", parts[2]).decimal()
    candle.open = try PayloadField("open", parts[3]).decimal()
    candle.close = try PayloadField("close", parts[4]).decimal()
    candle.volume = try PayloadField("volume", parts[5]).decimal()
    candle.final = receivedAt.map { candle.end <= $0 } ?? true
    candle.instrument = base.instrument(try base.symbol(), batch)
    batch.append(candle)
  }
}
