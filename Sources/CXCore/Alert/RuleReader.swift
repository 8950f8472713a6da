import CXRecord

/// Rules from the parts of a file; goes on behind a mistake, so that all are found at once.
public struct RuleReader {
  private var nodes = NodeReader()

  /// The mistakes, in the order of the file.
  public var problems: [RuleProblem] { nodes.problems }

  // Of all rules, also of those with a mistake.
  private var taken: Set<Name> = []

  private static let names = [
    "name", "match", "condition", "for", "clear", "cooldown", "keep_firing_for", "severity",
    "labels", "message", "notify",
  ]
  // Of the file, beside the rules: ``ReceiverReader`` and ``SilenceReader`` read them.
  private static let beside = ["receivers", "routes", "silences"]

  /// A reader that has seen no mistake.
  public init() {}

  /// The rules of `rules: [...]`, or of a bare list.
  public mutating func rules(of root: RuleNode) -> [AlertRule] {
    var rules: [AlertRule] = []
    switch root.content {
    case .list(let list):
      for node in list { rules += rule(node) }
    case .fields(let fields):
      for (name, value) in fields where !Self.beside.contains(name.text ?? "") {
        guard name.text == "rules", case .list = value.content else {
          nodes.note(
            "expected \"rules\" and a list of rules", name, unknown: name.text, among: ["rules"])
          continue
        }
        rules += self.rules(of: value)
      }
    case .text: nodes.note("expected a list of rules", root, hint: "begin with \"- name: ...\"")
    }
    return rules
  }

  private mutating func rule(_ node: RuleNode) -> [AlertRule] {
    if let text = node.text {
      return condition(node).map { condition in
        let rule = AlertRule(name: Name(text), condition: condition)
        return [rule]
      } ?? []
    }
    guard case .fields(let fields) = node.content else {
      nodes.note("expected a rule: a condition, or fields", node)
      return []
    }
    var seen: Set<Name> = []
    var condition: AlertCondition?
    var rule = AlertRule(name: "", condition: .noData(1))
    for (name, value) in fields {
      let key = name.text ?? ""
      if !seen.insert(Name(key)).inserted { nodes.note("\"\(key)\" is there twice", name) }
      switch key {
      case "condition": condition = self.condition(value)
      case "name":
        rule.name = nodes.name(value, "a name")
        if !taken.insert(rule.name).inserted {
          nodes.note("another rule is named \"\(rule.name)\"", value, hint: "names are unique")
        }
      case "match": rule.match = match(value)
      case "for": rule.holdFor = nodes.duration(value)
      case "cooldown": rule.cooldown = nodes.duration(value)
      case "keep_firing_for": rule.keepFiringFor = nodes.duration(value)
      case "clear": rule.clear = expression(value)
      case "severity":
        rule.severity = nodes.text(value, "a severity")
        if !AlertRule.severities.contains(rule.severity) {
          nodes.note(
            "unknown severity \"\(rule.severity)\", expected info, warning or critical", value,
            unknown: rule.severity, among: AlertRule.severities)
        }
      case "labels": rule.labels = nodes.table(value, "labels", hint: "write {team: desk}")
      case "notify": rule.notify = nodes.names(value, "the name of a receiver")
      case "message": rule.message = AlertMessage(nodes.text(value, "a text"))
      default: nodes.note("unknown field \"\(key)\"", name, unknown: key, among: Self.names)
      }
    }
    if !seen.contains("condition") {
      nodes.note("a rule without a condition", node, hint: "add \"condition: close > 100000\"")
    }
    guard let condition else { return [] }
    rule.condition = condition
    if rule.name.isEmpty { rule.name = Name(condition.source) }
    return [rule]
  }

  private mutating func match(_ node: RuleNode) -> [AlertMatch] {
    guard case .fields(let fields) = node.content else {
      nodes.note("expected fields to match", node, hint: "write {symbol: BTCUSDT}")
      return []
    }
    return fields.map { name, value in
      let field = Name(name.text ?? "")
      if !AlertMatch.fields.contains(field) {
        nodes.note(
          "unknown field \"\(field)\" to match", name, unknown: field.text,
          among: AlertMatch.fields.map(\.text))
      }
      return AlertMatch(
        field: field, patterns: nodes.names(value, "a text or a list of texts"))
    }
  }

  private mutating func expression(_ node: RuleNode) -> Expression? {
    let text = nodes.text(node, "an expression")
    if text.isEmpty { return nil }
    do {
      return try Expression(parsing: text)
    } catch {
      nodes.note(error, node)
      return nil
    }
  }

  private mutating func condition(_ node: RuleNode) -> AlertCondition? {
    let text = nodes.text(node, "a condition")
    if text.isEmpty { return nil }
    do {
      return try AlertCondition(parsing: text)
    } catch {
      nodes.note(error, node)
      return nil
    }
  }
}
