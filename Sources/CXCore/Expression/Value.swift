import CXRecord

/// What an expression yields: JSON's scalars, numbers being exact.
public enum Value: Sendable, Codable {
  /// Unknown or absent.
  case null
  /// True or false.
  case bool(Bool)
  /// An exact decimal.
  case number(Decimal)
  /// A text.
  case text(String)

  /// What sort of value it is, for messages.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .text: "a text"
    }
  }
}

extension Value {
  /// A name as a text.
  static func name(_ name: Name) -> Value { .text(name.text) }
}

extension Value: Equatable {
  /// Whether both are of one sort and the same: numbers by value, texts by their bytes.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.text(let left), .text(let right)): Name(left) == Name(right)
    default: false
    }
  }
}

/// Why an expression has no value for a record.
public struct EvaluationProblem: Error, Equatable, Sendable {
  /// What is wrong, naming the operation or the field.
  public var reason: String

  /// A problem; the reason names the operation or the field.
  public init(_ reason: String) {
    self.reason = reason
  }

  /// More digits than a decimal has.
  static let overflow = EvaluationProblem(
    "the result has more than \(Decimal.maximumDigits) digits")
}

extension Optional where Wrapped == Decimal {
  /// The number, or the problem that it has too many digits.
  @inline(__always)
  func fitting() throws(EvaluationProblem) -> Decimal {
    guard let self else { throw .overflow }
    return self
  }
}

extension Block {
  /// Appends a value as JSON text.
  func append(_ value: Value) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" as StaticString : "false")
    case .number(let value): append(value)
    case .text(let value): append(jsonString: value)
    }
  }
}
