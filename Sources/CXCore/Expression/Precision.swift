/// How many significant digits numbers have that cannot be exact: the same for a price of 10⁻¹² and
/// for one of 10¹².
///
/// Sums, differences and products are exact and not meant here. All rounding is half to even, so
/// that equal input gives equal digits on every machine.
public enum Precision {
  /// Quotients and square roots in expressions have at least so many, and no fewer decimals than
  /// the numbers they are of.
  public static let leastDigits = 16
  /// Indicators, logarithms, `change` and the ratios that enrich adds.
  public static let outputDigits = 18
  /// What indicators keep from one record to the next, as many as IEEE 754's decimal128.
  public static let workingDigits = 34
}
