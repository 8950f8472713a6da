// Exact sums and products, and quotients rounded to so many decimals.
//
// Each has a way of 128 bits, which nearly all numbers take, before the one of 256.
extension Decimal {
  /// The exact sum, or nil when it does not fit.
  public func adding(_ other: Decimal) -> Decimal? {
    if scale == other.scale, let left = units.narrow, let right = other.units.narrow {
      let (sum, overflow) = left.addingReportingOverflow(right)
      if !overflow { return Decimal(units: sum, scale: scale) }
    }
    return wideSum(other) ?? normalized.wideSum(other.normalized)
  }

  private func wideSum(_ other: Decimal) -> Decimal? {
    let common = max(scale, other.scale)
    guard
      let left = units(atScale: common), let right = other.units(atScale: common),
      let sum = left.adding(right)
    else { return nil }
    return Decimal(checking: sum, scale: common)
  }

  /// The exact difference, or nil when it does not fit.
  public func subtracting(_ other: Decimal) -> Decimal? { adding(-other) }

  /// The exact product, or nil when it does not fit.
  public func multiplied(by other: Decimal) -> Decimal? {
    product(other) ?? normalized.product(other.normalized) ?? shortenedProduct(other)
  }

  /// The product where only zeros at its end make it too long.
  private func shortenedProduct(_ other: Decimal) -> Decimal? {
    let product = units.magnitude.multipliedFullWidth(by: other.units.magnitude)
    let scale = Int(scale) + Int(other.scale)
    let least = max(product.leastDigits, scale) - Self.maximumDigits
    // The number of digits is known but for one.
    for places in max(least, 0)..<max(least, 0) + 2
    where places <= min(scale, Self.maximumDigits) && scale - places <= Self.maximumDigits {
      if let (shorter, rest) = product.divided(by: PowersOfTen.uint256(places)), rest.isZero,
        let result = Decimal(
          shorter, scale: UInt8(scale - places),
          isNegative: units.isNegative != other.units.isNegative)
      {
        return result
      }
    }
    return nil
  }

  private func product(_ other: Decimal) -> Decimal? {
    let digits = Int(scale) + Int(other.scale)
    guard digits <= Int(Self.maximumScale), let product = units.multiplied(by: other.units) else {
      return nil
    }
    return Decimal(checking: product, scale: UInt8(digits))
  }

  /// The quotient with `scale` decimals, rounded half to even (IEEE 754's roundTiesToEven); nil
  /// when the divisor is zero or the quotient does not fit.
  public func divided(by divisor: Decimal, scale wanted: UInt8) -> Decimal? {
    if divisor.isZero || wanted > Self.maximumScale { return nil }
    // units / 10^s ÷ (d / 10^t) = units × 10^(w + t - s) / d at scale w.
    let shift = Int(wanted) + Int(divisor.scale) - Int(scale)
    guard let (quotient, remainder, denominator) = quotient(by: divisor.units, shift: shift) else {
      return nil
    }
    return Decimal(
      quotient.roundedHalfToEven(remainder, of: denominator), scale: wanted,
      isNegative: units.isNegative != divisor.units.isNegative)
  }

  /// `units × 10^shift ÷ divisor` of the magnitudes, cut to a whole number, with what is left and
  /// what it is to be compared with; nil when the quotient has too many digits.
  func quotient(
    by divisor: Int256, shift: Int
  ) -> (quotient: UInt256, remainder: UInt256, denominator: UInt256)? {
    var numerator = units.magnitude
    var denominator = divisor.magnitude
    if shift < 0 {
      guard -shift <= Self.maximumDigits,
        let product = denominator.multiplied(by: PowersOfTen.uint256(-shift))
      else {
        // A divisor beyond 256 bits means a quotient below half a unit.
        return (.zero, .zero, denominator)
      }
      denominator = product
    } else if shift > Self.maximumDigits {
      // A quotient of 76 digits leaves room for the first of these zeros.
      guard shift <= 2 * Self.maximumDigits,
        let product = numerator.multiplied(by: PowersOfTen.uint256(shift - Self.maximumDigits))
      else { return numerator.isZero ? (.zero, .zero, denominator) : nil }
      numerator = product
    }
    let power = PowersOfTen.uint256(min(max(shift, 0), Self.maximumDigits))
    guard
      let (quotient, remainder) = numerator.multipliedFullWidth(by: power).divided(by: denominator)
    else { return nil }
    return (quotient, remainder, denominator)
  }

  /// This number with at most `wanted` decimals, rounded half to even.
  public func rounded(toScale wanted: UInt8) -> Decimal {
    if wanted >= scale { return self }
    let power = PowersOfTen.uint256(Int(scale - wanted))
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: units.magnitude).divided(by: power),
      let result = Decimal(
        quotient.roundedHalfToEven(remainder, of: power), scale: wanted,
        isNegative: units.isNegative)
    else { return self }
    return result
  }

  /// This number without its decimals: cut towards zero, and whether that lost anything.
  package var whole: (number: Decimal, isExact: Bool) {
    guard
      let power = Int256(PowersOfTen.uint256(Int(scale)), isNegative: false),
      let (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
    else { return (self, true) }
    return (Decimal(wide: quotient, scale: 0), remainder.isZero)
  }

  /// What is left of a division whose quotient is cut to a whole number, with the sign of this
  /// number; nil when the divisor is zero or there is no common scale.
  package func remainder(dividingBy divisor: Decimal) -> Decimal? {
    let (top, bottom) = (normalized, divisor.normalized)
    let common = max(top.scale, bottom.scale)
    guard let left = top.units(atScale: common), let right = bottom.units(atScale: common),
      let (_, remainder) = left.quotientAndRemainder(dividingBy: right)
    else { return nil }
    return Decimal(checking: remainder, scale: common)
  }

  /// The number with its sign turned.
  public static prefix func - (value: Decimal) -> Decimal {
    Decimal(wide: value.units.negated, scale: value.scale)
  }

  /// The distance from zero.
  public var magnitude: Decimal { units.isNegative ? -self : self }
}

extension UInt256 {
  /// A quotient cut to a whole number, rounded by what was left of the division by `denominator`.
  func roundedHalfToEven(_ remainder: UInt256, of denominator: UInt256) -> UInt256 {
    // Twice the remainder may have 257 bits; what lacks to the denominator does not.
    let lacking = denominator.subtracting(remainder)
    let isAbove = remainder > lacking
    let isTie = remainder == lacking
    return isAbove || (isTie && low & 1 == 1) ? adding(UInt256(low: 1)).sum : self
  }
}
