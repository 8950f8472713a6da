import CXRecord

/// Bollinger bands: sma(n) − k·σ, sma(n), sma(n) + k·σ, with σ of a population.
///
/// J. Bollinger, Bollinger on Bollinger Bands (2001), part II; see ``Deviation``.
struct BollingerBands: Codable, Sendable, Equatable {
  private var deviation: Deviation
  private let width: Decimal

  init(_ length: Int, width: Decimal) {
    deviation = Deviation(length)
    self.width = width
  }

  /// Lower, middle, upper.
  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> [Decimal?] {
    guard let (mean, deviation) = try deviation.push(value) else { return [nil, nil, nil] }
    let digits = Precision.workingDigits
    let reach = try deviation.multiplied(by: width).fitting()
    return [
      try mean.adding(-reach, digits: digits).fitting(), mean,
      try mean.adding(reach, digits: digits).fitting(),
    ]
  }
}
