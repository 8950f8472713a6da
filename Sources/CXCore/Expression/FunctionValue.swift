import CXRecord

extension Function {
  /// The function's value; none of the arguments is null, and their number is right.
  func apply(to arguments: [Value]) throws(EvaluationProblem) -> Value {
    switch self {
    case .abs: return .number(try number(arguments[0]).magnitude)
    case .sign:
      let value = try number(arguments[0])
      return .number(Decimal(value.isZero ? 0 : value < .zero ? -1 : 1))
    case .min, .max:
      var best = try number(arguments[0])
      for argument in arguments.dropFirst() {
        let next = try number(argument)
        if self == .min ? next < best : next > best { best = next }
      }
      return .number(best)
    case .round:
      let digits = arguments.count == 2 ? try number(arguments[1]) : .zero
      guard let whole = digits.units(atScale: 0).flatMap({ Int64(exactly: $0) }),
        (0...Int64(Decimal.maximumScale)).contains(whole)
      else {
        throw EvaluationProblem(
          "round takes 0 to \(Decimal.maximumScale) decimals, not \(digits)")
      }
      return .number(try number(arguments[0]).rounded(toScale: UInt8(whole)))
    case .floor: return .number(Self.whole(try number(arguments[0]), up: false))
    case .ceil: return .number(Self.whole(try number(arguments[0]), up: true))
    case .sqrt:
      let value = try number(arguments[0])
      if value < .zero { throw EvaluationProblem("the square root of a negative number") }
      return .number(try value.squareRoot().fitting())
    case .log:
      let value = try number(arguments[0])
      if value <= .zero { throw EvaluationProblem("the logarithm of zero or less") }
      return .number(try value.naturalLogarithm().fitting())
    case .length: return .number(Decimal(try text(arguments[0]).unicodeScalars.count))
    case .lower: return .text(try text(arguments[0]).lowercased())
    case .upper: return .text(try text(arguments[0]).uppercased())
    case .contains:
      return .bool(Self.contains(try text(arguments[0]), try text(arguments[1])))
    case .startsWith:
      return .bool(try text(arguments[0]).utf8.starts(with: try text(arguments[1]).utf8))
    case .endsWith:
      let end = try text(arguments[1]).utf8
      return .bool(try text(arguments[0]).utf8.suffix(end.count).elementsEqual(end))
    case .if, .coalesce, .isNull: return .null
    }
  }

  private func number(_ value: Value) throws(EvaluationProblem) -> Decimal {
    guard case .number(let number) = value else {
      throw EvaluationProblem("\(rawValue) needs a number, not \(value.kindName)")
    }
    return number
  }

  private func text(_ value: Value) throws(EvaluationProblem) -> String {
    guard case .text(let text) = value else {
      throw EvaluationProblem("\(rawValue) needs a text, not \(value.kindName)")
    }
    return text
  }

  private static func whole(_ value: Decimal, up: Bool) -> Decimal {
    let (whole, isExact) = value.whole
    // Cut towards zero: right already on one side of it.
    if isExact || (value < .zero) == up { return whole }
    return whole.adding(Decimal(up ? 1 : -1)) ?? whole
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }
}
