import CXRecord

/// The prices and sums of a window's trades where ``NarrowSums`` are too small: exact decimals.
///
/// Nothing is added that ``Extent`` does not let through, so that each sum fits.
struct WideSums: Codable, Equatable, Sendable {
  var open: Decimal
  var high: Decimal
  var low: Decimal
  var close: Decimal
  var volume = Decimal.zero
  var quoteVolume = Decimal.zero
  var takerVolume = Decimal.zero
  var takerQuoteVolume = Decimal.zero

  /// No trade yet; the first one has that price.
  init(price: Decimal) {
    (open, high, low, close) = (price, price, price, price)
  }

  /// The same of a window that has trades.
  init(_ sums: NarrowSums) {
    func price(_ units: Int64) -> Decimal {
      Decimal(units: Int128(units), scale: sums.scales.price)
    }
    func volume(_ units: Int128) -> Decimal { Decimal(units: units, scale: sums.scales.quantity) }
    func quote(_ units: Int128) -> Decimal {
      Decimal(units: units, scale: sums.scales.price + sums.scales.quantity)
    }
    open = price(sums.open)
    high = price(sums.high)
    low = price(sums.low)
    close = price(sums.close)
    self.volume = volume(sums.volume)
    quoteVolume = quote(sums.quoteVolume)
    takerVolume = volume(sums.takerVolume)
    takerQuoteVolume = quote(sums.takerQuoteVolume)
  }

  /// Adds a trade.
  mutating func add(_ fill: Fill, opens: Bool, closes: Bool) {
    let numbers = fill.numbers
    let notional = numbers.price.multiplied(by: numbers.quantity) ?? .zero
    var other = WideSums(price: numbers.price)
    other.volume = numbers.quantity
    other.quoteVolume = notional
    if fill.trade.side == .buy {
      other.takerVolume = numbers.quantity
      other.takerQuoteVolume = notional
    }
    add(other, opens: opens, closes: closes)
  }

  /// Adds the sums of another window.
  mutating func add(_ other: WideSums, opens: Bool, closes: Bool) {
    // Always: ``Extent`` keeps out what would have no exact sum.
    guard
      let volume = volume.adding(other.volume),
      let quoteVolume = quoteVolume.adding(other.quoteVolume),
      let takerVolume = takerVolume.adding(other.takerVolume),
      let takerQuoteVolume = takerQuoteVolume.adding(other.takerQuoteVolume)
    else { return }
    if opens { open = other.open }
    if closes { close = other.close }
    high = max(high, other.high)
    low = min(low, other.low)
    self.volume = volume
    self.quoteVolume = quoteVolume
    self.takerVolume = takerVolume
    self.takerQuoteVolume = takerQuoteVolume
  }
}
