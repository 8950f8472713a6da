import CXRecord

/// Where an expression's fields come from: a record.
public protocol FieldSource {
  /// The field's value, null where the record has none; throws where it has one that no expression
  /// can use, such as an object.
  func value(at path: FieldPath) throws(EvaluationProblem) -> Value
}

/// A formula over the fields of a record and of earlier ones: `close > sma(close, 20) * 1.01`.
///
/// Numbers are exact. `+`, `-`, `*` and `%` give the exact result or a problem, when it has more
/// than ``Decimal/maximumDigits`` digits; `/` and `sqrt` at least 16 significant digits, `log` 18, see
/// ``Precision``.
/// Null propagates, but for the literal: `x == null` asks whether x is null. `and`, `or` and
/// `not` know three values, as in SQL: false and null is false. Comparing different types is a
/// problem, never false. `+` joins texts, and texts are ordered by their bytes.
///
/// As a value it is its text, parsed again when decoded.
public struct Expression: Sendable {
  /// The text.
  public var source: String { program.source }
  let program: Program

  /// Reads an expression.
  public init(parsing source: String) throws(ExpressionError) {
    program = Program(try Parser.parse(source), source: source)
  }

  /// What it remembers before the first record.
  public var initialState: ExpressionState { ExpressionState(for: program) }

  /// The first names of the fields it reads.
  public var fieldNames: [Name] { program.paths.compactMap(\.names.first) }

  /// The value for the next record of a series; the state then holds this record too.
  ///
  /// To look ahead without remembering, pass a copy of the state.
  public func evaluate(
    _ record: some FieldSource, state: inout ExpressionState
  ) throws(EvaluationProblem) -> Value {
    let evaluator = evaluator(for: record, &state)
    return try evaluator.value(of: program.root)
  }

  private func evaluator<Record: FieldSource>(
    for record: Record, _ state: inout ExpressionState
  ) -> Evaluator<Record> {
    var evaluator = Evaluator(record: record, sites: [])
    // Asked first: the loop alone would make the memories its own, though there are none.
    if program.sites.isEmpty { return evaluator }
    for (index, site) in program.sites.enumerated() {
      evaluator.sites.append(evaluator.advance(site, &state.memories[index]))
    }
    return evaluator
  }

  /// As ``evaluate(_:state:)``, and for a comparison what stands on its left side: what a rule is
  /// about.
  func examine(
    _ record: some FieldSource, state: inout ExpressionState
  ) throws(EvaluationProblem) -> (value: Value, subject: Value) {
    let evaluator = evaluator(for: record, &state)
    guard case .binary(let symbol, let left, let right) = program.root, symbol.precedence == 4
    else {
      return (try evaluator.value(of: program.root), .null)
    }
    let subject = try evaluator.value(of: left)
    switch (left, right) {
    case (.literal(.null), _), (_, .literal(.null)):
      return (try evaluator.value(of: program.root), subject)
    default:
      return (try Operators.apply(symbol, subject, try evaluator.value(of: right)), subject)
    }
  }
}

extension Expression: Codable, Equatable {
  /// Equal texts.
  public static func == (left: Expression, right: Expression) -> Bool {
    Name(left.source) == Name(right.source)
  }

  /// Reads the text again.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(parsing: try container.decode(String.self))
    } catch let error as ExpressionError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(source)
  }
}
