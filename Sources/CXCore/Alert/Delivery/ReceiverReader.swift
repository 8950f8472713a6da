import CXRecord

/// Receivers and routes from the parts of a file; goes on behind a mistake, so that all are found at
/// once.
public struct ReceiverReader {
  private var nodes = NodeReader()
  private var taken: Set<Name> = []
  // Looked at last, since routes may stand above receivers.
  private var routed: [RuleNode] = []

  /// The mistakes, in the order of the file.
  public var problems: [RuleProblem] { nodes.problems }

  /// A reader that has seen no mistake.
  public init() {}

  /// What `receivers: [...]` and `routes: [...]` say; other parts are not looked at.
  public mutating func routing(of root: RuleNode) -> Routing {
    var routing = Routing()
    guard case .fields(let fields) = root.content else { return routing }
    for (name, value) in fields {
      switch name.text {
      case "receivers": routing.receivers = list(value).flatMap { receiver($0) }
      case "routes": routing.routes = list(value).flatMap { route($0) }
      default: break
      }
    }
    let names = routing.receivers.map(\.name)
    for node in routed where !names.contains(Name(node.text ?? "")) {
      let name = node.text ?? ""
      nodes.note("no receiver is named \"\(name)\"", node, unknown: name, among: names.map(\.text))
    }
    return routing
  }

  private mutating func list(_ node: RuleNode) -> [RuleNode] {
    if case .list(let list) = node.content { return list }
    nodes.note("expected a list", node)
    return []
  }

  private mutating func receiver(_ node: RuleNode) -> [Receiver] {
    guard case .fields(let fields) = node.content else {
      nodes.note("expected a receiver", node, hint: "write {name: ops, kind: webhook, url: ...}")
      return []
    }
    func value(_ wanted: String) -> RuleNode? { fields.first { $0.name.text == wanted }?.value }
    guard let kindNode = value("kind") else {
      nodes.note("a receiver without a kind", node, hint: "add \"kind: webhook\"")
      return []
    }
    let kinds = ReceiverKind.allCases.map(\.rawValue)
    let kindName = nodes.text(kindNode, "a kind of receiver")
    guard let kind = ReceiverKind(rawValue: kindName) else {
      if !kindName.isEmpty {
        nodes.note(
          "unknown kind \"\(kindName)\"", kindNode, unknown: kindName, among: kinds)
      }
      return []
    }
    var receiver = Receiver(name: "", kind: kind)
    var seen: Set<Name> = []
    for (name, value) in fields {
      let key = name.text ?? ""
      if !seen.insert(Name(key)).inserted { nodes.note("\"\(key)\" is there twice", name) }
      switch key {
      case "name":
        receiver.name = nodes.name(value, "a name")
        if !taken.insert(receiver.name).inserted {
          nodes.note(
            "another receiver is named \"\(receiver.name)\"", value, hint: "names are unique")
        }
      case "kind": break
      case "group_by": receiver.groupBy = nodes.names(value, "a field or label")
      case "group_wait": receiver.groupWait = nodes.duration(value)
      case "limit": receiver.limit = limit(value) ?? receiver.limit
      case "give_up_after": receiver.giveUpAfter = nodes.duration(value)
      default: read(name, value, of: kind, into: &receiver.settings)
      }
    }
    if !seen.contains("name") {
      nodes.note("a receiver without a name", node, hint: "add \"name: ops\"")
    }
    for setting in kind.settings where setting.isRequired {
      if seen.isDisjoint(with: setting.spellings.map { Name($0) }) {
        let hint = setting.spellings.map { "\"\($0): ...\"" }.joined(separator: " or ")
        nodes.note("a \(kindName) without \(setting.name)", node, hint: "add \(hint)")
      }
    }
    return [receiver]
  }

  private mutating func read(
    _ name: RuleNode, _ value: RuleNode, of kind: ReceiverKind,
    into settings: inout ReceiverSettings
  ) {
    let key = name.text ?? ""
    guard let setting = kind.settings.first(where: { $0.spellings.contains(key) }) else {
      let names = ReceiverKind.common + kind.settings.flatMap(\.spellings)
      let isSecret = kind.settings.contains { $0.name == key }
      nodes.note(
        isSecret ? "\"\(key)\" is a secret and does not stand here" : "unknown field \"\(key)\"",
        name, hint: isSecret ? "write \(key)_file: PATH or \(key)_env: VARIABLE" : nil,
        unknown: key, among: names)
      return
    }
    settings.values[Name(setting.name)] =
      switch setting.form {
      case .text: .texts([nodes.text(value, "a text")])
      case .texts: .texts(nodes.texts(value, "a text or a list of texts"))
      case .table: .table(nodes.table(value, "texts by name", hint: "write {name: text}"))
      case .duration: .number(nodes.duration(value))
      case .count: .number(nodes.count(value))
      case .flag: .flag(nodes.flag(value))
      case .secret:
        .secret(
          key.hasSuffix("_file")
            ? .file(nodes.text(value, "a path"))
            : .environment(nodes.text(value, "the name of a variable")))
      }
  }

  private mutating func limit(_ node: RuleNode) -> RateLimit? {
    let text = nodes.text(node, "a limit")
    if text.isEmpty { return nil }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, let count = Int64(parts[0]), count > 0,
      let period = try? DurationText.microseconds(String(parts[1])), period > 0
    {
      return RateLimit(count: count, period: period)
    }
    nodes.note("\"\(text)\" is not a limit", node, hint: "write 20/1m")
    return nil
  }

  private mutating func route(_ node: RuleNode) -> [Route] {
    guard case .fields(let fields) = node.content else {
      nodes.note("expected a route", node, hint: "write {match: {team: desk}, notify: ops}")
      return []
    }
    var route = Route(match: [], notify: [])
    for (name, value) in fields {
      switch name.text {
      case "match":
        guard case .fields(let matches) = value.content else {
          nodes.note("expected fields to match", value, hint: "write {severity: critical}")
          continue
        }
        route.match = matches.map { name, value in
          AlertMatch(
            field: Name(name.text ?? ""), patterns: nodes.names(value, "a text or a list of texts"))
        }
      case "notify":
        route.notify = nodes.names(value, "the name of a receiver")
        if case .list(let list) = value.content { routed += list } else { routed.append(value) }
      default:
        nodes.note(
          "unknown field \"\(name.text ?? "")\"", name, unknown: name.text ?? "",
          among: ["match", "notify"])
      }
    }
    if route.notify.isEmpty { nodes.note("a route that notifies nobody", node, hint: "add notify") }
    return [route]
  }
}
