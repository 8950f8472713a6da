@testable import CXCore
@testable import CXRecord
import Testing

/// Random trees: printed and read they stay the same, and their value is that of a naive
/// evaluation in hundredths.
@Suite struct ExpressionPropertyTests {
  private struct Nothing: FieldSource {
    func value(at path: FieldPath) throws(EvaluationProblem) -> Value {
      path.names == ["x"] ? .number(Decimal(units: 725, scale: 2)) : .null
    }
  }

  /// What the oracle knows.
  private enum Plain: Equatable {
    case null, wrong
    case bool(Bool)
    /// An exact fraction, not reduced.
    case number(Int128, Int128)
  }

  private func tree(_ depth: Int, _ random: inout Generator) -> Syntax {
    let leaves = 5
    switch depth == 0 ? Int(random.next() % UInt64(leaves)) : Int(random.next() % 14) {
    case 0: return .literal(.number(Decimal(units: Int128(random.next() % 400) - 200, scale: 2)))
    case 1: return .literal(.number(Decimal(Int64(random.next() % 20))))
    case 2: return .literal(.bool(random.next() % 2 == 0))
    case 3: return .field(FieldPath(["x"]))
    case 4: return .field(FieldPath(["y"]))
    case 5: return .unary(.not, tree(depth - 1, &random))
    case 6: return .unary(.minus, tree(depth - 1, &random))
    case 7:
      return .call(.if, (0..<3).map { _ in tree(depth - 1, &random) })
    default:
      let all = BinaryOperator.allCases.filter { $0 != .divide && $0 != .remainder }
      let symbol = all[Int(random.next() % UInt64(all.count))]
      return .binary(symbol, tree(depth - 1, &random), tree(depth - 1, &random))
    }
  }

  private func plain(_ value: Decimal) -> Plain {
    guard let units = value.units.narrow else { return .wrong }
    return .number(units, PowersOfTen.int128(value.scale))
  }

  private func oracle(_ syntax: Syntax) -> Plain {
    switch syntax {
    case .literal(.number(let value)): return plain(value)
    case .literal(.bool(let value)): return .bool(value)
    case .field(let path): return path.names == ["x"] ? .number(725, 100) : .null
    case .unary(.not, let operand):
      switch oracle(operand) {
      case .bool(let value): return .bool(!value)
      case .null: return .null
      default: return .wrong
      }
    case .unary(.minus, let operand):
      switch oracle(operand) {
      case .number(let a, let b): return .number(-a, b)
      case .null: return .null
      default: return .wrong
      }
    case .call(.if, let arguments):
      switch oracle(arguments[0]) {
      case .bool(true): return oracle(arguments[1])
      case .bool(false), .null: return oracle(arguments[2])
      default: return .wrong
      }
    case .binary(.and, let left, let right): return both(left, right, false)
    case .binary(.or, let left, let right): return both(left, right, true)
    case .binary(let symbol, let left, let right):
      return apply(symbol, oracle(left), oracle(right))
    default: return .wrong
    }
  }

  private func both(_ left: Syntax, _ right: Syntax, _ decides: Bool) -> Plain {
    let first = oracle(left)
    if first == .bool(decides) { return first }
    if case .number = first { return .wrong }
    if first == .wrong { return .wrong }
    let second = oracle(right)
    if second == .bool(decides) { return second }
    if case .number = second { return .wrong }
    if second == .wrong { return .wrong }
    return first == .null || second == .null ? .null : .bool(!decides)
  }

  private func apply(_ symbol: BinaryOperator, _ left: Plain, _ right: Plain) -> Plain {
    switch (left, right) {
    case (.wrong, _), (_, .wrong): return .wrong
    case (.null, _), (_, .null): return .null
    case (.bool(let a), .bool(let b)):
      return symbol == .equal ? .bool(a == b) : symbol == .notEqual ? .bool(a != b) : .wrong
    case (.number(let a, let b), .number(let c, let d)):
      let (p, q) = (a * d, c * b)
      switch symbol {
      case .equal: return .bool(p == q)
      case .notEqual: return .bool(p != q)
      case .less: return .bool(p < q)
      case .lessEqual: return .bool(p <= q)
      case .greater: return .bool(p > q)
      case .greaterEqual: return .bool(p >= q)
      case .plus: return .number(p + q, b * d)
      case .minus: return .number(p - q, b * d)
      case .times: return .number(a * c, b * d)
      default: return .wrong
      }
    default: return .wrong
    }
  }

  @Test func printedAndReadTheyAreTheSame() throws {
    var random = Generator(seed: 11)
    for _ in 0..<2_000 {
      let syntax = tree(5, &random)
      #expect(try Parser.parse(syntax.text) == syntax)
    }
    for source in [
      "prev(a.b, 3)", "bbands_upper(close, 20, 2.5)", "atr(14)", "sma(20)", "'a\"\\n'",
    ] {
      let syntax = try Parser.parse(source)
      #expect(try Parser.parse(syntax.text) == syntax)
    }
  }

  @Test func valuesAreThoseOfTheOracle() throws {
    var random = Generator(seed: 12)
    var numbers = 0
    for _ in 0..<4_000 {
      // Deeper trees would not fit the oracle's fractions.
      let syntax = tree(3, &random)
      let expression = try Expression(parsing: syntax.text)
      var state = expression.initialState
      var result: Plain
      do {
        switch try expression.evaluate(Nothing(), state: &state) {
        case .null: result = .null
        case .bool(let value): result = .bool(value)
        case .number(let value): result = plain(value)
        case .text: result = .wrong
        }
      } catch {
        result = .wrong
      }
      let expected = oracle(syntax)
      if case (.number(let a, let b), .number(let c, let d)) = (result, expected) {
        numbers += 1
        let (left, right) = (Decimal(units: a), Decimal(units: c))
        #expect(left.multiplied(by: Decimal(units: d)) == right.multiplied(by: Decimal(units: b)))
      } else {
        #expect(result == expected, "\(syntax.text)")
      }
    }
    #expect(numbers > 500)
  }

  @Test func quotientsHaveSixteenDigits() {
    var random = Generator(seed: 13)
    for _ in 0..<2_000 {
      let a = Decimal(
        units: Int128(random.next() >> (random.next() % 60)) + 1, scale: UInt8(random.next() % 13))
      let b = Decimal(
        units: Int128(random.next() >> (random.next() % 60)) + 1, scale: UInt8(random.next() % 13))
      guard let quotient = a.quotient(by: b) else { continue }
      #expect(
        quotient.units.magnitude.digits >= 16
          || quotient.normalized.multiplied(by: b) == a || quotient.scale == 76)
      #expect(
        quotient.scale >= max(a.normalized.scale, b.normalized.scale)
          || quotient.units.magnitude.digits >= 73, "\(a) / \(b) = \(quotient)")
      guard let root = a.squareRoot() else { continue }
      // (r - ½u)² ≤ a ≤ (r + ½u)², u being the last place.
      let u = Decimal(units: 5, scale: root.scale + 1)
      if let high = root.adding(u), let low = root.subtracting(u),
        let top = high.multiplied(by: high), let bottom = low.multiplied(by: low)
      {
        #expect(bottom <= a && a <= top)
        #expect(root.units.magnitude.digits >= 16)
      }
    }
  }
}
