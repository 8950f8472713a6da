import CXRecord

/// Simple moving average: (x₁ + … + xₙ) / n over the last n values, the sum exact.
///
/// J. J. Murphy, Technical Analysis of the Financial Markets (1999), chapter 9.
struct SMA: Codable, Sendable, Equatable {
  private var window: SlidingWindow

  init(_ length: Int) {
    window = SlidingWindow(length: length)
  }

  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    try window.push(value)
    return try window.mean()
  }
}
