/// The order book behind one aggregate of a market: the best prices are those of the quotes, and the
/// id is the aggregate's.
struct Depth {
  let id: Int64
  /// Quantities by price.
  private(set) var bids: [Int64: Int64] = [:]
  private(set) var asks: [Int64: Int64] = [:]

  private static let levels: Int64 = 40

  /// The book behind the aggregate at an index; a void one changes nothing but the id.
  init(_ market: Market, at index: Int) {
    id = market.aggregates[index].id
    let row = market.aggregates[...index].last { !$0.isVoid }
    guard let row, let last = row.executions.last else { return }
    for step in 0..<Self.levels {
      let (below, above) = (last.price - 1 - step, last.price + 1 + step)
      bids[below] = step == 0 ? last.quantity : Self.quantity(below, row.id)
      asks[above] = step == 0 ? last.quantity : Self.quantity(above, row.id)
    }
    bids = bids.filter { $0.value > 0 }
    asks = asks.filter { $0.value > 0 }
  }

  /// Made up from the price, another one every eighth aggregate; some prices have none.
  private static func quantity(_ price: Int64, _ id: Int64) -> Int64 {
    let mixed = (price &* 7_919 &+ (id &+ price) / 8 &* 104_729) & 0xFFFF
    return mixed % 5 == 0 ? 0 : mixed + 1
  }

  /// The event of what happened at the aggregates `range`, of which the first is not the market's:
  /// each level that changed at any of them, with what it has in the end, 0 for nothing.
  static func event(_ market: Market, _ range: Range<Int>, time: Int64) -> String {
    var book = Depth(market, at: range.lowerBound - 1)
    let before = book.id
    var changed = (bids: Set<Int64>(), asks: Set<Int64>())
    for index in range {
      let next = Depth(market, at: index)
      for price in Set(book.bids.keys).union(next.bids.keys)
      where book.bids[price] != next.bids[price] {
        changed.bids.insert(price)
      }
      for price in Set(book.asks.keys).union(next.asks.keys)
      where book.asks[price] != next.asks[price] {
        changed.asks.insert(price)
      }
      book = next
    }
    let bids = changed.bids.sorted().map { ($0, book.bids[$0] ?? 0) }
    let asks = changed.asks.sorted().map { ($0, book.asks[$0] ?? 0) }
    return #"{"e":"depthUpdate","E":\#(time),"s":"\#(market.symbol)","U":\#(before + 1),"#
      + #""u":\#(book.id),"b":\#(text(bids)),"a":\#(text(asks))}"#
  }

  /// The body of `/depth`.
  func body(limit: Int) -> String {
    #"{"lastUpdateId":\#(id),"bids":\#(Self.text(best(bids, limit, >))),"#
      + #""asks":\#(Self.text(best(asks, limit, <)))}"#
  }

  /// The end of the record that a right client makes of it.
  func truth(levels: Int) -> String {
    func side(_ levels: [(Int64, Int64)]) -> String {
      levels.map {
        "[\(Figures.record($0.0, scale: Figures.priceScale)),"
          + "\(Figures.record($0.1, scale: Figures.quantityScale))]"
      }.joined(separator: ",")
    }
    return #""last_id":\#(id),"snapshot":true,"bids":[\#(side(best(bids, levels, >)))],"#
      + #""asks":[\#(side(best(asks, levels, <)))]}"#
  }

  private func best(
    _ side: [Int64: Int64], _ count: Int, _ before: (Int64, Int64) -> Bool
  ) -> [(Int64, Int64)] {
    side.sorted { before($0.key, $1.key) }.prefix(count).map { ($0.key, $0.value) }
  }

  private static func text(_ levels: [(Int64, Int64)]) -> String {
    let rows = levels.map {
      #"["\#(Figures.exchange($0.0, scale: Figures.priceScale))","#
        + #""\#(Figures.exchange($0.1, scale: Figures.quantityScale))"]"#
    }
    return "[" + rows.joined(separator: ",") + "]"
  }
}
