import CXRecord

/// What to watch for, and when to speak of it.
///
/// Durations are microseconds of event time.
public struct AlertRule: Codable, Sendable, Equatable {
  /// Its name, unique among rules.
  public var name: Name
  /// Which records it looks at: patterns by field, any of which must match; no field means all.
  public var match: [AlertMatch] = []
  /// When it holds.
  public var condition: AlertCondition
  /// How long it must hold, without a break, before it fires.
  public var holdFor: Int64 = 0
  /// What must be true, besides the condition not being, before a firing alert ends (hysteresis).
  public var clear: Expression?
  /// How long it must have been over before a firing alert ends.
  public var keepFiringFor: Int64 = 0
  /// How long after its end an alert does not fire again.
  public var cooldown: Int64 = 0
  /// How bad it is.
  public var severity = Self.severities[1]
  /// What its events carry, by name.
  public var labels: [Name: String] = [:]
  /// The text of its events.
  public var message = AlertMessage.standard
  /// Names of receivers that its events are delivered to; none leaves it to the routes.
  public var notify: [Name] = []

  /// The severities, mildest first.
  public static let severities = ["info", "warning", "critical"]

  /// A rule that looks at all records and fires at once.
  public init(name: Name, condition: AlertCondition) {
    self.name = name
    self.condition = condition
  }

  /// Reads a condition as a rule that is named by its own text.
  public init(parsing text: String) throws(ExpressionError) {
    self.init(name: Name(text), condition: try AlertCondition(parsing: text))
  }

  /// Whether an argument is meant as a condition, not as a file: it has a space, a parenthesis or
  /// a comparison, and does not begin as a path.
  public static func isMeant(_ text: String) -> Bool {
    if ["/", "./", "../"].contains(where: text.hasPrefix) { return false }
    return text.contains { " (<>=".contains($0) }
  }

  /// What is fired when nobody says what: moves of 1% within five minutes, volume of three times
  /// the mean of the last 20 candles, and a silence of ten minutes.
  public static let starters: [AlertRule] = {
    let texts: [(Name, String, String)] = [
      ("price-move", "price_change_pct(1, 5m)", "{symbol} moved {value}% within 5m, to {close}"),
      ("volume-spike", "volume_spike(3, 20)", "{symbol} traded {volume} in {interval}"),
      ("silence", "nodata 10m", "no {interval} candle of {symbol} for 10m"),
    ]
    return texts.compactMap { name, condition, message in
      guard let condition = try? AlertCondition(parsing: condition) else { return nil }
      var rule = AlertRule(name: name, condition: condition)
      rule.message = AlertMessage(message)
      return rule
    }
  }()
}
