import CXRecord

extension Decimal {
  /// The natural logarithm, rounded half to even to 18 significant digits; nil for zero and below.
  ///
  /// x = f × 2ʲ × 10ᵏ with f in [¾, 1½), and ln f = 2 artanh((f-1)/(f+1)) by its power series
  /// (Abramowitz and Stegun, 4.1.27), with 38 digits. Near 1, j and k are 0, so that nothing cancels
  /// there.
  func naturalLogarithm() -> Decimal? {
    if self <= .zero { return nil }
    let number = normalized
    var f = number
    var twos = 0
    var tens = 0
    if number < Decimal(units: 75, scale: 2) || number >= Decimal(units: 15, scale: 1) {
      tens = number.exponent
      // The leading digit before the point: 1 ≤ f < 10.
      f = Decimal(wide: number.units, scale: UInt8(tens + Int(number.scale)))
      while f >= Decimal(units: 15, scale: 1) {
        guard let half = f.divided(by: Decimal(2), digits: Self.digits) else { return nil }
        f = half
        twos += 1
      }
    }
    guard
      let sum = Self.logarithmNearOne(f),
      let ofTwos = Self.logarithmOf2.multiplied(by: Decimal(twos), digits: Self.digits),
      let ofTens = Self.logarithmOf10.multiplied(by: Decimal(tens), digits: Self.digits)
    else { return nil }
    return sum.adding(ofTwos)?.adding(ofTens)?.rounded(toDigits: Precision.outputDigits)
  }

  private static let digits = 37
  /// ln 2 and ln 10 with 36 decimals (OEIS A002162 and A002392).
  private static let logarithmOf2 = Decimal(
    units: 693_147_180_559_945_309_417_232_121_458_176_568, scale: 36)
  private static let logarithmOf10 = Decimal(
    units: 2_302_585_092_994_045_684_017_991_454_684_364_208, scale: 36)

  private static func logarithmNearOne(_ f: Decimal) -> Decimal? {
    guard
      let above = f.subtracting(Decimal(1)), let sum = f.adding(Decimal(1)),
      let z = above.divided(by: sum, digits: digits), let zz = z.multiplied(by: z, digits: digits)
    else { return nil }
    var power = z
    var total = z
    var odd = 3
    while true {
      guard
        let next = power.multiplied(by: zz, digits: digits),
        let term = next.divided(by: Decimal(odd), digits: digits)
      else { return nil }
      // Behind the last digit that counts.
      if term.isZero || term.exponent < total.exponent - digits { break }
      guard let more = total.adding(term)?.rounded(toDigits: digits) else { return nil }
      (power, total, odd) = (next, more, odd + 2)
    }
    return total.adding(total)
  }
}
