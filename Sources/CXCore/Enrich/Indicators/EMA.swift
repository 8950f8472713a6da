import CXRecord

/// Exponential moving average: y ← y + 2/(n+1) · (x − y), begun with the mean of the first n.
///
/// J. J. Murphy, Technical Analysis of the Financial Markets (1999), chapter 9; the beginning as
/// in TA-Lib's `EMA` and StockCharts. Kept with 34 significant digits: each step is
/// (y·(n−1) + 2x) / (n+1), rounded once.
struct EMA: Codable, Sendable, Equatable {
  private let length: Int
  private var count = 0
  /// The sum of the first values, then the average.
  private var value = Decimal.zero

  init(_ length: Int) {
    self.length = length
  }

  /// The average with all its digits.
  mutating func push(_ input: Decimal) throws(EvaluationProblem) -> Decimal? {
    let digits = Precision.workingDigits
    if count < length {
      value = try value.adding(input).fitting()
      count += 1
      if count < length { return nil }
      value = try value.divided(by: Decimal(length), digits: digits).fitting()
      return value
    }
    let kept = try value.multiplied(by: Decimal(length - 1)).fitting()
    // What fades away for long gets so fine that exact sums with what comes would not fit.
    let twice = try input.adding(input).fitting()
    let sum = try kept.adding(twice, digits: Decimal.maximumDigits).fitting()
    value = try sum.divided(by: Decimal(length + 1), digits: digits).fitting()
    return value
  }
}
