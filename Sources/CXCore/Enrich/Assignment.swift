import CXRecord

/// A field to append, and the expression of its value.
public struct Assignment: Codable, Sendable, Equatable {
  /// The field's name.
  public let name: Name
  /// Its value's expression.
  public let expression: Expression

  /// Whether an argument is meant as an assignment: a plain name and an equals sign begin it.
  public static func isMeant(_ text: String) -> Bool {
    guard let sign = text.firstIndex(of: "=") else { return false }
    return Lexer.isPlainName(text[..<sign].filter { !$0.isWhitespace })
  }

  /// Reads `NAME=EXPRESSION`; the name is letters, digits and underscores.
  public init(parsing text: String) throws(ExpressionError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].filter { !$0.isWhitespace }
    guard parts.count == 2, Lexer.isPlainName(name) else {
      throw ExpressionError(
        "this is not NAME=EXPRESSION", source: text, at: 0,
        hint: "a name is letters, digits and _")
    }
    self.name = Name(name)
    expression = try Expression(parsing: String(parts[1]))
  }
}
