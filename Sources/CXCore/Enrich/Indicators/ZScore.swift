import CXRecord

/// Standard score: (x − mean) / deviation over the last n values, x among them; null where they are
/// all equal.
///
/// The deviation is that of a population; see ``Deviation``.
struct ZScore: Codable, Sendable, Equatable {
  private var deviation: Deviation

  init(_ length: Int) {
    deviation = Deviation(length)
  }

  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    guard let (mean, deviation) = try deviation.push(value), deviation.units != 0 else {
      return nil
    }
    return try value.subtracting(mean).fitting()
      .divided(by: deviation, scale: IndicatorSpec.outputScale).fitting()
  }
}
