import CXRecord

/// The values of a span of event time, for comparing with the one that began it.
struct PastValues: Codable, Sendable, Equatable {
  private struct Point: Codable, Equatable {
    var time: Int64
    var value: Decimal
  }

  private var points: [Point] = []
  /// The points before it are forgotten.
  private var first = 0

  /// `value` over the latest value that is at least `length` microseconds older, less 1, with 18
  /// significant digits.
  ///
  /// Null while there is none so old, where that one is zero, and where more than
  /// ``Catalog/farthest`` records lie within the span. A time that goes back counts as the newest.
  mutating func change(
    to value: Value, at time: Value, within length: Int64
  ) throws(EvaluationProblem) -> Value {
    if value == .null || time == .null { return .null }
    guard case .number(let number) = value, case .number(let time) = time,
      let wanted = time.units(atScale: 0).flatMap({ Int64(exactly: $0) })
    else { throw EvaluationProblem("change needs a number, not \(value.kindName)") }
    let now = max(wanted, points.last?.time ?? .min)
    points.append(Point(time: now, value: number))
    let (limit, overflow) = now.subtractingReportingOverflow(length)
    if overflow { return .null }
    while first + 1 < points.count, points[first + 1].time <= limit { first += 1 }
    if points.count - first > Catalog.farthest { first += 1 }
    let past = points[first]
    // Moved down rarely, so that a record costs the same however long the span is.
    if first >= 64, first * 2 >= points.count {
      points.removeFirst(first)
      first = 0
    }
    guard past.time <= limit, let difference = number.subtracting(past.value) else { return .null }
    return difference.divided(by: past.value, digits: Precision.outputDigits)
      .map(Value.number) ?? .null
  }
}
