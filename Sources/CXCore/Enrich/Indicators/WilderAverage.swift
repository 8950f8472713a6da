import CXRecord

/// Wilder's smoothing: y ← (y·(n−1) + x) / n, begun with the mean of the first n.
///
/// J. W. Wilder, New Concepts in Technical Trading Systems (1978), sections III and VI. Kept with
/// 18 decimals.
struct WilderAverage: Codable, Sendable, Equatable {
  private let length: Int
  private var count = 0
  /// The sum of the first values, then the average.
  private var value = Decimal.zero

  init(_ length: Int) {
    self.length = length
  }

  mutating func push(_ input: Decimal) throws(EvaluationProblem) -> Decimal? {
    let scale = IndicatorSpec.workingScale
    let input = input.rounded(toScale: scale)
    var sum = input
    if count < length {
      sum = try value.adding(input).fitting()
      if count + 1 < length {
        value = sum
        count += 1
        return nil
      }
      count += 1
    } else {
      let kept = try value.multiplied(by: Decimal(length - 1)).fitting()
      sum = try kept.adding(input).fitting()
    }
    value = try sum.divided(by: Decimal(length), scale: scale).fitting()
    return value
  }
}
