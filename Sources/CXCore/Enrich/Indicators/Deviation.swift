import CXRecord

/// Mean and standard deviation of the last n values, taken as a population: √(Σ(x − mean)² / n).
///
/// The divisor is n, as in TA-Lib's `STDDEV` and in Bollinger's bands, not n − 1. The sums of
/// values and squares slide exactly, (n·Σx² − (Σx)²) / n² is the variance, so nothing cancels.
struct Deviation: Codable, Sendable, Equatable {
  private var window: SlidingWindow
  private var squares = Decimal.zero

  init(_ length: Int) {
    window = SlidingWindow(length: length)
  }

  /// The mean, and the deviation with at least 16 significant digits.
  mutating func push(
    _ value: Decimal
  ) throws(EvaluationProblem) -> (mean: Decimal, deviation: Decimal)? {
    let square = try value.multiplied(by: value).fitting()
    let larger = try squares.adding(square).fitting()
    if let dropped = try window.push(value) {
      squares = try larger.subtracting(try dropped.multiplied(by: dropped).fitting()).fitting()
    } else {
      squares = larger
    }
    guard let mean = try window.mean(scale: IndicatorSpec.workingScale) else { return nil }
    let length = Decimal(window.length)
    let sum = window.sum
    let spread = try squares.multiplied(by: length).fitting()
      .subtracting(try sum.multiplied(by: sum).fitting()).fitting()
    let variance = try spread.quotient(by: try length.multiplied(by: length).fitting()).fitting()
    return (mean, try variance.squareRoot().fitting())
  }
}
