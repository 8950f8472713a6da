/// Rules from the parts of a file; goes on behind a mistake, so that all are found at once.
public struct RuleReader {
  /// The mistakes, in the order of the file.
  public private(set) var problems: [RuleProblem] = []

  // Of all rules, also of those with a mistake.
  private var taken: Set<String> = []

  private static let names = [
    "name", "match", "condition", "for", "clear", "cooldown", "keep_firing_for", "severity",
    "labels", "message",
  ]

  /// A reader that has seen no mistake.
  public init() {}

  /// The rules of `rules: [...]`, or of a bare list.
  public mutating func rules(of root: RuleNode) -> [AlertRule] {
    var rules: [AlertRule] = []
    switch root.content {
    case .list(let list):
      for node in list { rules += rule(node) }
    case .fields(let fields):
      for (name, value) in fields {
        guard name.text == "rules", case .list = value.content else {
          note("expected \"rules\" and a list of rules", name, unknown: name.text, among: ["rules"])
          continue
        }
        rules += self.rules(of: value)
      }
    case .text: note("expected a list of rules", root, hint: "begin with \"- name: ...\"")
    }
    return rules
  }

  private mutating func rule(_ node: RuleNode) -> [AlertRule] {
    if let text = node.text {
      return condition(node).map { condition in
        let rule = AlertRule(name: text, condition: condition)
        return [rule]
      } ?? []
    }
    guard case .fields(let fields) = node.content else {
      note("expected a rule: a condition, or fields", node)
      return []
    }
    var seen: Set<String> = []
    var condition: AlertCondition?
    var rule = AlertRule(name: "", condition: .noData(1))
    for (name, value) in fields {
      let key = name.text ?? ""
      if !seen.insert(key).inserted { note("\"\(key)\" is there twice", name) }
      switch key {
      case "condition": condition = self.condition(value)
      case "name":
        rule.name = text(value, "a name")
        if !taken.insert(rule.name).inserted {
          note("another rule is named \"\(rule.name)\"", value, hint: "names are unique")
        }
      case "match": rule.match = match(value)
      case "for": rule.holdFor = duration(value)
      case "cooldown": rule.cooldown = duration(value)
      case "keep_firing_for": rule.keepFiringFor = duration(value)
      case "clear": rule.clear = expression(value)
      case "severity":
        rule.severity = text(value, "a severity")
        if !AlertRule.severities.contains(rule.severity) {
          note(
            "unknown severity \"\(rule.severity)\", expected info, warning or critical", value,
            unknown: rule.severity, among: AlertRule.severities)
        }
      case "labels": rule.labels = labels(value)
      case "message": rule.message = AlertMessage(text(value, "a text"))
      default: note("unknown field \"\(key)\"", name, unknown: key, among: Self.names)
      }
    }
    if !seen.contains("condition") {
      note("a rule without a condition", node, hint: "add \"condition: close > 100000\"")
    }
    guard let condition else { return [] }
    rule.condition = condition
    if rule.name.isEmpty { rule.name = condition.source }
    return [rule]
  }

  private mutating func match(_ node: RuleNode) -> [AlertMatch] {
    guard case .fields(let fields) = node.content else {
      note("expected fields to match", node, hint: "write {symbol: BTCUSDT}")
      return []
    }
    return fields.map { name, value in
      let field = name.text ?? ""
      if !AlertMatch.fields.contains(field) {
        note("unknown field \"\(field)\" to match", name, unknown: field, among: AlertMatch.fields)
      }
      if case .list(let list) = value.content {
        return AlertMatch(field: field, patterns: list.map { text($0, "a text") })
      }
      return AlertMatch(field: field, patterns: [text(value, "a text or a list of texts")])
    }
  }

  private mutating func labels(_ node: RuleNode) -> [String: String] {
    guard case .fields(let fields) = node.content else {
      note("expected labels", node, hint: "write {team: desk}")
      return [:]
    }
    return Dictionary(
      fields.map { ($0.text ?? "", text($1, "a text")) }, uniquingKeysWith: { $1 })
  }

  private mutating func text(_ node: RuleNode, _ wanted: String) -> String {
    if let text = node.text, !text.isEmpty { return text }
    note("expected \(wanted)", node)
    return ""
  }

  private mutating func duration(_ node: RuleNode) -> Int64 {
    let text = text(node, "a duration")
    if text.isEmpty { return 0 }
    do {
      return try DurationText.microseconds(text)
    } catch {
      note("\"\(text)\": \(error.reason)", node, hint: "write 90s, 5m or 1h30m")
      return 0
    }
  }

  private mutating func expression(_ node: RuleNode) -> Expression? {
    let text = text(node, "an expression")
    if text.isEmpty { return nil }
    do {
      return try Expression(parsing: text)
    } catch {
      note(error, node)
      return nil
    }
  }

  private mutating func condition(_ node: RuleNode) -> AlertCondition? {
    let text = text(node, "a condition")
    if text.isEmpty { return nil }
    do {
      return try AlertCondition(parsing: text)
    } catch {
      note(error, node)
      return nil
    }
  }

  private mutating func note(_ error: ExpressionError, _ node: RuleNode) {
    problems.append(
      RuleProblem(
        message: error.message, line: node.line, column: node.column, offset: error.column,
        hint: error.hint))
  }

  private mutating func note(
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
