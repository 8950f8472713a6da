import CXRecord

/// Silences from the parts of a file; goes on behind a mistake, so that all are found at once.
public struct SilenceReader {
  private var nodes = NodeReader()
  private let zone: (String) throws(Fault) -> ZoneRules

  private static let names = ["name", "match", "from", "until", "times", "weekdays", "location"]

  /// The mistakes, in the order of the file.
  public var problems: [RuleProblem] { nodes.problems }

  /// A reader that has seen no mistake; `zone` finds the rules of a time zone.
  public init(zone: @escaping (String) throws(Fault) -> ZoneRules) {
    self.zone = zone
  }

  /// What `silences: [...]` says; other parts are not looked at.
  public mutating func silences(of root: RuleNode) -> [Silence] {
    guard case .fields(let fields) = root.content,
      let node = fields.first(where: { $0.name.text == "silences" })?.value
    else { return [] }
    guard case .list(let list) = node.content else {
      nodes.note("expected a list of silences", node)
      return []
    }
    return list.map { silence($0) }
  }

  private mutating func silence(_ node: RuleNode) -> Silence {
    var silence = Silence(name: "")
    guard case .fields(let fields) = node.content else {
      let text = nodes.text(node, "a silence")
      return attempt(node) { () throws(SilenceProblem) in try Silence(parsing: text) } ?? silence
    }
    for (name, value) in fields {
      switch name.text {
      case "name": silence.name = nodes.text(value, "a name")
      case "match":
        for text in texts(value) {
          silence.matchers +=
            attempt(text) { () throws(SilenceProblem) in
              [try LabelMatcher(parsing: text.text ?? "")]
            } ?? []
        }
      case "from": silence.from = moment(value)
      case "until": silence.until = moment(value)
      case "times", "weekdays", "location":
        var times = silence.times ?? MuteTimes()
        read(name.text, value, into: &times)
        silence.times = times
      default:
        nodes.note(
          "unknown field \"\(name.text ?? "")\"", name, unknown: name.text ?? "",
          among: Self.names)
      }
    }
    if silence.name.isEmpty { nodes.note("a silence without a name", node, hint: "add \"name:\"") }
    _ = attempt(node) { [silence] () throws(SilenceProblem) in try silence.checkSpan() }
    return silence
  }

  private mutating func read(_ name: String?, _ node: RuleNode, into times: inout MuteTimes) {
    switch name {
    case "weekdays":
      for part in texts(node) {
        times.weekdays.formUnion(
          attempt(part) { () throws(SilenceProblem) in
            try MuteTimes.weekdays(parsing: part.text ?? "")
          } ?? [])
      }
    case "times":
      for part in parts(node) {
        guard case .fields(let fields) = part.content, fields.count == 2,
          let start = fields.first(where: { $0.name.text == "start_time" })?.value,
          let end = fields.first(where: { $0.name.text == "end_time" })?.value
        else {
          nodes.note(
            "expected a span of time", part, hint: "write {start_time: \"22:00\", end_time: ...}")
          continue
        }
        let ends = [start, end].compactMap { node in
          attempt(node) { () throws(SilenceProblem) in
            try MuteTimes.minute(parsing: node.text ?? "")
          }
        }
        guard ends.count == 2 else { continue }
        if ends[0] < ends[1] {
          times.minutes.append(ends[0]..<ends[1])
        } else {
          nodes.note(
            "it ends before it begins", end, hint: "write two, one to 24:00 and one from 00:00")
        }
      }
    default:
      do throws(Fault) {
        times.zone = try zone(nodes.text(node, "a time zone"))
      } catch {
        nodes.note(error.message, node)
      }
    }
  }

  private mutating func moment(_ node: RuleNode) -> Int64? {
    let text = nodes.text(node, "a time")
    return attempt(node) { () throws(SilenceProblem) in try Silence.moment(parsing: text) }
  }

  private func parts(_ node: RuleNode) -> [RuleNode] {
    if case .list(let list) = node.content { list } else { [node] }
  }

  /// One text, or a list of them, each with its place.
  private mutating func texts(_ node: RuleNode) -> [RuleNode] {
    parts(node).filter { !nodes.text($0, "a text").isEmpty }
  }

  private mutating func attempt<Result>(
    _ node: RuleNode, _ body: () throws(SilenceProblem) -> Result
  ) -> Result? {
    do throws(SilenceProblem) {
      return try body()
    } catch {
      nodes.note(error.reason, node)
      return nil
    }
  }
}
