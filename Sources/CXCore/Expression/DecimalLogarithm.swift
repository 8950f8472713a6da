import CXRecord

extension Decimal {
  /// The natural logarithm, rounded half to even to 18 decimals; nil for zero and below.
  ///
  /// x = f × 2ʲ × 10ᵏ with f in [¾, 1½), and ln f = 2 artanh((f-1)/(f+1)) by its power series
  /// (Abramowitz and Stegun, 4.1.27), in fixed point with 34 decimals.
  func naturalLogarithm() -> Decimal? {
    if units <= 0 { return nil }
    let value = normalized
    let power = value.exponent
    let digits = power + Int(value.scale)
    // The leading digit before the point: 1 ≤ f < 10.
    guard digits <= 34 else {
      let shorter = Decimal(units: value.units, scale: UInt8(digits)).rounded(toScale: 34)
      return Self.logarithm(shorter.units, power: power)
    }
    return Self.logarithm(value.units * PowersOfTen.int128(UInt8(34 - digits)), power: power)
  }

  private static let one = PowersOfTen.int128(34)
  /// ln 2 and ln 10 with 34 decimals (OEIS A002162 and A002392).
  private static let logarithmOf2: Int128 = 6_931_471_805_599_453_094_172_321_214_581_766
  private static let logarithmOf10: Int128 = 23_025_850_929_940_456_840_179_914_546_843_642

  private static func logarithm(_ fixed: Int128, power: Int) -> Decimal? {
    var f = fixed
    var twos: Int128 = 0
    while f >= one + one / 2 {
      f = (f + 1) / 2
      twos += 1
    }
    guard let z = ratio(f - one, one, f + one), let zz = ratio(z, z, one) else { return nil }
    var term = z
    var sum = z
    var odd: Int128 = 3
    while term != 0 {
      guard let next = ratio(term, zz, one) else { return nil }
      term = next
      sum += term / odd
      odd += 2
    }
    let total = 2 * sum + twos * logarithmOf2 + Int128(power) * logarithmOf10
    return Decimal(units: total, scale: 34).rounded(toScale: 18)
  }

  /// a × b ÷ c, cut towards zero.
  private static func ratio(_ a: Int128, _ b: Int128, _ c: Int128) -> Int128? {
    guard
      let (quotient, _) = WideProduct(a.magnitude, b.magnitude).divided(by: c.magnitude),
      let magnitude = Int128(exactly: quotient)
    else { return nil }
    return (a < 0) != (b < 0) ? -magnitude : magnitude
  }
}
