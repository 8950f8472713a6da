// Numbers of so many significant digits, wherever the point stands: what quotients, roots and
// averages are, which no number of decimals suits at 10⁻¹² and at 10¹² alike.
//
// Rounding is half to even, as IEEE 754's decimals have it; the digits end at the 76th decimal.
extension Decimal {
  /// The power of ten of the first digit: 2 for 123, -3 for 0.00456; 0 for zero.
  package var exponent: Int {
    units.isZero ? 0 : units.magnitude.digits - 1 - Int(scale)
  }

  /// This number with at most so many significant digits.
  package func rounded(toDigits digits: Int) -> Decimal {
    let excess = units.magnitude.digits - digits
    if excess <= 0 { return self }
    let power = PowersOfTen.uint256(excess)
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: units.magnitude).divided(by: power)
    else { return self }
    return Self.number(
      quotient.roundedHalfToEven(remainder, of: power), scale: Int(scale) - excess,
      isNegative: units.isNegative) ?? self
  }

  /// The quotient with so many significant digits; nil when the divisor is zero or the quotient does
  /// not fit.
  package func divided(by divisor: Decimal, digits: Int) -> Decimal? {
    if divisor.isZero { return nil }
    if isZero { return .zero }
    // The quotient of the units has this many digits or one less.
    let whole = units.magnitude.digits - divisor.units.magnitude.digits + 1
    let places = Int(scale) - Int(divisor.scale)
    let shift = min(digits + 1 - whole, Int(Self.maximumScale) - places)
    guard
      var (quotient, remainder, denominator) = quotient(by: divisor.units, shift: shift)
    else { return nil }
    var scale = shift + places
    if quotient >= PowersOfTen.uint256(digits),
      let (shorter, digit) = WideProduct(high: .zero, low: quotient)
        .divided(by: UInt256(low: 10))
    {
      // One digit too many: it says all about rounding, but for whether anything is behind it.
      let isBehind = !remainder.isZero
      quotient = shorter
      scale -= 1
      (remainder, denominator) = (
        UInt256(low: digit.low * 2 + (isBehind ? 1 : 0)), UInt256(low: 20)
      )
    }
    return Self.number(
      quotient.roundedHalfToEven(remainder, of: denominator), scale: scale,
      isNegative: units.isNegative != divisor.units.isNegative)
  }

  /// The sum with at most so many significant digits; nil where even that does not fit.
  package func adding(_ other: Decimal, digits: Int) -> Decimal? {
    if let sum = adding(other) { return sum.rounded(toDigits: digits) }
    // Digits that far apart: the last ones of either count only where the other is.
    let places = Self.maximumDigits - 3 - max(exponent, other.exponent)
    let scale = UInt8(min(max(0, places), Int(Self.maximumScale)))
    return rounded(toScale: scale).adding(other.rounded(toScale: scale))?.rounded(toDigits: digits)
  }

  /// The number times a power of ten; rounded half to even where it gets more decimals than fit, nil
  /// where it gets too large.
  package func movingPoint(_ places: Int) -> Decimal? {
    let moved = Int(scale) - places
    if moved <= Int(Self.maximumScale) {
      return Self.number(units.magnitude, scale: moved, isNegative: units.isNegative)
    }
    let excess = moved - Int(Self.maximumScale)
    if excess > Self.maximumDigits { return .zero }
    let power = PowersOfTen.uint256(excess)
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: units.magnitude).divided(by: power)
    else { return nil }
    return Self.number(
      quotient.roundedHalfToEven(remainder, of: power), scale: Int(Self.maximumScale),
      isNegative: units.isNegative)
  }

  /// The product with at most so many significant digits; nil where either factor has more than 38.
  package func multiplied(by other: Decimal, digits: Int) -> Decimal? {
    guard let left = units.narrow, let right = other.units.narrow else { return nil }
    let product = Int256.product(left, right)
    let scale = Int(scale) + Int(other.scale)
    let excess = max(product.magnitude.digits - digits, scale - Int(Self.maximumScale), 0)
    guard excess > 0 else {
      return Self.number(product.magnitude, scale: scale, isNegative: product.isNegative)
    }
    if excess > Self.maximumDigits { return .zero }
    let power = PowersOfTen.uint256(excess)
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: product.magnitude)
        .divided(by: power)
    else { return nil }
    return Self.number(
      quotient.roundedHalfToEven(remainder, of: power), scale: scale - excess,
      isNegative: product.isNegative)
  }

  /// The square root with at least so many significant digits and so many decimals, as far as 38
  /// digits go, rounded half to even; nil for a negative number.
  package func squareRoot(digits: Int, decimals: Int = 0) -> Decimal? {
    if units.isNegative { return nil }
    if isZero { return .zero }
    let power = exponent >> 1
    // root × 10^w = √(units × 10^(2w - s)).
    let least = min(digits - 1 - power, Int(Self.maximumScale))
    var wanted = max(least, min(decimals, 37 - power))
    var shift = 2 * wanted - Int(scale)
    while shift > 0, units.magnitude.digits + shift > Self.maximumDigits {
      // An odd digit more or less is all that can be too much for numbers of many digits.
      wanted -= 1
      shift -= 2
    }
    let (square, rest) =
      shift >= 0
      ? (units.magnitude.multiplied(by: PowersOfTen.uint256(shift)), UInt256.zero)
      : Self.cut(units.magnitude, by: -shift)
    guard let square else { return nil }
    let root = square.squareRoot()
    // (r + ½)² = r² + r + ¼, so the nearest is r + 1 when more than r + ¼ is left. A tie would need
    // a number of more digits than those that are left.
    guard let squared = root.multiplied(by: root) else { return nil }
    let left = square.subtracting(squared)
    let quarter =
      shift < -1 ? PowersOfTen.uint256(-shift - 2).multiplied(by: UInt256(low: 25)) : nil
    let isAbove = left > root || (left == root && rest > quarter ?? UInt256(low: 2))
    return Self.number(
      isAbove ? root.adding(UInt256(low: 1)).sum : root, scale: wanted, isNegative: false)
  }

  /// A number without its last digits, and those.
  private static func cut(_ number: UInt256, by places: Int) -> (UInt256?, UInt256) {
    guard places <= maximumDigits,
      let (quotient, remainder) = WideProduct(high: .zero, low: number)
        .divided(by: PowersOfTen.uint256(places))
    else { return (nil, .zero) }
    return (quotient, remainder)
  }

  /// A number whose scale may be below zero.
  private static func number(_ magnitude: UInt256, scale: Int, isNegative: Bool) -> Decimal? {
    if scale >= 0 {
      return Decimal(magnitude, scale: UInt8(scale), isNegative: isNegative)
    }
    guard -scale <= maximumDigits else { return nil }
    return magnitude.multiplied(by: PowersOfTen.uint256(-scale)).flatMap {
      Decimal($0, scale: 0, isNegative: isNegative)
    }
  }
}
