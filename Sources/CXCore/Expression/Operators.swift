import CXRecord

/// Comparison and arithmetic of two values.
enum Operators {
  static func apply(
    _ symbol: BinaryOperator, _ left: Value, _ right: Value
  ) throws(EvaluationProblem) -> Value {
    switch (left, right) {
    case (.null, _), (_, .null): .null
    case (.number(let a), .number(let b)): try numbers(symbol, a, b)
    case (.text(let a), .text(let b)): try texts(symbol, a, b)
    case (.bool(let a), .bool(let b)) where symbol == .equal: .bool(a == b)
    case (.bool(let a), .bool(let b)) where symbol == .notEqual: .bool(a != b)
    default:
      throw EvaluationProblem(
        "\(symbol.rawValue) does not take \(left.kindName) and \(right.kindName)")
    }
  }

  private static func numbers(
    _ symbol: BinaryOperator, _ a: Decimal, _ b: Decimal
  ) throws(EvaluationProblem) -> Value {
    switch symbol {
    case .equal: return .bool(a == b)
    case .notEqual: return .bool(a != b)
    case .less: return .bool(a < b)
    case .lessEqual: return .bool(a <= b)
    case .greater: return .bool(a > b)
    case .greaterEqual: return .bool(a >= b)
    case .plus: return .number(try a.adding(b).fitting())
    case .minus:
      return .number(try a.subtracting(b).fitting())
    case .times: return .number(try a.multiplied(by: b).fitting())
    case .divide, .remainder:
      if b.isZero { throw EvaluationProblem("division by zero") }
      let result = symbol == .divide ? a.quotient(by: b) : a.remainder(dividingBy: b)
      return .number(try result.fitting())
    case .and, .or: return .null
    }
  }

  private static func texts(
    _ symbol: BinaryOperator, _ a: String, _ b: String
  ) throws(EvaluationProblem) -> Value {
    switch symbol {
    case .equal: .bool(a.utf8.elementsEqual(b.utf8))
    case .notEqual: .bool(!a.utf8.elementsEqual(b.utf8))
    case .less: .bool(a.utf8.lexicographicallyPrecedes(b.utf8))
    case .lessEqual: .bool(!b.utf8.lexicographicallyPrecedes(a.utf8))
    case .greater: .bool(b.utf8.lexicographicallyPrecedes(a.utf8))
    case .greaterEqual: .bool(!a.utf8.lexicographicallyPrecedes(b.utf8))
    case .plus: .text(a + b)
    default: throw EvaluationProblem("\(symbol.rawValue) does not take texts")
    }
  }
}
