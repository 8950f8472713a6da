import CXRecord

/// Reads what Kraken sends, over its socket (version 2) or as the answer to a request.
///
/// Shapes after docs.kraken.com (2026-07). Decimals of the socket are JSON numbers, whose text is
/// kept. Nothing marks a candle of the socket as closed: the first one behind it does.
struct KrakenParser {
  var base: ParserBase
  private var open = OpenCandles()

  init(options: PayloadOptions) {
    base = ParserBase(.kraken, options: options)
  }

  /// Forgets the open candles: some of what happened in them may have been missed.
  mutating func forgetOpenCandles() {
    open.removeAll()
  }

  /// Reads one payload; rows stand for themselves, a wrong one does not take others along.
  ///
  /// Returns where it ends.
  mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) -> Int {
    var cursor = JSONCursor(payload)
    do throws(PayloadProblem) {
      if try cursor.peek() == .array {
        let message = try cursor.value().elements()
        try cursor.endOrNext()
        try readFirstSocket(message, line, receivedAt, into: &batch)
        return cursor.offset
      }
      try base.members.read(&cursor)
      try cursor.endOrNext()
      if let channel = base.members["channel"], let data = base.members["data"] {
        try readChannel(channel, data, line, receivedAt, into: &batch)
      } else if let errors = base.members["error"], errors.shape == .array {
        if let error = try errors.elements().first {
          throw .refused("is an error of the exchange: \(error.text ?? "")")
        }
        try readResult(base.members.required("result").value, line, receivedAt, into: &batch)
      } else if base.members.has("method") || base.members.has("event") {
        // What the first socket calls its heartbeat is an event among others.
        let isHeartbeat = base.members["event"]?.isText("heartbeat") == true
        if isHeartbeat { base.skips.heartbeats += 1 } else { base.skips.replies += 1 }
      } else if base.members["channel"]?.isText("heartbeat") == true {
        base.skips.heartbeats += 1
      } else {
        base.skips.unknown += 1
      }
    } catch {
      return base.reject(payload, error, read: cursor.offset, line: line, into: &batch)
    }
    return cursor.offset
  }

  // MARK: - Socket

  private mutating func readChannel(
    _ channel: JSONValue, _ data: JSONValue, _ line: Int, _ receivedAt: Int64?,
    into batch: inout Batch
  ) throws(PayloadProblem) {
    let isTrade = channel.isText("trade")
    let isTicker = channel.isText("ticker")
    guard isTrade || isTicker || channel.isText("ohlc") else {
      base.skips.unknown += 1
      return
    }
    for row in try data.elements() {
      do throws(PayloadProblem) {
        var cursor = JSONCursor(row.bytes)
        try base.members.read(&cursor)
        if isTrade {
          try readTrade(into: &batch)
        } else if isTicker {
          try readTicker(receivedAt, into: &batch)
        } else {
          try readCandle(into: &batch)
        }
      } catch {
        base.reject(row.bytes, error, line: line, into: &batch)
      }
    }
  }

  private mutating func readTrade(into batch: inout Batch) throws(PayloadProblem) {
    try base.appendTrade(
      base.members.required("symbol").text(), id: base.members.required("trade_id"),
      price: base.members.required("price"), quantity: base.members.required("qty"),
      time: base.members.required("timestamp").recordTime(),
      side: base.members.required("side").side(), into: &batch)
  }

  private mutating func readTicker(
    _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    var quote = Quote(
      instrument: 0,
      time: try base.members.optional("timestamp")?.recordTime() ?? receivedAt,
      bid: try base.members.required("bid").amount(),
      bidQuantity: try base.members.optional("bid_qty")?.amount(),
      ask: try base.members.required("ask").amount(),
      askQuantity: try base.members.optional("ask_qty")?.amount())
    quote.instrument = base.instrument(try base.members.required("symbol").text(), batch)
    batch.append(quote)
  }

  private mutating func readCandle(into batch: inout Batch) throws(PayloadProblem) {
    let symbol = try base.members.required("symbol").text()
    let minutes = try base.members.required("interval").integer()
    let (length, overflow) = minutes.multipliedReportingOverflow(by: 60 * Timestamp.second)
    guard !overflow, let name = IntervalName.name(lasting: length) else {
      throw .refused("lasts \(minutes) minutes, which is no interval")
    }
    var candle = Candle()
    candle.interval = name
    candle.time = try base.members.required("interval_begin").recordTime()
    candle.end = candle.time + length
    candle.open = try base.members.required("open").amount()
    candle.high = try base.members.required("high").amount()
    candle.low = try base.members.required("low").amount()
    candle.close = try base.members.required("close").amount()
    candle.volume = try base.members.required("volume").amount()
    candle.trades = try base.members.required("trades").count()
    candle.final = false
    try candle.checkPayload()
    candle.instrument = base.instrument(symbol, batch)
    open.take(candle, of: symbol, into: &batch)
  }

  // MARK: - REST

  /// `{"error":[],"result":{"XXBTZUSD":[...],"last":"..."}}`: the pair may have another name there
  /// than in the question.
  private mutating func readResult(
    _ result: JSONValue, _ line: Int, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    var members = JSONMembers()
    var cursor = JSONCursor(result.bytes)
    try members.read(&cursor)
    let last = members["last"]
    cursor = JSONCursor(result.bytes)
    try cursor.enterObject()
    while let key = try cursor.nextKey() {
      let value = try cursor.value()
      if key.isText("last") { continue }
      if value.shape == .object {
        try readTickerBody(value, receivedAt, into: &batch)
        continue
      }
      guard value.shape == .array else {
        base.skips.unknown += 1
        continue
      }
      for row in try value.elements() {
        do throws(PayloadProblem) {
          try readRow(try row.elements(), last, receivedAt, into: &batch)
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
    }
  }

  /// `a`, `b`: price, whole lots, lots.
  private mutating func readTickerBody(
    _ value: JSONValue, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    var cursor = JSONCursor(value.bytes)
    try base.members.read(&cursor)
    guard base.members.has("a"), base.members.has("b") else {
      base.skips.unknown += 1
      return
    }
    let ask = try base.members.required("a").value.elements()
    let bid = try base.members.required("b").value.elements()
    guard ask.count >= 3, bid.count >= 3 else { throw .refused("has a level without quantity") }
    var quote = Quote(
      instrument: 0, time: receivedAt, bid: try PayloadField("bid", bid[0]).amount(),
      bidQuantity: try PayloadField("bid quantity", bid[2]).amount(),
      ask: try PayloadField("ask", ask[0]).amount(),
      askQuantity: try PayloadField("ask quantity", ask[2]).amount())
    quote.instrument = base.instrument(try base.symbol(), batch)
    batch.append(quote)
  }

  /// A trade has 7 columns, `[price, volume, time, side, kind, misc, id]`; a candle 8, `[time, open,
  /// high, low, close, vwap, volume, count]`.
  ///
  /// The last row of candles is always open: `last` is the beginning of the last one that is closed.
  private mutating func readRow(
    _ row: [JSONValue], _ last: JSONValue?, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    if row.count == 7 {
      return try base.appendTrade(
        base.symbol(), id: PayloadField("trade id", row[6]), price: PayloadField("price", row[0]),
        quantity: PayloadField("volume", row[1]),
        time: PayloadField("time", row[2]).recordTime(),
        side: PayloadField("side", row[3]).side(), into: &batch)
    }
    guard row.count == 8 else {
      throw .refused("has \(row.count) columns where a trade has 7 and a candle 8")
    }
    let (name, length) = try base.interval()
    var candle = Candle()
    candle.interval = name
    candle.time = try PayloadField("time", row[0]).recordTime()
    candle.end = candle.time + length
    candle.open = try PayloadField("open", row[1]).amount()
    candle.high = try PayloadField("high", row[2]).amount()
    candle.low = try PayloadField("low", row[3]).amount()
    candle.close = try PayloadField("close", row[4]).amount()
    candle.volume = try PayloadField("volume", row[6]).amount()
    candle.trades = try PayloadField("count", row[7]).count()
    let closed = try last.map { last throws(PayloadProblem) in
      try PayloadField("last", last).recordTime()
    }
    candle.final =
      candle.time <= closed ?? (receivedAt == nil ? .min : .max)
      && candle.end <= receivedAt ?? .max
    try base.append(candle, of: try base.symbol(), into: &batch)
  }
}
