import CXRecord

/// Linearly weighted moving average: (1·x₁ + 2·x₂ + … + n·xₙ) / (n(n+1)/2), xₙ the newest.
///
/// J. J. Murphy, Technical Analysis of the Financial Markets (1999), chapter 9. Both sums slide
/// exactly: each step adds n·x and takes away the plain sum of the n values before it.
struct WMA: Codable, Sendable, Equatable {
  private var window: SlidingWindow
  private var weighted = Decimal.zero
  private var count = 0

  init(_ length: Int) {
    window = SlidingWindow(length: length)
  }

  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    let length = window.length
    let full = window.isFull
    let weight = Decimal(full ? length : count + 1)
    var next = try weighted.adding(try value.multiplied(by: weight).fitting()).fitting()
    if full { next = try next.subtracting(window.sum).fitting() }
    try window.push(value)
    weighted = next
    if !full { count += 1 }
    guard window.isFull else { return nil }
    return try weighted.divided(
      by: Decimal(length * (length + 1) / 2), digits: Precision.workingDigits
    ).fitting()
  }
}
