import CXRecord

/// Exponential moving average: y ← y + 2/(n+1) · (x − y), begun with the mean of the first n.
///
/// J. J. Murphy, Technical Analysis of the Financial Markets (1999), chapter 9; the beginning as
/// in TA-Lib's `EMA` and StockCharts. Kept with 18 decimals.
struct EMA: Codable, Sendable, Equatable {
  private let length: Int
  private var count = 0
  /// The sum of the first values, then the average.
  private var value = Decimal.zero

  init(_ length: Int) {
    self.length = length
  }

  /// The average with all its decimals.
  mutating func push(_ input: Decimal) throws(EvaluationProblem) -> Decimal? {
    let scale = IndicatorSpec.workingScale
    let input = input.rounded(toScale: scale)
    if count < length {
      var sum = try value.adding(input).fitting()
      if count + 1 == length {
        sum = try sum.divided(by: Decimal(length), scale: scale).fitting()
      }
      value = sum
      count += 1
      return count == length ? value : nil
    }
    let distance = try input.subtracting(value).fitting()
    let twice = try distance.adding(distance).fitting()
    let step = try twice.divided(by: Decimal(length + 1), scale: scale).fitting()
    value = try value.adding(step).fitting()
    return value
  }
}
