import CXRecord

/// Mean and standard deviation of the last n values, taken as a population: √(Σ(x − mean)² / n).
///
/// The divisor is n, as in TA-Lib's `STDDEV` and in Bollinger's bands, not n − 1. The sums of
/// values and squares slide exactly, (n·Σx² − (Σx)²) / n² is the variance, so nothing cancels.
/// Values are taken with their point moved so that the first one's is behind its first digit:
/// squares of small ones would have more decimals than fit.
struct Deviation: Codable, Sendable, Equatable {
  private var window: SlidingWindow
  private var squares = Decimal.zero
  /// How far the point is moved; nil before the first value that is not zero.
  private var places: Int?

  init(_ length: Int) {
    window = SlidingWindow(length: length)
  }

  /// The mean and the deviation, with 34 significant digits.
  mutating func push(
    _ value: Decimal
  ) throws(EvaluationProblem) -> (mean: Decimal, deviation: Decimal)? {
    if places == nil, !value.isZero { places = squares.isZero ? -value.exponent : 0 }
    let places = places ?? 0
    let value = try value.movingPoint(places).fitting()
    let square = try value.multiplied(by: value).fitting()
    let larger = try squares.adding(square).fitting()
    if let dropped = try window.push(value) {
      squares = try larger.subtracting(try dropped.multiplied(by: dropped).fitting()).fitting()
    } else {
      squares = larger
    }
    guard let mean = try window.mean() else { return nil }
    let digits = Precision.workingDigits
    let length = Decimal(window.length)
    let sum = window.sum
    let spread = try squares.multiplied(by: length).fitting()
      .subtracting(try sum.multiplied(by: sum).fitting()).fitting()
    let variance = try spread.divided(
      by: try length.multiplied(by: length).fitting(), digits: digits
    ).fitting()
    return (
      try mean.movingPoint(-places).fitting(),
      try variance.squareRoot(digits: digits)?.movingPoint(-places).fitting() ?? .zero
    )
  }
}
