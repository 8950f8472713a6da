import CXRecord

/// Decimals of the prices and quantities of a window's sums, at most ``finest`` each.
struct Scales: Codable, Equatable, Sendable {
  var price: UInt8 = 0
  var quantity: UInt8 = 0

  /// 10¹⁸ is the largest power of ten in 64 bits.
  static var finest: UInt8 { 18 }

  init() {}

  /// A trade's own.
  init(_ trade: Trade.Small) {
    price = trade.priceScale
    quantity = trade.quantityScale
  }

  /// The finer of both.
  func joined(_ other: Scales) -> Scales {
    var joined = self
    joined.price = max(price, other.price)
    joined.quantity = max(quantity, other.quantity)
    return joined
  }

  var areUsable: Bool { price <= Self.finest && quantity <= Self.finest }

  /// Becomes fine enough for a trade; where that leaves no room for its digits, as coarse as it is.
  mutating func follow(_ trade: Trade.Small) {
    let own = Scales(trade)
    guard own.areUsable else { return }
    let joined = joined(own)
    if joined.numbers(of: trade) != nil {
      self = joined
    } else if own.numbers(of: trade) != nil {
      self = own
    }
  }

  /// A trade's numbers at these scales; nil where those have to become finer first, where 64 bits do
  /// not hold a number, and where sums of such products could leave 128 bits.
  @inline(__always)
  func numbers(of trade: Trade.Small) -> ScaledTrade? {
    // Trailing zeros are not written, so scales vary from line to line: no branch guesses them. A
    // finer trade wraps around to a difference above 18.
    let pricePlaces = price &- trade.priceScale
    let quantityPlaces = quantity &- trade.quantityScale
    guard pricePlaces <= Self.finest, quantityPlaces <= Self.finest else { return nil }
    let (price, above) = trade.price.multipliedReportingOverflow(
      by: PowersOfTen.int64(pricePlaces))
    let (quantity, beyond) = trade.quantity.multipliedReportingOverflow(
      by: PowersOfTen.int64(quantityPlaces))
    let (high, low) = price.multipliedFullWidth(by: quantity)
    let notional = Int128(high) << 64 | Int128(low)
    if above || beyond || !NarrowSums.isSafe(notional) { return nil }
    return ScaledTrade(price: price, quantity: quantity, notional: notional)
  }
}

/// A trade's numbers at the scales of a window.
struct ScaledTrade {
  let price: Int64
  let quantity: Int64
  /// `price × quantity`.
  let notional: Int128
}

/// The prices and sums of a window's trades, as nearly all windows have them: integers at
/// ``scales``, so that addition is exact and in any order the same.
struct NarrowSums: Codable, Equatable, Sendable {
  /// Quote volumes have the sum of both.
  var scales = Scales()
  var open: Int64 = 0
  var high: Int64 = .min
  var low: Int64 = .max
  var close: Int64 = 0
  var volume: Int128 = 0
  var quoteVolume: Int128 = 0
  var takerVolume: Int128 = 0
  var takerQuoteVolume: Int128 = 0

  /// Products below this cannot make a sum below ``safeSum`` overflow, and neither can 2³⁰ of them,
  /// more than a batch has.
  private static var safeNotional: Int128 { 1 << 96 }
  private static var safeSum: UInt128 { 1 << 120 }

  /// Whether a product's magnitude is below ``safeNotional``.
  @inline(__always)
  static func isSafe(_ notional: Int128) -> Bool {
    UInt128(bitPattern: notional &+ safeNotional) < UInt128(bitPattern: safeNotional << 1)
  }

  /// Whether a batch of trades may be added without another look.
  var isSafe: Bool { max(volume.magnitude, quoteVolume.magnitude) <= Self.safeSum }

  /// Adds a trade's numbers; what opens and closes is for others to say.
  @inline(__always)
  mutating func add(_ numbers: ScaledTrade, isBuy: Bool) {
    high = max(high, numbers.price)
    low = min(low, numbers.price)
    volume &+= Int128(numbers.quantity)
    quoteVolume &+= numbers.notional
    // A mask, not a branch: which side took is a coin toss.
    let mask: Int128 = isBuy ? -1 : 0
    takerVolume &+= Int128(numbers.quantity) & mask
    takerQuoteVolume &+= numbers.notional & mask
  }

  /// The same at finer scales; nil where they do not fit.
  func rescaled(to wanted: Scales) -> NarrowSums? {
    if wanted == scales { return self }
    guard wanted.areUsable, wanted.price >= scales.price, wanted.quantity >= scales.quantity else {
      return nil
    }
    let price = wanted.price - scales.price
    let quantity = wanted.quantity - scales.quantity
    var fits = true
    func scaled(_ value: Int64) -> Int64 {
      let (product, overflow) = value.multipliedReportingOverflow(by: PowersOfTen.int64(price))
      fits = fits && !overflow
      return product
    }
    func scaled(_ value: Int128, _ power: UInt8) -> Int128 {
      let (product, overflow) = value.multipliedReportingOverflow(by: PowersOfTen.int128(power))
      fits = fits && !overflow
      return product
    }
    var result = self
    result.scales = wanted
    result.open = scaled(open)
    result.high = scaled(high)
    result.low = scaled(low)
    result.close = scaled(close)
    result.volume = scaled(volume, quantity)
    result.takerVolume = scaled(takerVolume, quantity)
    result.quoteVolume = scaled(quoteVolume, price + quantity)
    result.takerQuoteVolume = scaled(takerQuoteVolume, price + quantity)
    return fits && result.isSafe ? result : nil
  }

  /// Adds the sums of another window of the same scales, of which there is a trade; nil where they
  /// do not fit.
  func adding(_ other: NarrowSums, opens: Bool, closes: Bool) -> NarrowSums? {
    var result = self
    if opens { result.open = other.open }
    if closes { result.close = other.close }
    result.high = max(high, other.high)
    result.low = min(low, other.low)
    result.volume &+= other.volume
    result.quoteVolume &+= other.quoteVolume
    result.takerVolume &+= other.takerVolume
    result.takerQuoteVolume &+= other.takerQuoteVolume
    return result.isSafe ? result : nil
  }
}
