import CXCore
import CXRecord
import CXSystem
import Yams

/// Rules for `cx alert`: of the command line, of a YAML file, or the starter set.
enum RuleFile {
  /// The conditions of the command line; without any the rules of a file; without that the starters.
  static func rules(_ texts: [String], or path: String?) throws(Fault) -> [AlertRule] {
    if texts.isEmpty {
      return try path.map { path throws(Fault) in try rules(path) } ?? AlertRule.starters
    }
    var result: [AlertRule] = []
    for text in texts {
      do throws(ExpressionError) {
        let rule = try AlertRule(parsing: text)
        if result.contains(rule) { continue }
        result.append(rule)
      } catch {
        throw Fault(.usage, "rule: \(error.description)")
      }
    }
    return result
  }

  /// The rules of a file; its mistakes, all of them, are one fault of kind configuration.
  static func rules(_ path: String) throws(Fault) -> [AlertRule] {
    let (root, text) = try content(of: path)
    var reader = RuleReader()
    let rules = reader.rules(of: root)
    try check(reader.problems, path, text)
    return rules
  }

  /// The receivers and routes of a file; its mistakes, all of them, are one fault.
  static func routing(_ path: String) throws(Fault) -> Routing {
    let (root, text) = try content(of: path)
    var reader = ReceiverReader()
    let routing = reader.routing(of: root)
    try check(reader.problems, path, text)
    return routing
  }

  /// The silences of a file; its mistakes, all of them, are one fault.
  static func silences(_ path: String) throws(Fault) -> [Silence] {
    let (root, text) = try content(of: path)
    var reader = SilenceReader { name throws(Fault) in try ZoneFiles.rules(name) }
    let silences = reader.silences(of: root)
    try check(reader.problems, path, text)
    return silences
  }

  private static func content(of path: String) throws(Fault) -> (RuleNode, String) {
    let file = try YAMLFile(path, missing: .noInput)
    guard let root = file.root else { throw Fault(.configuration, "\(path) is empty") }
    return (node(root), file.text)
  }

  private static func check(
    _ problems: [RuleProblem], _ path: String, _ text: String
  ) throws(Fault) {
    if problems.isEmpty { return }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    let messages = problems.map { "\(path):\($0.description(in: lines))" }
    throw Fault(.configuration, messages.joined(separator: "\n"))
  }

  private static func node(_ node: Node) -> RuleNode {
    let content: RuleNode.Content
    switch node {
    case .scalar(let scalar): content = .text(scalar.string)
    case .sequence(let sequence): content = .list(sequence.map { self.node($0) })
    case .mapping(let mapping):
      content = .fields(mapping.map { (self.node($0.key), self.node($0.value)) })
    case .alias: content = .text("")
    }
    return RuleNode(content, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }
}
