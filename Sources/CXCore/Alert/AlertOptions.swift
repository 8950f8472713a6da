/// What `cx alert` is asked for.
public struct AlertOptions: Codable, Sendable {
  /// What is written.
  public enum Output: String, Codable, Sendable {
    /// Alert events.
    case events
    /// For each record and rule why it fired or did not, and alert events.
    case explanations
    /// At the end, for each rule how often and how long it fired.
    case summary
  }

  /// The rules, in the order of their events.
  public var rules: [AlertRule]
  /// What is written.
  public var output = Output.events
  /// Candles that are not final count too.
  public var includesPartial = false
  /// Records pass on.
  public var passesRecords = false

  /// Rules over final candles, events only.
  public init(rules: [AlertRule]) {
    self.rules = rules
  }

  /// All that a saved state depends on, as text.
  public var digest: String {
    let texts = rules.map { rule in
      let match = rule.match.map { "\($0.field)=\($0.patterns)" }
      let labels = rule.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return """
        \(rule.name): \(rule.condition.source) match \(match) for \(rule.holdFor) \
        clear \(rule.clear?.source ?? "") keep \(rule.keepFiringFor) cooldown \(rule.cooldown) \
        \(rule.severity) \(labels) \(rule.message.template)
        """
    }
    return "\(output) \(includesPartial) \(passesRecords)\n" + texts.joined(separator: "\n")
  }
}
