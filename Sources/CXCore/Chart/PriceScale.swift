import CXRecord

/// Prices as positions along an axis, in whole numbers throughout.
struct PriceScale {
  /// Lowest and highest price, × 10^``scale``; the highest is above the lowest.
  let low: Int128
  let high: Int128
  /// Decimals of both.
  let scale: UInt8

  /// A scale that holds all lows and highs; nil without candles.
  ///
  /// Where prices have more digits than 128 bits hold at the finest scale among them, they are
  /// rounded: far below what a position can show.
  init?(_ candles: some Sequence<Candle>) {
    var lowest: Decimal?
    var highest: Decimal?
    var finest: UInt8 = 0
    for candle in candles {
      for price in [candle.low, candle.high, candle.open, candle.close] {
        lowest = min(lowest ?? price, price)
        highest = max(highest ?? price, price)
        finest = max(finest, price.normalized.scale)
      }
    }
    guard let lowest, let highest else { return nil }
    var scale = finest
    while scale > 0, Self.units(lowest, scale) == nil || Self.units(highest, scale) == nil {
      scale -= 1
    }
    var low = Self.units(lowest, scale) ?? 0
    var high = Self.units(highest, scale) ?? 0
    if low == high {
      // A flat market still needs a span: a unit of the last decimal to either side.
      low = low == .min ? low : low - 1
      high = high == .max ? high : high + 1
    }
    self.low = low
    self.high = high
    self.scale = scale
  }

  /// Where a price lies: 0 at the lowest, `steps` - 1 at the highest; half-way rounds up.
  func position(_ price: Decimal, steps: Int) -> Int {
    guard steps > 1 else { return 0 }
    let units = min(max(Self.units(price, scale) ?? low, low), high)
    let span = UInt128(bitPattern: high &- low)
    let product = WideProduct(UInt128(bitPattern: units &- low), UInt128(steps - 1))
    guard let (quotient, remainder) = product.divided(by: UInt256(low: span)) else { return 0 }
    return Int(quotient.low) + (remainder.low >= span - remainder.low ? 1 : 0)
  }

  /// Round prices (1, 2 or 5 times a power of ten apart), at most `count` + 1, ascending.
  func ticks(atMost count: Int) -> [Decimal] {
    let span = UInt128(bitPattern: high &- low)
    for exponent in UInt8(0)...38 {
      for factor in [1, 2, 5] as [Int128] {
        let (step, overflow) = PowersOfTen.int128(exponent)
          .multipliedReportingOverflow(by: factor)
        if overflow { return [] }
        if span / step.magnitude <= UInt128(max(count, 1)) { return multiples(of: step) }
      }
    }
    return []
  }

  private func multiples(of step: Int128) -> [Decimal] {
    let (quotient, remainder) = low.quotientAndRemainder(dividingBy: step)
    var (next, beyond) = (quotient + (remainder > 0 ? 1 : 0))
      .multipliedReportingOverflow(by: step)
    var result: [Decimal] = []
    while !beyond, next <= high {
      result.append(Decimal(units: next, scale: scale))
      (next, beyond) = next.addingReportingOverflow(step)
    }
    return result
  }

  private static func units(_ price: Decimal, _ scale: UInt8) -> Int128? {
    price.rounded(toScale: scale).units(atScale: scale)?.narrow
  }
}
