import CXRecord

extension Decimal {
  /// The square root with at least 16 significant digits and no fewer decimals than the number,
  /// as far as 38 digits go, rounded half to even; nil for a negative number.
  ///
  /// The digits are PostgreSQL's rule for `sqrt(numeric)`, as for ``quotient(by:)``.
  func squareRoot() -> Decimal? {
    let number = normalized
    return number.squareRoot(digits: Precision.leastDigits, decimals: Int(number.scale))
  }
}
