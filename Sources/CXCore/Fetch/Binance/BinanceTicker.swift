import CXRecord

extension BinanceParser {
  // The record's fields with the names that sockets and bodies have for them, in the order of
  // writing. A mini ticker has only some.
  private static let decimals:
    [(field: StaticString, event: StaticString, body: StaticString, isChange: Bool)] = [
      (#","open":"#, "o", "openPrice", false),
      (#","high":"#, "h", "highPrice", false),
      (#","low":"#, "l", "lowPrice", false),
      (#","last":"#, "c", "lastPrice", false),
      (#","volume":"#, "v", "volume", false),
      (#","quote_volume":"#, "q", "quoteVolume", false),
      (#","change":"#, "p", "priceChange", true),
      (#","change_pct":"#, "P", "priceChangePercent", true),
      (#","vwap":"#, "w", "weightedAvgPrice", false),
      (#","bid":"#, "b", "bidPrice", false),
      (#","bid_qty":"#, "B", "bidQty", false),
      (#","ask":"#, "a", "askPrice", false),
      (#","ask_qty":"#, "A", "askQty", false),
    ]
  private static let counts: [(field: StaticString, event: StaticString, body: StaticString)] = [
    (#","trades":"#, "n", "count"),
    (#","first_id":"#, "F", "firstId"),
    (#","last_id":"#, "L", "lastId"),
  ]

  /// `<symbol>@ticker`, `@miniTicker`, `@ticker_<window>`: statistics of a window that ends now.
  mutating func readTicker(
    window: StaticString, into batch: inout Batch
  ) throws(PayloadProblem) {
    let symbol = try base.members.required("s").text()
    let time = try base.members.required("E").recordTime()
    try appendTicker(symbol, time: time, window: window, isEvent: true, into: &batch)
  }

  /// `/ticker/24hr` and its kin: which window it is, its times alone tell.
  mutating func readTickerBody(into batch: inout Batch) throws(PayloadProblem) {
    let symbol = try base.members.required("symbol").text()
    let time = try base.members.required("closeTime").recordTime()
    let start = try base.members.optional("openTime")?.recordTime()
    let isDay = start.map { time &- $0 == Timestamp.day } ?? false
    try appendTicker(
      symbol, time: time, window: isDay ? "24h" : nil, isEvent: false, into: &batch)
  }

  private mutating func appendTicker(
    _ symbol: Name, time: Int64, window: StaticString?, isEvent: Bool,
    into batch: inout Batch
  ) throws(PayloadProblem) {
    _ = try base.members.required(isEvent ? "c" : "lastPrice")
    let fields = scratch
    fields.removeAll()
    fields.append(#","ts":"#)
    fields.append(time)
    if let window {
      fields.append(#","window":""#)
      fields.append(window)
      fields.append(UInt8(ascii: "\""))
    }
    for name in Self.decimals {
      guard let field = base.members.optional(isEvent ? name.event : name.body) else { continue }
      // Changes go both ways.
      let value = try name.isChange ? field.decimal() : field.amount()
      fields.append(name.field)
      fields.append(value)
    }
    if let low = base.members.optional(isEvent ? "l" : "lowPrice"),
      let high = base.members.optional(isEvent ? "h" : "highPrice"),
      try low.decimal() > high.decimal()
    {
      throw .refused("has a low above its high")
    }
    if let first = base.members.optional(isEvent ? "F" : "firstId"),
      let last = base.members.optional(isEvent ? "L" : "lastId"),
      try last.integer() >= 0, try last.integer() < first.integer()
    {
      throw .refused("has a last id before its first")
    }
    for name in Self.counts {
      guard let field = base.members.optional(isEvent ? name.event : name.body) else { continue }
      let value = try field.integer()
      // -1 is the id of no trade.
      if value < 0 { continue }
      _ = try field.identifier()
      fields.append(name.field)
      fields.append(value)
    }
    batch.appendOther(type: "ticker", base.instrument(symbol, batch)) { $0.append(fields.bytes) }
  }
}
