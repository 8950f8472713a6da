import CXRecord

extension Decimal {
  /// The power of ten of the first digit: 2 for 123, -3 for 0.00456; 0 for zero.
  var exponent: Int {
    var digits = 0
    var rest = units.magnitude
    while rest >= 10_000_000_000 {
      rest /= 10_000_000_000
      digits += 10
    }
    var small = UInt64(rest)
    while small >= 10 {
      small /= 10
      digits += 1
    }
    return digits - Int(scale)
  }

  /// The quotient with at least 16 significant digits and no fewer decimals than either number,
  /// rounded half to even; nil when the divisor is zero or the quotient does not fit.
  ///
  /// This is the rule of PostgreSQL's `numeric` (`select_div_scale` in
  /// `src/backend/utils/adt/numeric.c`, `NUMERIC_MIN_SIG_DIGITS` 16), counted in decimal digits
  /// where PostgreSQL counts groups of four. What would exceed 38 digits has fewer decimals.
  func quotient(by divisor: Decimal) -> Decimal? {
    if divisor.units == 0 { return nil }
    if units == 0 { return .zero }
    let (top, bottom) = (normalized, divisor.normalized)
    // The quotient's first digit has this power of ten or the one above it.
    let power = top.exponent - bottom.exponent - 1
    let needed = max(0, 15 - power)
    let wanted = max(needed, Int(top.scale), Int(bottom.scale))
    let limit = min(Int(Self.maximumScale), max(0, 36 - power))
    return top.divided(by: bottom, scale: UInt8(min(wanted, limit)))
      ?? top.divided(by: bottom, scale: UInt8(min(needed, limit)))
  }

  /// What is left of a division whose quotient is cut to a whole number, with the sign of this
  /// number; nil when the divisor is zero or 128 bits do not hold a common scale.
  func remainder(dividingBy divisor: Decimal) -> Decimal? {
    let common = max(scale, divisor.scale)
    guard
      divisor.units != 0, let left = units(atScale: common),
      let right = divisor.units(atScale: common)
    else { return nil }
    if right == -1 { return .zero }
    return Decimal(units: left % right, scale: common)
  }
}
