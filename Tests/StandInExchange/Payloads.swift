/// The bodies of Binance's REST answers.
struct Payloads {
  let market: Market
  /// Whether times are microseconds (`X-MBX-TIME-UNIT`), else milliseconds.
  let microseconds: Bool
  let lost: ClosedRange<Int64>?
  /// The market's klines of an interval of that length.
  let klines: (_ length: Int64) -> [Kline]

  func aggregateTrades(_ query: Query) throws(Refusal) -> String {
    let limit = try limit(query)
    let start = try moment(query, "startTime")
    let end = try moment(query, "endTime")
    let from = try query.number("fromId")
    if from != nil && (start != nil || end != nil) {
      throw Refusal(code: -1128, message: "Combination of optional parameters invalid.")
    }
    let matching = market.aggregates.filter { aggregate in
      if let lost, lost.contains(aggregate.id) { return false }
      if let from { return aggregate.id >= from }
      let time = shown(market.time(of: aggregate))
      return (start.map { time >= $0 } ?? true) && (end.map { time <= $0 } ?? true)
    }
    let page = from == nil && start == nil ? matching.suffix(limit) : matching.prefix(limit)
    return "[" + page.map(row).joined(separator: ",") + "]"
  }

  func trades(_ query: Query) throws(Refusal) -> String {
    let limit = try limit(query)
    let from = try query.number("fromId")
    let page =
      if let from {
        market.executions.drop { $0.id < from }.prefix(limit)
      } else {
        market.executions.suffix(limit)
      }
    return "[" + page.map(row).joined(separator: ",") + "]"
  }

  func klines(_ query: Query) throws(Refusal) -> String {
    guard let interval = query["interval"] else { throw .missing("interval") }
    guard let length = Kline.length(interval) else { throw .invalidInterval }
    let limit = try limit(query)
    let start = try moment(query, "startTime")
    let end = try moment(query, "endTime")
    let matching = klines(length).filter { kline in
      let time = shown(kline.time)
      return (start.map { time >= $0 } ?? true) && (end.map { time <= $0 } ?? true)
    }
    let page = start == nil ? matching.suffix(limit) : matching.prefix(limit)
    return "[" + page.map(row).joined(separator: ",") + "]"
  }

  func depth(_ query: Query) throws(Refusal) -> String {
    let limit = Int(min(5_000, try query.number("limit") ?? 100))
    guard let last = market.aggregates.indices.last else { throw .invalidSymbol }
    return Depth(market, at: last).body(limit: limit)
  }

  private func limit(_ query: Query) throws(Refusal) -> Int {
    Int(min(1_000, try query.number("limit") ?? 500))
  }

  /// A bound in the unit that is shown; the exchange takes either unit, and sizes tell them apart.
  private func moment(_ query: Query, _ name: String) throws(Refusal) -> Int64? {
    guard let value = try query.number(name) else { return nil }
    return shown(value >= 100_000_000_000_000 ? value : value * 1_000)
  }

  private func shown(_ time: Int64) -> Int64 { microseconds ? time : time / 1_000 }

  private func row(_ aggregate: Aggregate) -> String {
    guard let first = aggregate.executions.first, let last = aggregate.executions.last else {
      return #"{"a":\#(aggregate.id),"p":"0","q":"0","f":-1,"l":-1,"#
        + #""T":\#(shown(market.time(of: aggregate))),"m":false,"M":false}"#
    }
    let price = Figures.exchange(first.price, scale: Figures.priceScale)
    let quantity = Figures.exchange(aggregate.quantity, scale: Figures.quantityScale)
    return #"{"a":\#(aggregate.id),"p":"\#(price)","q":"\#(quantity)","f":\#(first.id),"#
      + #""l":\#(last.id),"T":\#(shown(first.time)),"m":\#(first.buyerIsMaker),"M":true}"#
  }

  private func row(_ trade: Execution) -> String {
    let price = Figures.exchange(trade.price, scale: Figures.priceScale)
    let quantity = Figures.exchange(trade.quantity, scale: Figures.quantityScale)
    let quote = Figures.exchange(trade.price * trade.quantity, scale: Figures.quoteScale)
    return #"{"id":\#(trade.id),"price":"\#(price)","qty":"\#(quantity)","quoteQty":"\#(quote)","#
      + #""time":\#(shown(trade.time)),"isBuyerMaker":\#(trade.buyerIsMaker),"isBestMatch":true}"#
  }

  private func row(_ kline: Kline) -> String {
    func price(_ units: Int64) -> String { Figures.exchange(units, scale: Figures.priceScale) }
    func quantity(_ units: Int64) -> String {
      Figures.exchange(units, scale: Figures.quantityScale)
    }
    func quote(_ units: Int64) -> String { Figures.exchange(units, scale: Figures.quoteScale) }
    return #"[\#(shown(kline.time)),"\#(price(kline.open))","\#(price(kline.high))","#
      + #""\#(price(kline.low))","\#(price(kline.close))","\#(quantity(kline.volume))","#
      + #"\#(shown(kline.end) - 1),"\#(quote(kline.quoteVolume))",\#(kline.count),"#
      + #""\#(quantity(kline.takerVolume))","\#(quote(kline.takerQuoteVolume))","0"]"#
  }
}
