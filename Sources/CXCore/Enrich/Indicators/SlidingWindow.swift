import CXRecord

/// The last so many values, with their exact sum.
struct SlidingWindow: Codable, Sendable, Equatable {
  let length: Int
  /// Ring: when full, ``oldest`` is the place of the oldest.
  private var values: [Decimal] = []
  private var oldest = 0
  private(set) var sum = Decimal.zero

  init(length: Int) {
    self.length = length
  }

  var isFull: Bool { values.count == length }

  /// Takes a value, and returns the one that falls out.
  ///
  /// When the sum does not fit, the window is not to be used any more.
  @discardableResult
  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    guard isFull else {
      sum = try sum.adding(value).fitting()
      values.append(value)
      return nil
    }
    let dropped = values[oldest]
    let without = try sum.subtracting(dropped).fitting()
    sum = try without.adding(value).fitting()
    values[oldest] = value
    oldest = oldest + 1 == length ? 0 : oldest + 1
    return dropped
  }

  /// The sum ÷ length, once full.
  func mean() throws(EvaluationProblem) -> Decimal? {
    isFull
      ? try sum.divided(by: Decimal(length), digits: Precision.workingDigits).fitting() : nil
  }
}
