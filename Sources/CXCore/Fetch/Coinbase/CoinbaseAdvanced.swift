import CXRecord

/// What Coinbase's Advanced Trade interface sends: other envelopes and names than Exchange's.
///
/// Shapes after docs.cdp.coinbase.com (Advanced Trade, WebSocket channels and REST, 2026). Whose side
/// the side of a trade is, the documentation does not say, so trades have none.
extension CoinbaseParser {
  /// `{"channel":...,"timestamp":...,"sequence_num":...,"events":[...]}`.
  mutating func readAdvanced(
    _ channel: JSONValue, _ events: JSONValue, _ line: Int, into batch: inout Batch
  ) throws(PayloadProblem) {
    let number = try base.members.optional("sequence_num")?.identifier()
    if let number { sequence.see(number) }
    if channel.isText("heartbeats") {
      base.skips.heartbeats += 1
      return
    }
    if channel.isText("subscriptions") {
      base.skips.replies += 1
      return
    }
    let time = try base.members.optional("timestamp")?.recordTime()
    for event in try events.elements() {
      var cursor = JSONCursor(event.bytes)
      try base.members.read(&cursor)
      if channel.isText("l2_data") {
        try readLevels(number, time, into: &batch)
        continue
      }
      // Rows of an event stand for themselves, and each is read into the members.
      let rows = base.members["trades"] ?? base.members["tickers"] ?? base.members["candles"]
      guard let rows else {
        base.skips.unknown += 1
        continue
      }
      let isCandles = base.members.has("candles")
      let isTrades = base.members.has("trades")
      var all = try rows.elements()
      // A picture has its newest first; what closes a candle is the one behind it.
      if isCandles { all = try Self.ordered(all) }
      for row in all {
        do throws(PayloadProblem) {
          var cursor = JSONCursor(row.bytes)
          try base.members.read(&cursor)
          if isTrades {
            try readAdvancedTrade(of: nil, into: &batch)
          } else if isCandles {
            try readAdvancedCandle(into: &batch)
          } else {
            try readAdvancedTicker(time, into: &batch)
          }
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
    }
  }

  /// `{"trades":[...]}`, `{"candles":[...]}`, `{"pricebooks":[...]}`, `{"pricebook":{...}}`; false
  /// where it is none of them.
  mutating func readAdvancedBody(
    _ line: Int, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) -> Bool {
    let trades = base.members["trades"]
    let candles = base.members["candles"]
    let books = base.members["pricebooks"]
    if let book = base.members["pricebook"], book.shape == .object {
      try readPriceBook(book, into: &batch)
      return true
    }
    guard let rows = trades ?? candles ?? books, rows.shape == .array else { return false }
    for row in try rows.elements() {
      do throws(PayloadProblem) {
        if books != nil, trades == nil, candles == nil {
          try readPriceBook(row, into: &batch)
          continue
        }
        var cursor = JSONCursor(row.bytes)
        try base.members.read(&cursor)
        if trades != nil {
          try readAdvancedTrade(of: base.options.symbol, into: &batch)
        } else {
          let (name, length) = try base.interval()
          var candle = try advancedCandle(name, length)
          candle.final = receivedAt.map { candle.end <= $0 } ?? true
          try base.append(candle, of: try base.symbol(), into: &batch)
        }
      } catch {
        base.reject(row.bytes, error, line: line, into: &batch)
      }
    }
    return true
  }

  private mutating func readAdvancedTrade(
    of symbol: Name?, into batch: inout Batch
  ) throws(PayloadProblem) {
    var name = symbol
    if let product = base.members.optional("product_id") { name = try product.text() }
    if name == nil { name = try base.symbol() }
    try base.appendTrade(
      name ?? "", id: base.members.required("trade_id"),
      price: base.members.required("price"), quantity: base.members.required("size"),
      time: base.members.required("time").recordTime(), side: .unknown, into: &batch)
  }

  /// Best prices; `ticker_batch` has none, and is statistics of the last 24 hours.
  private mutating func readAdvancedTicker(
    _ time: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    let symbol = try base.members.required("product_id").text()
    func amount(_ name: StaticString) throws(PayloadProblem) -> Decimal? {
      guard let field = base.members.optional(name), !field.value.bytes.isEmpty else { return nil }
      return try field.amount()
    }
    if let bid = try amount("best_bid"), let ask = try amount("best_ask") {
      var quote = Quote(
        instrument: 0, time: time, bid: bid, bidQuantity: try amount("best_bid_quantity"),
        ask: ask, askQuantity: try amount("best_ask_quantity"))
      quote.instrument = base.instrument(symbol, batch)
      batch.append(quote)
      return
    }
    guard let time else { throw .missing("timestamp") }
    let high = try amount("high_24_h")
    let low = try amount("low_24_h")
    let last = try base.members.required("price").amount()
    let volume = try amount("volume_24_h")
    batch.appendOther(type: "ticker", base.instrument(symbol, batch)) { block in
      block.append(#","ts":"#)
      block.append(time)
      block.append(#","window":"24h""#)
      for (name, value) in [
        (#","high":"# as StaticString, high), (#","low":"#, low), (#","last":"#, last),
        (#","volume":"#, volume),
      ] {
        guard let value else { continue }
        block.append(name)
        block.append(value)
      }
    }
  }

  /// Candles of the socket last five minutes, and the newest is open.
  private mutating func readAdvancedCandle(into batch: inout Batch) throws(PayloadProblem) {
    let symbol = try base.members.required("product_id").text()
    var candle = try advancedCandle("5m", 300 * Timestamp.second)
    candle.final = false
    try candle.checkPayload()
    candle.instrument = base.instrument(symbol, batch)
    open.take(candle, of: symbol, into: &batch)
  }

  private func advancedCandle(
    _ name: Name, _ length: Int64
  ) throws(PayloadProblem) -> Candle {
    var candle = Candle()
    candle.interval = name
    candle.time = try base.members.required("start").recordTime()
    candle.end = candle.time + length
    candle.open = try base.members.required("open").amount()
    candle.high = try base.members.required("high").amount()
    candle.low = try base.members.required("low").amount()
    candle.close = try base.members.required("close").amount()
    candle.volume = try base.members.required("volume").amount()
    return candle
  }

  private static func ordered(_ rows: [JSONValue]) throws(PayloadProblem) -> [JSONValue] {
    var timed: [(start: Int64, row: JSONValue)] = []
    var members = JSONMembers()
    for row in rows {
      var cursor = JSONCursor(row.bytes)
      try members.read(&cursor)
      timed.append(((try? members.required("start").integer()) ?? 0, row))
    }
    return timed.sorted { $0.start < $1.start }.map(\.row)
  }

  /// `{"product_id":...,"bids":[{"price":...,"size":...}],"asks":[...],"time":...}`.
  private mutating func readPriceBook(
    _ book: JSONValue, into batch: inout Batch
  ) throws(PayloadProblem) {
    var members = JSONMembers()
    var cursor = JSONCursor(book.bytes)
    try members.read(&cursor)
    func best(_ name: StaticString) throws(PayloadProblem) -> (Decimal, Decimal) {
      guard let level = try members.required(name).value.elements().first else {
        throw .refused("has no \(name)")
      }
      var inner = JSONMembers()
      var cursor = JSONCursor(level.bytes)
      try inner.read(&cursor)
      return (try inner.required("price").amount(), try inner.required("size").amount())
    }
    let (bid, ask) = (try best("bids"), try best("asks"))
    var quote = Quote(
      instrument: 0, time: try members.optional("time")?.recordTime(),
      bid: bid.0, bidQuantity: bid.1, ask: ask.0, askQuantity: ask.1)
    quote.instrument = base.instrument(try members.required("product_id").text(), batch)
    batch.append(quote)
  }

  /// A picture of a book, or changes of it: quantities that levels have now, 0 where one is gone.
  ///
  /// The ids are the connection's numbers of messages: see ``AdvancedSequence``.
  private mutating func readLevels(
    _ number: Int64?, _ time: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    guard let number else { throw .missing("sequence_num") }
    let symbol = try base.members.required("product_id").text()
    let type = try base.members.required("type").value
    let isPicture = type.isText("snapshot")
    guard isPicture || type.isText("update") else {
      base.skips.unknown += 1
      return
    }
    let bids = Block()
    let asks = Block()
    var members = JSONMembers()
    for level in try base.members.required("updates").value.elements() {
      var cursor = JSONCursor(level.bytes)
      try members.read(&cursor)
      let side = try members.required("side").value
      let isBid = side.isText("bid")
      guard isBid || side.isText("offer") else {
        throw .field("side", "is neither bid nor offer")
      }
      let block = isBid ? bids : asks
      block.append(block.count == 0 ? "[" : ",[" as StaticString)
      try members.required("price_level").writeAmount(to: block)
      block.append(UInt8(ascii: ","))
      try members.required("new_quantity").writeAmount(to: block)
      block.append(UInt8(ascii: "]"))
    }
    let levels = Block()
    levels.append(#","bids":["#)
    levels.append(bids.bytes)
    levels.append(#"],"asks":["#)
    levels.append(asks.bytes)
    levels.append(UInt8(ascii: "]"))
    batch.appendDepth(
      base.instrument(symbol, batch), time: time,
      firstID: isPicture ? nil : sequence.first(of: symbol, upTo: number), lastID: number,
      levels: levels)
    sequence.note(symbol, number)
  }
}

/// The numbers of an Advanced Trade connection's messages, which count all channels and products
/// together: a change of a book stands for all numbers behind the last one of its product, if none of
/// them was missed.
struct AdvancedSequence {
  // Where the numbers begin that came without a hole, and the last one.
  private var run: (first: Int64, last: Int64)?
  private var books: [Name: Int64] = [:]

  /// Takes the number of a message.
  mutating func see(_ number: Int64) {
    if let run, number == run.last + 1 {
      self.run?.last = number
    } else if run?.last != number {
      // Missed ones, or another connection.
      if let run, number < run.last { books.removeAll() }
      run = (number, number)
    }
  }

  /// The first number that a change of a product stands for.
  func first(of product: Name, upTo number: Int64) -> Int64 {
    max(run?.first ?? number, (books[product] ?? -1) + 1)
  }

  /// Notes that a book has come to that number.
  mutating func note(_ product: Name, _ number: Int64) {
    books[product] = number
  }
}
