import CXRecord

/// Wilder's smoothing: y ← (y·(n−1) + x) / n, begun with the mean of the first n.
///
/// J. W. Wilder, New Concepts in Technical Trading Systems (1978), sections III and VI. Kept with
/// 34 significant digits.
struct WilderAverage: Codable, Sendable, Equatable {
  private let length: Int
  private var count = 0
  /// The sum of the first values, then the average.
  private var value = Decimal.zero

  init(_ length: Int) {
    self.length = length
  }

  mutating func push(_ input: Decimal) throws(EvaluationProblem) -> Decimal? {
    if count < length {
      value = try value.adding(input).fitting()
      count += 1
      if count < length { return nil }
    } else {
      // What fades away for long gets so fine that exact sums with what comes would not fit.
      let kept = try value.multiplied(by: Decimal(length - 1)).fitting()
      value = try kept.adding(input, digits: Decimal.maximumDigits).fitting()
    }
    value = try value.divided(by: Decimal(length), digits: Precision.workingDigits).fitting()
    return value
  }
}
