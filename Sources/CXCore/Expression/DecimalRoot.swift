import CXRecord

extension Decimal {
  /// The square root with at least 16 significant digits and no fewer decimals than the number,
  /// as far as 19 digits go, rounded to the nearest; nil for a negative number.
  ///
  /// The digits are PostgreSQL's rule for `sqrt(numeric)`, as for ``quotient(by:)``. The root of
  /// an integer is Newton's iteration from above, exact to the unit.
  func squareRoot() -> Decimal? {
    if units < 0 { return nil }
    if units == 0 { return .zero }
    var radicand = normalized
    let power = radicand.exponent >> 1
    let scale = min(max(15 - power, Int(radicand.scale), 0), max(0, 18 - power), 38)
    // root × 10^scale = √(units × 10^(2·scale - s)).
    let shift = 2 * scale - Int(radicand.scale)
    if shift < 0 { radicand = radicand.rounded(toScale: UInt8(2 * scale)) }
    guard let factor = PowersOfTen.wide(max(0, shift)) else { return nil }
    let (square, overflow) = radicand.units.magnitude.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    let root = Self.integerRoot(square)
    // (r + ½)² = r² + r + ¼, so the nearest is r + 1 when more than r is left.
    let nearest = square - root * root > root ? root + 1 : root
    return Decimal(units: Int128(nearest), scale: UInt8(scale))
  }

  private static func integerRoot(_ square: UInt128) -> UInt128 {
    if square < 2 { return square }
    let bits = 128 - square.leadingZeroBitCount
    var root: UInt128 = 1 << UInt128((bits + 1) / 2)
    while true {
      let next = (root + square / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}
