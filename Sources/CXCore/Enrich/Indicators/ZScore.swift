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
    guard let (mean, deviation) = try deviation.push(value), !deviation.isZero else {
      return nil
    }
    let digits = Precision.workingDigits
    return try value.adding(-mean, digits: digits).fitting()
      .divided(by: deviation, digits: digits).fitting()
  }
}
