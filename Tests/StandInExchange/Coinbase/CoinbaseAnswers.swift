import CXCore
import CXRecord

/// Coinbase's REST answers, in small: `BTC-USD` is the market `BTCUSDT`.
struct CoinbaseAnswers {
  let market: Market
  /// The product, as it was asked for.
  let product: String
  let now: Int64

  /// The market of a product.
  static func symbol(_ product: String) -> String {
    product.replacing("-", with: "") + "T"
  }

  /// The answer to a request below `/products/BTC-USD`.
  func answer(_ end: String, _ query: Query) throws(Refusal) -> String {
    switch end {
    case "": return #"{"id":"\#(product)","status":"\#(market.isListed ? "online" : "delisted")"}"#
    case "trades": return try trades(query)
    case "candles": return try candles(query)
    case "book":
      let price = market.executions.last?.price ?? 100
      return #"{"bids":[["\#(Self.price(price - 1))","1.5",1]],"#
        + #""asks":[["\#(Self.price(price + 1))","2.5",1]],"sequence":1,"#
        + #""time":"\#(Self.time(now))"}"#
    default: throw Refusal(status: 404, code: 0, message: "NotFound")
    }
  }

  private func trades(_ query: Query) throws(Refusal) -> String {
    let limit = Int(min(1_000, try query.number("limit") ?? 1_000))
    let after = try query.number("after") ?? .max
    let rows = market.executions.lazy.filter { $0.id < after }.suffix(limit).reversed()
    return "[" + rows.map { "{" + Self.fields($0) + "}" }.joined(separator: ",") + "]"
  }

  private func candles(_ query: Query) throws(Refusal) -> String {
    guard let seconds = try query.number("granularity"), let start = Self.moment(query["start"]),
      let end = Self.moment(query["end"]), (end - start) / 1_000_000 / seconds < 300
    else { throw Refusal(code: 0, message: "granularity too small for the requested time range") }
    let rows = Kline.all(market, length: seconds * 1_000_000, now: now).filter {
      $0.count > 0 && $0.time >= start && $0.time <= end
    }
    let texts = rows.reversed().map {
      "[\($0.time / 1_000_000),\(Self.number($0.low)),\(Self.number($0.high)),"
        + "\(Self.number($0.open)),\(Self.number($0.close)),"
        + Figures.record($0.volume, scale: Figures.quantityScale) + "]"
    }
    return "[" + texts.joined(separator: ",") + "]"
  }

  // MARK: - Stream

  static func match(_ trade: Execution, _ product: String) -> String {
    #"{"type":"match","product_id":"\#(product)","sequence":\#(trade.id * 3),\#(fields(trade))}"#
  }

  static func ticker(_ trade: Execution, _ product: String) -> String {
    #"{"type":"ticker","sequence":\#(trade.id * 3),"product_id":"\#(product)","#
      + #""price":"\#(price(trade.price))","best_bid":"\#(price(trade.price - 1))","#
      + #""best_bid_size":"1","best_ask":"\#(price(trade.price + 1))","best_ask_size":"2","#
      + #""side":"buy","time":"\#(time(trade.time))","trade_id":\#(trade.id),"last_size":"1"}"#
  }

  static func heartbeat(_ market: Market, _ product: String, now: Int64) -> String {
    #"{"type":"heartbeat","sequence":1,"last_trade_id":\#(market.executions.last?.id ?? 0),"#
      + #""product_id":"\#(product)","time":"\#(time(now))"}"#
  }

  /// The side is the maker's.
  private static func fields(_ trade: Execution) -> String {
    #""trade_id":\#(trade.id),"side":"\#(trade.buyerIsMaker ? "buy" : "sell")","#
      + #""size":"\#(Figures.exchange(trade.quantity, scale: Figures.quantityScale))","#
      + #""price":"\#(price(trade.price))","time":"\#(time(trade.time))""#
  }

  private static func price(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.priceScale)
  }

  private static func number(_ units: Int64) -> String {
    Figures.record(units, scale: Figures.priceScale)
  }

  /// RFC 3339 with microseconds.
  static func time(_ microseconds: Int64) -> String {
    let whole = DateHeader.rfc3339(seconds: microseconds / 1_000_000)
    let part = String(microseconds % 1_000_000)
    return whole + "." + String(repeating: "0", count: 6 - part.count) + part + "Z"
  }

  private static func moment(_ text: String?) -> Int64? {
    text.flatMap { Timestamp(rfc3339: Array($0.utf8))?.microseconds }
  }
}
