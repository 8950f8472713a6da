import CXRecord

/// Version 1 of Kraken's socket, which older recordings have: arrays that end in channel and pair.
extension KrakenParser {
  /// `[0,[...],"trade","XBT/USD"]`: trades and best prices; what other channels say has no record.
  mutating func readFirstSocket(
    _ message: [JSONValue], _ line: Int, _ receivedAt: Int64?, into batch: inout Batch
  ) throws(PayloadProblem) {
    guard message.count >= 4, let channel = message.dropLast().last, let pair = message.last else {
      throw .refused("is an array, but no message of Kraken")
    }
    let symbol = try PayloadField("pair", pair).text()
    if channel.isText("trade") {
      for row in try message[1].elements() {
        do throws(PayloadProblem) {
          try readFirstTrade(try row.elements(), of: symbol, into: &batch)
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
    } else if channel.isText("spread") {
      try readSpread(try message[1].elements(), of: symbol, into: &batch)
    } else {
      base.skips.unknown += 1
    }
  }

  /// `[price, volume, time, side, kind, misc]`: there is no id.
  private mutating func readFirstTrade(
    _ row: [JSONValue], of symbol: Name, into batch: inout Batch
  ) throws(PayloadProblem) {
    guard row.count >= 4 else { throw .refused("has \(row.count) columns where a trade has 6") }
    try base.appendTrade(
      symbol, id: nil, price: PayloadField("price", row[0]),
      quantity: PayloadField("volume", row[1]), time: PayloadField("time", row[2]).recordTime(),
      side: PayloadField("side", row[3]).side(), into: &batch)
  }

  /// `[bid, ask, time, bid volume, ask volume]`.
  private mutating func readSpread(
    _ row: [JSONValue], of symbol: Name, into batch: inout Batch
  ) throws(PayloadProblem) {
    guard row.count >= 5 else { throw .refused("has \(row.count) columns where a spread has 5") }
    var quote = Quote(
      instrument: 0, time: try PayloadField("time", row[2]).recordTime(),
      bid: try PayloadField("bid", row[0]).amount(),
      bidQuantity: try PayloadField("bid volume", row[3]).amount(),
      ask: try PayloadField("ask", row[1]).amount(),
      askQuantity: try PayloadField("ask volume", row[4]).amount())
    quote.instrument = base.instrument(symbol, batch)
    batch.append(quote)
  }
}
