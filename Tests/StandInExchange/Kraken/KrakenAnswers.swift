/// Kraken's REST answers and stream, in small: `BTC/USD` is the market `BTCUSDT`.
struct KrakenAnswers {
  let market: Market
  let now: Int64

  /// The market of a pair.
  static func symbol(_ pair: String) -> String {
    pair.replacing("/", with: "") + "T"
  }

  static let unknownPair = #"{"error":["EQuery:Unknown asset pair"]}"#

  /// The answer to a request below `/0/public/`; the pair has another name in it.
  func answer(_ end: String, _ query: Query) throws(Refusal) -> String {
    switch end {
    case "AssetPairs": return #"{"error":[],"result":{"XXBTZUSD":{"status":"online"}}}"#
    case "Trades":
      let count = Int(min(1_000, try query.number("count") ?? 1_000))
      let since = try query.number("since")
      let rows =
        if let since {
          market.executions.drop { $0.time * 1_000 <= since }.prefix(count)
        } else {
          market.executions.suffix(count)
        }
      let last = (rows.last?.time).map { $0 * 1_000 } ?? since ?? 0
      let texts = rows.map { trade in
        let side = trade.buyerIsMaker ? "s" : "b"
        return #"["\#(Self.price(trade.price))","\#(Self.quantity(trade.quantity))","#
          + #"\#(Figures.record(trade.time, scale: 6)),"\#(side)","l","",\#(trade.id)]"#
      }
      return result(texts, last: #""\#(last)""#)
    case "OHLC":
      let minutes = try query.number("interval") ?? 1
      let since = try query.number("since") ?? 0
      let rows = Kline.all(market, length: minutes * 60_000_000, now: now).suffix(721).filter {
        $0.time / 1_000_000 > since
      }
      let texts = rows.map { row in
        #"[\#(row.time / 1_000_000),"\#(Self.price(row.open))","\#(Self.price(row.high))","#
          + #""\#(Self.price(row.low))","\#(Self.price(row.close))","0","#
          + #""\#(Self.quantity(row.volume))",\#(row.count)]"#
      }
      return result(texts, last: String((rows.last?.time ?? 0) / 1_000_000))
    case "Ticker":
      let price = market.executions.last?.price ?? 100
      return #"{"error":[],"result":{"XXBTZUSD":{"a":["\#(Self.price(price + 1))","2","2.5"],"#
        + #""b":["\#(Self.price(price - 1))","1","1.5"],"c":["\#(Self.price(price))","1"]}}}"#
    default: return #"{"error":["EGeneral:Unknown method"]}"#
    }
  }

  private func result(_ rows: [String], last: String) -> String {
    #"{"error":[],"result":{"XXBTZUSD":[\#(rows.joined(separator: ","))],"last":\#(last)}}"#
  }

  // MARK: - Stream

  /// What one taker order did, as one message; its decimals are numbers.
  static func trades(_ row: Aggregate, _ pair: String) -> String {
    let data = row.executions.map { trade in
      #"{"symbol":"\#(pair)","side":"\#(trade.buyerIsMaker ? "sell" : "buy")","#
        + #""price":\#(price(trade.price)),"qty":\#(quantity(trade.quantity)),"#
        + #""ord_type":"market","trade_id":\#(trade.id),"#
        + #""timestamp":"\#(CoinbaseAnswers.time(trade.time))"}"#
    }
    return #"{"channel":"trade","type":"update","data":[\#(data.joined(separator: ","))]}"#
  }

  static func ticker(_ row: Aggregate, _ pair: String) -> String? {
    guard let last = row.executions.last else { return nil }
    return #"{"channel":"ticker","type":"update","data":[{"symbol":"\#(pair)","#
      + #""bid":\#(price(last.price - 1)),"bid_qty":1.5,"ask":\#(price(last.price + 1)),"#
      + #""ask_qty":2.5,"last":\#(price(last.price))}]}"#
  }

  static func candle(_ row: Kline, _ pair: String, minutes: Int64) -> String {
    #"{"channel":"ohlc","type":"update","data":[{"symbol":"\#(pair)","#
      + #""open":\#(price(row.open)),"high":\#(price(row.high)),"low":\#(price(row.low)),"#
      + #""close":\#(price(row.close)),"vwap":0.0,"trades":\#(row.count),"#
      + #""volume":\#(quantity(row.volume)),"interval":\#(minutes),"#
      + #""interval_begin":"\#(CoinbaseAnswers.time(row.time))"}]}"#
  }

  private static func price(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.priceScale)
  }

  private static func quantity(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.quantityScale)
  }
}
