import CXRecord

/// Reads the parts of a YAML file as what they should be, and goes on behind a mistake, so that all
/// mistakes are found at once.
struct NodeReader {
  /// The mistakes, in the order of the file.
  private(set) var problems: [RuleProblem] = []

  /// A text that is not empty; `wanted` names it in the message.
  mutating func text(_ node: RuleNode, _ wanted: String) -> String {
    if let text = node.text, !text.isEmpty { return text }
    note("expected \(wanted)", node)
    return ""
  }

  /// One text, or a list of them.
  mutating func texts(_ node: RuleNode, _ wanted: String) -> [String] {
    guard case .list(let list) = node.content else { return [text(node, wanted)] }
    return list.map { text($0, wanted) }
  }

  /// A name that is not empty.
  mutating func name(_ node: RuleNode, _ wanted: String) -> Name { Name(text(node, wanted)) }

  /// One name, or a list of them.
  mutating func names(_ node: RuleNode, _ wanted: String) -> [Name] {
    texts(node, wanted).map { Name($0) }
  }

  /// Texts by name.
  mutating func table(_ node: RuleNode, _ wanted: String, hint: String) -> [Name: String] {
    guard case .fields(let fields) = node.content else {
      note("expected \(wanted)", node, hint: hint)
      return [:]
    }
    return Dictionary(
      fields.map { (Name($0.text ?? ""), text($1, "a text")) }, uniquingKeysWith: { $1 })
  }

  /// Microseconds, from a duration as people write it.
  mutating func duration(_ node: RuleNode) -> Int64 {
    let text = text(node, "a duration")
    if text.isEmpty { return 0 }
    do {
      return try DurationText.microseconds(text)
    } catch {
      note("\"\(text)\": \(error.reason)", node, hint: "write 90s, 5m or 1h30m")
      return 0
    }
  }

  /// A whole number from 1.
  mutating func count(_ node: RuleNode) -> Int64 {
    let text = text(node, "a number")
    if let count = Int64(text), count > 0 { return count }
    if !text.isEmpty { note("\"\(text)\" is not a whole number above 0", node) }
    return 1
  }

  /// True or false.
  mutating func flag(_ node: RuleNode) -> Bool {
    switch node.text {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      note("expected true or false", node)
      return false
    }
  }

  /// Notes a mistake in an expression that stands in a part.
  mutating func note(_ error: ExpressionError, _ node: RuleNode) {
    problems.append(
      RuleProblem(
        message: error.message, line: node.line, column: node.column, offset: error.column,
        hint: error.hint))
  }

  /// Notes a mistake; `unknown` is a name that is not among `names`.
  mutating func note(
    _ message: String, _ node: RuleNode, hint: String? = nil, unknown: String? = nil,
    among names: [String] = []
  ) {
    let near = unknown.flatMap { Suggestion.hint(for: $0, among: names) }
    let all = unknown == nil ? nil : "one of " + names.joined(separator: ", ")
    problems.append(
      RuleProblem(
        message: message, line: node.line, column: node.column, hint: hint ?? near ?? all))
  }
}
