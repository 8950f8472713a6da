import CXRecord

/// How many digits the numbers of a window have before the point and behind it, at most.
///
/// Sums are exact as long as both together fit into a decimal. What is so large or so fine that it
/// would leave no room for ordinary trades is refused, alone, whichever comes first; beside ordinary
/// ones there is room for prices and quantities of 38 digits.
struct Extent: Codable, Equatable, Sendable {
  private var whole: Int = 0
  private var decimals: Int = 0

  /// Room that is always kept: a notional below 10¹⁵, of a price and a quantity of 9 decimals each.
  private static var ordinaryWhole: Int { 15 }
  private static var ordinaryDecimals: Int { 18 }
  /// 10¹⁰ records of the largest size add no more digits than this.
  private static var growth: Int { 10 }
  /// More trades than that are in no candle, and 2²² of these counts have a sum of 62 bits.
  private static var mostTrades: Int64 { 1 << 40 }

  init() {}

  /// The extent of a candle; nil where it counts too many trades.
  init?(_ candle: Candle) {
    if candle.trades ?? 0 > Self.mostTrades { return nil }
    for price in [candle.open, candle.high, candle.low, candle.close] { join(price) }
    join(candle.volume)
    if let number = candle.quoteVolume { join(number) }
    if let number = candle.takerBuyVolume { join(number) }
    if let number = candle.takerBuyQuoteVolume { join(number) }
  }

  /// The extent of a trade; nil where price times quantity has too many digits for a decimal.
  init?(_ numbers: WideTrade) {
    guard let notional = numbers.price.multiplied(by: numbers.quantity) else { return nil }
    join(numbers.price)
    join(numbers.quantity)
    join(notional)
  }

  mutating func join(_ number: Decimal) {
    // Most numbers add nothing, and so need not be counted: 64 bits hold 19 digits.
    if number.scale <= Self.ordinaryDecimals, let units = Int64(exactly: number.units),
      number.scale >= 4 || units.magnitude < 1_000_000_000_000_000
    {
      return
    }
    whole = max(whole, number.exponent + 1)
    decimals = max(decimals, Int(number.scale))
  }

  mutating func join(_ other: Extent) {
    whole = max(whole, other.whole)
    decimals = max(decimals, other.decimals)
  }

  func joined(_ other: Extent) -> Extent {
    var joined = self
    joined.join(other)
    return joined
  }

  /// Whether it is no larger than what there is always room for.
  var isOrdinary: Bool { whole <= Self.ordinaryWhole && decimals <= Self.ordinaryDecimals }

  /// Whether sums of such numbers, and of ordinary ones, have no more digits than a decimal.
  var fits: Bool {
    max(whole, Self.ordinaryWhole) + max(decimals, Self.ordinaryDecimals) + Self.growth
      <= Decimal.maximumDigits
  }
}

extension TimeLane {
  /// Whether a record of that time finds room in the sums of the windows that it goes into.
  func hasRoom(for extent: Extent, at time: Int64) -> Bool {
    var joined = extent
    // Windows end in the order in which they begin.
    var place = windows.count
    while place > 0, windows[place - 1].end > time {
      place -= 1
      if case .session(let gap) = frame {
        // Those that the record joins become one.
        if windows[place].start.subtractingReportingOverflow(gap).partialValue >= time { continue }
        joined.join(windows[place].extent)
      } else {
        if windows[place].start > time { continue }
        if !extent.joined(windows[place].extent).fits { return false }
      }
    }
    return joined.fits
  }
}
