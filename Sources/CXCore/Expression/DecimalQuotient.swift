import CXRecord

extension Decimal {
  /// The quotient with at least 16 significant digits and no fewer decimals than either number,
  /// rounded half to even; nil when the divisor is zero or the quotient does not fit.
  ///
  /// This is the rule of PostgreSQL's `numeric` (`select_div_scale` in
  /// `src/backend/utils/adt/numeric.c`, `NUMERIC_MIN_SIG_DIGITS` 16), counted in decimal digits
  /// where PostgreSQL counts groups of four. What would exceed ``maximumDigits`` has fewer decimals.
  func quotient(by divisor: Decimal) -> Decimal? {
    if divisor.isZero { return nil }
    if isZero { return .zero }
    let (top, bottom) = (normalized, divisor.normalized)
    // The quotient's first digit has this power of ten or the one above it.
    let power = top.exponent - bottom.exponent - 1
    let limit = min(Int(Self.maximumScale), max(0, Self.maximumDigits - 2 - power))
    let needed = min(max(0, Precision.leastDigits - 1 - power), limit)
    let wanted = min(max(needed, Int(top.scale), Int(bottom.scale)), limit)
    return top.divided(by: bottom, scale: UInt8(wanted))
      ?? top.divided(by: bottom, scale: UInt8(needed))
  }
}
