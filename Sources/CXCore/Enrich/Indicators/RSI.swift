import CXRecord

/// Relative strength index: 100 · G / (G + L), G and L Wilder's averages of the rises and falls.
///
/// J. W. Wilder, New Concepts in Technical Trading Systems (1978), section VI: 100 − 100/(1 + G/L).
/// Needs n changes, so n + 1 values. Without any change in sight (G = L = 0) it is 50, neither
/// strong nor weak.
struct RSI: Codable, Sendable, Equatable {
  private var last: Decimal?
  private var rises: WilderAverage
  private var falls: WilderAverage

  init(_ length: Int) {
    rises = WilderAverage(length)
    falls = WilderAverage(length)
  }

  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    guard let last else {
      self.last = value
      return nil
    }
    let change = try value.subtracting(last).fitting()
    self.last = value
    let rise = try rises.push(change > .zero ? change : .zero)
    let fall = try falls.push(change < .zero ? -change : .zero)
    guard let rise, let fall else { return nil }
    let digits = Precision.workingDigits
    let both = try rise.adding(fall, digits: digits).fitting()
    if both.isZero { return Decimal(50) }
    let hundredfold = try rise.multiplied(by: Decimal(100)).fitting()
    return try hundredfold.divided(by: both, digits: digits).fitting()
  }
}
