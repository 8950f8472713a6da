import CXRecord

/// Reads what Coinbase sends, over the socket or as the answer to a request.
///
/// Shapes after docs.cdp.coinbase.com (Exchange, 2026-07), and those of Advanced Trade beside them.
/// The side of a trade is the maker's at Exchange: "sell" means that the taker bought.
struct CoinbaseParser {
  /// The types of Exchange's messages that no record has.
  static let types: Set<Name> = [
    "subscriptions", "heartbeat", "match", "last_match", "snapshot", "l2update", "received", "open",
    "done", "change", "activate", "error",
  ]

  var base: ParserBase
  var open = OpenCandles()
  var sequence = AdvancedSequence()

  init(options: PayloadOptions) {
    base = ParserBase(.coinbase, options: options)
  }

  /// Reads one payload; rows stand for themselves, a wrong one does not take others along.
  ///
  /// Returns where it ends.
  mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) -> Int {
    var cursor = JSONCursor(payload)
    do throws(PayloadProblem) {
      if try cursor.peek() == .object {
        try base.members.read(&cursor)
        try cursor.endOrNext()
        try readObject(line, receivedAt, into: &batch)
        return cursor.offset
      }
      let rows = try cursor.value()
      try cursor.endOrNext()
      for row in try rows.elements() {
        do throws(PayloadProblem) {
          try readRow(row, receivedAt, into: &batch)
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
    } catch {
      return base.reject(payload, error, read: cursor.offset, line: line, into: &batch)
    }
    return cursor.offset
  }

  private mutating func readObject(
    _ line: Int, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    if let channel = base.members["channel"], let events = base.members["events"] {
      try readAdvanced(channel, events, line, into: &batch)
    } else if let type = base.members["type"] {
      if type.isText("match") || type.isText("last_match") {
        try readTrade(base.members.required("product_id").text(), into: &batch)
      } else if type.isText("ticker") {
        try readTicker(into: &batch)
      } else if type.isText("error") {
        throw .refused("is an error of the exchange: \(base.members["message"]?.text ?? "")")
      } else if type.isText("subscriptions") || type.isText("subscribe")
        || type.isText("unsubscribe")
      {
        base.skips.replies += 1
      } else if type.isText("heartbeat") {
        base.skips.heartbeats += 1
      } else {
        base.skips.unknown += 1
      }
    } else if base.members.has("bids"), base.members.has("asks") {
      try readBook(receivedAt, into: &batch)
    } else if base.members.has("trade_id"), base.members.has("bid"), base.members.has("ask") {
      try readTickerBody(into: &batch)
    } else if try readAdvancedBody(line, receivedAt, into: &batch) {
      return
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
    _ symbol: Name, into batch: inout Batch
  ) throws(PayloadProblem) {
    let maker = try base.members.required("side").side()
    try base.appendTrade(
      symbol, id: base.members.required("trade_id"), price: base.members.required("price"),
      quantity: base.members.required("size"), time: base.members.required("time").recordTime(),
      side: maker == .sell ? .buy : .sell, into: &batch)
  }

  private mutating func readTicker(into batch: inout Batch) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0, time: try base.members.optional("time")?.recordTime(),
      bid: try base.members.required("best_bid").amount(),
      bidQuantity: try base.members.optional("best_bid_size")?.amount(),
      ask: try base.members.required("best_ask").amount(),
      askQuantity: try base.members.optional("best_ask_size")?.amount())
    quote.instrument = base.instrument(try base.members.required("product_id").text(), batch)
    batch.append(quote)
  }

  /// `/products/{id}/ticker`: the best prices, at the time of the last trade.
  private mutating func readTickerBody(into batch: inout Batch) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0, time: try base.members.required("time").recordTime(),
      bid: try base.members.required("bid").amount(), bidQuantity: nil,
      ask: try base.members.required("ask").amount(), askQuantity: nil)
    quote.instrument = base.instrument(try base.symbol(), batch)
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
        try PayloadField("price", parts[0]).amount(), try PayloadField("size", parts[1]).amount()
      )
    }
    let (bid, ask) = (try best("bids"), try best("asks"))
    var quote = Quote(
      instrument: 0, time: try base.members.optional("time")?.recordTime() ?? receivedAt,
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
    candle.time = try PayloadField("time", parts[0]).recordTime()
    candle.end = candle.time + length
    candle.low = try PayloadField("low", parts[1]).amount()
    candle.high = try PayloadField("high", parts[2]).amount()
    candle.open = try PayloadField("open", parts[3]).amount()
    candle.close = try PayloadField("close", parts[4]).amount()
    candle.volume = try PayloadField("volume", parts[5]).amount()
    candle.final = receivedAt.map { candle.end <= $0 } ?? true
    try base.append(candle, of: try base.symbol(), into: &batch)
  }
}
