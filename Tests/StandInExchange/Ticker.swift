/// What the market looks like now: best prices, and the last 24 hours.
enum Ticker {
  static func book(_ market: Market) -> String {
    let last = market.executions.last
    func price(_ offset: Int64) -> String {
      Figures.exchange((last?.price ?? 100) + offset, scale: Figures.priceScale)
    }
    return #"{"symbol":"\#(market.symbol)","bidPrice":"\#(price(-1))","bidQty":"1.50000000","#
      + #""askPrice":"\#(price(1))","askQty":"2.50000000"}"#
  }

  static func day(_ market: Market, microseconds: Bool) -> String {
    let end = market.closing
    let trades = market.executions.filter { $0.time >= end - 86_400_000_000 }
    func price(_ units: Int64?) -> String {
      Figures.exchange(units ?? 0, scale: Figures.priceScale)
    }
    let volume = trades.reduce(0) { $0 + $1.quantity }
    let unit: Int64 = microseconds ? 1 : 1_000
    return #"{"symbol":"\#(market.symbol)","lastPrice":"\#(price(trades.last?.price))","#
      + #""openPrice":"\#(price(trades.first?.price))","#
      + #""highPrice":"\#(price(trades.map(\.price).max()))","#
      + #""lowPrice":"\#(price(trades.map(\.price).min()))","#
      + #""volume":"\#(Figures.exchange(volume, scale: Figures.quantityScale))","#
      + #""openTime":\#((end - 86_400_000_000) / unit),"closeTime":\#(end / unit),"#
      + #""firstId":\#(trades.first?.id ?? -1),"lastId":\#(trades.last?.id ?? -1),"#
      + #""count":\#(trades.count)}"#
  }
}
