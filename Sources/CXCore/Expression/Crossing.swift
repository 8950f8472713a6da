/// How one series may cross another.
enum Crossing: String, CaseIterable, Sendable {
  case either = "cross"
  case above = "cross_above"
  case below = "cross_below"

  /// The call and, in one line, what it gives.
  var help: (call: String, gives: String) {
    switch self {
    case .either: ("cross(a, b)", "whether a crossed b, either way")
    case .above: ("cross_above(a, b)", "whether a is above b, and was not at the record before")
    case .below: ("cross_below(a, b)", "whether a is below b, and was not at the record before")
    }
  }

  /// Whether it happened with these values; `order` is the sign of the last known difference.
  ///
  /// The definition is TradingView's `ta.crossover`: a > b now, and a <= b before.
  func happened(
    _ left: Value, _ right: Value, after order: inout Int?
  ) throws(EvaluationProblem) -> Value {
    if left == .null || right == .null { return .null }
    guard case .number(let a) = left, case .number(let b) = right else {
      throw EvaluationProblem("\(rawValue) needs numbers")
    }
    let before = order
    let now = a < b ? -1 : a == b ? 0 : 1
    order = now
    guard let before else { return .null }
    let up = now > 0 && before <= 0
    let down = now < 0 && before >= 0
    switch self {
    case .either: return .bool(up || down)
    case .above: return .bool(up)
    case .below: return .bool(down)
    }
  }
}
