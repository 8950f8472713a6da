import CXRecord

/// A price and what is offered or wanted at it.
public struct BookLevel: Codable, Equatable, Sendable {
  /// The price.
  public var price: Decimal
  /// The quantity; 0 in a change says that the level is gone.
  public var quantity: Decimal

  /// A level; see the fields.
  public init(price: Decimal, quantity: Decimal) {
    self.price = price
    self.quantity = quantity
  }
}

/// The two sides of a market: who wants to buy and to sell, at which price.
public struct OrderBook: Codable, Equatable, Sendable {
  // Best last, where most changes are: inserting there moves little.
  private var bidsUp: [BookLevel] = []
  private var asksDown: [BookLevel] = []

  /// An empty book.
  public init() {}

  /// A book of these levels, in any order.
  public init(bids: [BookLevel], asks: [BookLevel]) {
    for level in bids { setBid(level) }
    for level in asks { setAsk(level) }
  }

  /// The `count` highest bids, best first.
  public func bids(_ count: Int) -> ArraySlice<BookLevel> {
    bidsUp.reversed().prefix(count)[...]
  }

  /// The `count` lowest asks, best first.
  public func asks(_ count: Int) -> ArraySlice<BookLevel> {
    asksDown.reversed().prefix(count)[...]
  }

  /// Sets what is wanted at a price; 0 removes the level, known or not.
  public mutating func setBid(_ level: BookLevel) {
    Self.set(level, in: &bidsUp) { $0.price < level.price }
  }

  /// Sets what is offered at a price; 0 removes the level, known or not.
  public mutating func setAsk(_ level: BookLevel) {
    Self.set(level, in: &asksDown) { $0.price > level.price }
  }

  private static func set(
    _ level: BookLevel, in side: inout [BookLevel], isBefore: (BookLevel) -> Bool
  ) {
    var low = 0
    var high = side.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(side[middle]) { low = middle + 1 } else { high = middle }
    }
    let isKnown = low < side.count && side[low].price == level.price
    if level.quantity == .zero {
      if isKnown { side.remove(at: low) }
    } else if isKnown {
      side[low].quantity = level.quantity
    } else {
      side.insert(level, at: low)
    }
  }
}
