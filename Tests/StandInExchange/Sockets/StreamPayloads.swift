/// The events of the exchange's streams.
struct StreamPayloads {
  let symbol: String
  /// Microseconds since 1970.
  let now: Int64
  let microseconds: Bool
  /// Fields that older recordings have.
  var hasExtraFields = false

  private func shown(_ time: Int64) -> Int64 { microseconds ? time : time / 1_000 }
  private func price(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.priceScale)
  }
  private func quantity(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.quantityScale)
  }
  private func quote(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.quoteScale)
  }

  func aggregate(_ row: Aggregate) -> String? {
    guard let first = row.executions.first, let last = row.executions.last else { return nil }
    return #"{"e":"aggTrade","E":\#(shown(now)),"s":"\#(symbol)","a":\#(row.id),"#
      + #""p":"\#(price(first.price))","q":"\#(quantity(row.quantity))","f":\#(first.id),"#
      + #""l":\#(last.id),"T":\#(shown(first.time)),"m":\#(first.buyerIsMaker),"M":true}"#
  }

  func trade(_ trade: Execution) -> String {
    let extra = hasExtraFields ? #""b":88,"a":50,"# : ""
    return #"{"e":"trade","E":\#(shown(now)),"s":"\#(symbol)","t":\#(trade.id),"#
      + #""p":"\#(price(trade.price))","q":"\#(quantity(trade.quantity))",\#(extra)"#
      + #""T":\#(shown(trade.time)),"m":\#(trade.buyerIsMaker),"M":true}"#
  }

  /// The best prices, which this market makes up around its last trade.
  func bookTicker(_ row: Aggregate) -> String? {
    guard let last = row.executions.last else { return nil }
    return #"{"u":\#(row.id),"s":"\#(symbol)","b":"\#(price(last.price - 1))","#
      + #""B":"\#(quantity(last.quantity))","a":"\#(price(last.price + 1))","#
      + #""A":"\#(quantity(last.quantity))"}"#
  }

  func ticker(_ last: Execution) -> String {
    #"{"e":"24hrTicker","E":\#(shown(now)),"s":"\#(symbol)","c":"\#(price(last.price))","#
      + #""Q":"\#(quantity(last.quantity))","L":\#(last.id)}"#
  }

  func kline(_ row: Kline, _ interval: String, first: Int64, last: Int64) -> String {
    #"{"e":"kline","E":\#(shown(now)),"s":"\#(symbol)","k":{"t":\#(shown(row.time)),"#
      + #""T":\#(shown(row.end) - 1),"s":"\#(symbol)","i":"\#(interval)","f":\#(first),"#
      + #""L":\#(last),"o":"\#(price(row.open))","c":"\#(price(row.close))","#
      + #""h":"\#(price(row.high))","l":"\#(price(row.low))","v":"\#(quantity(row.volume))","#
      + #""n":\#(row.count),"x":\#(row.end <= now),"q":"\#(quote(row.quoteVolume))","#
      + #""V":"\#(quantity(row.takerVolume))","Q":"\#(quote(row.takerQuoteVolume))","B":"0"}}"#
  }
}
