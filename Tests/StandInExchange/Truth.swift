/// The records that a right client makes of a market, as lines; computed without any of cx.
enum Truth {
  static func trades(_ market: Market) -> String {
    var text = ""
    for aggregate in market.aggregates {
      guard let first = aggregate.executions.first, let last = aggregate.executions.last else {
        continue
      }
      text += #"{"type":"trade","exchange":"binance","symbol":"\#(market.symbol)","#
      text += #""ts":\#(first.time),"id":\#(aggregate.id),"#
      text += #""first_id":\#(first.id),"last_id":\#(last.id),"#
      text += #""price":\#(Figures.record(first.price, scale: Figures.priceScale)),"#
      text += #""qty":\#(Figures.record(aggregate.quantity, scale: Figures.quantityScale)),"#
      text += #""side":"\#(first.buyerIsMaker ? "sell" : "buy")"}"# + "\n"
    }
    return text
  }

  /// The trades one by one.
  static func rawTrades(_ market: Market) -> String {
    market.executions.map { trade in
      #"{"type":"trade","exchange":"binance","symbol":"\#(market.symbol)","ts":\#(trade.time),"#
        + #""id":\#(trade.id),"price":\#(Figures.record(trade.price, scale: Figures.priceScale)),"#
        + #""qty":\#(Figures.record(trade.quantity, scale: Figures.quantityScale)),"#
        + #""side":"\#(trade.buyerIsMaker ? "sell" : "buy")"}"# + "\n"
    }.joined()
  }

  /// The candles that are closed at `now`, in microseconds.
  static func candles(
    _ market: Market, _ klines: [Kline], interval: String, now: Int64
  ) -> String {
    var text = ""
    for kline in klines where kline.end <= now {
      func price(_ units: Int64) -> String { Figures.record(units, scale: Figures.priceScale) }
      func quantity(_ units: Int64) -> String {
        Figures.record(units, scale: Figures.quantityScale)
      }
      func quote(_ units: Int64) -> String { Figures.record(units, scale: Figures.quoteScale) }
      text += #"{"type":"candle","exchange":"binance","symbol":"\#(market.symbol)","#
      text += #""interval":"\#(interval)","ts":\#(kline.time),"end":\#(kline.end),"#
      text += #""open":\#(price(kline.open)),"high":\#(price(kline.high)),"#
      text += #""low":\#(price(kline.low)),"close":\#(price(kline.close)),"#
      text += #""volume":\#(quantity(kline.volume)),"quote_volume":\#(quote(kline.quoteVolume)),"#
      text += #""trades":\#(kline.count),"taker_buy_volume":\#(quantity(kline.takerVolume)),"#
      text += #""taker_buy_quote_volume":\#(quote(kline.takerQuoteVolume)),"#
      text += #""vwap":\#(vwap(kline)),"final":true,"rev":0}"# + "\n"
    }
    return text
  }

  /// Quote volume by volume to 8 decimals, half to even.
  private static func vwap(_ kline: Kline) -> String {
    if kline.volume == 0 { return Figures.record(kline.close, scale: Figures.priceScale) }
    // 10⁻⁷ by 10⁻⁵ is 10⁻²: six more digits make eight.
    let dividend = Int128(kline.quoteVolume) * 1_000_000
    var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: Int128(kline.volume))
    remainder *= 2
    if remainder > kline.volume || (remainder == kline.volume && quotient % 2 == 1) {
      quotient += 1
    }
    return Figures.record(Int64(quotient), scale: 8)
  }
}
