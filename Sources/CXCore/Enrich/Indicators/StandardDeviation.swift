import CXRecord

/// The standard deviation of the last n values as a population; see ``Deviation``.
struct StandardDeviation: Codable, Sendable, Equatable {
  private var deviation: Deviation

  init(_ length: Int) {
    deviation = Deviation(length)
  }

  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> Decimal? {
    try deviation.push(value)?.deviation
  }
}
