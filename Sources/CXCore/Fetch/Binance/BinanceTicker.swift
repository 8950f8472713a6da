import CXRecord

extension BinanceParser {
  // The record's fields with the names that sockets and bodies have for them, in the order of
  // writing. A mini ticker has only some.
  private static let decimals: [(field: StaticString, event: StaticString, body: StaticString)] = [
    (#","open":"#, "o", "openPrice"),
    (#","high":"#, "h", "highPrice"),
    (#","low":"#, "l", "lowPrice"),
    (#","last":"#, "c", "lastPrice"),
    (#","volume":"#, "v", "volume"),
    (#","quote_volume":"#, "q", "quoteVolume"),
    (#","change":"#, "p", "priceChange"),
    (#","change_pct":"#, "P", "priceChangePercent"),
    (#","vwap":"#, "w", "weightedAvgPrice"),
    (#","bid":"#, "b", "bidPrice"),
    (#","bid_qty":"#, "B", "bidQty"),
    (#","ask":"#, "a", "askPrice"),
    (#","ask_qty":"#, "A", "askQty"),
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
    let time = try base.members.required("E").time()
    try appendTicker(symbol, time: time, window: window, isEvent: true, into: &batch)
  }

  /// `/ticker/24hr` and its kin: which window it is, its times alone tell.
  mutating func readTickerBody(into batch: inout Batch) throws(PayloadProblem) {
    let symbol = try base.members.required("symbol").text()
    let time = try base.members.required("closeTime").time()
    let start = try base.members.optional("openTime")?.time()
    let isDay = start.map { time &- $0 == Timestamp.day } ?? false
    try appendTicker(
      symbol, time: time, window: isDay ? "24h" : nil, isEvent: false, into: &batch)
  }

  private mutating func appendTicker(
    _ symbol: String, time: Int64, window: StaticString?, isEvent: Bool,
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
      let value = try field.decimal()
      fields.append(name.field)
      fields.append(value)
    }
    for name in Self.counts {
      guard let field = base.members.optional(isEvent ? name.event : name.body) else { continue }
      let value = try field.integer()
      // -1 is the id of no trade.
      if value < 0 { continue }
      fields.append(name.field)
      fields.append(value)
    }
    batch.appendOther(type: "ticker", base.instrument(symbol, batch)) { $0.append(fields.bytes) }
  }
}
