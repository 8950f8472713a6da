/// What is remembered for a rule and a series, and put back when a candle is corrected.
struct AlertMemory: Codable, Sendable, Equatable {
  var condition: ExpressionState?
  var clear: ExpressionState?
  var machine = AlertMachine()
  /// Whether the condition held when last it was known.
  var holds: Bool?
  var isClear = true
  /// The latest observation.
  var time = Int64.min
  /// What the condition's comparison is about.
  var value = Value.null

  init(_ rule: AlertRule) {
    if case .expression(let expression) = rule.condition { condition = expression.initialState }
    clear = rule.clear?.initialState
  }

  /// Evaluates condition and clear; false when the condition is unknown, and nothing is observed.
  mutating func evaluate(
    _ fields: RecordFields, _ rule: FollowedRule, keepsTrace: Bool
  ) throws(EvaluationProblem) -> Bool {
    guard let expression = rule.condition, var state = condition else { return false }
    var clearState = clear
    defer {
      if keepsTrace { (condition, clear) = (state, clearState) }
    }
    var cleared = true
    var problem: EvaluationProblem?
    if let clear = rule.clear, var state = clearState {
      do {
        cleared = try clear.evaluate(fields, state: &state) == .bool(true)
      } catch {
        problem = error
      }
      clearState = state
    }
    let result = try expression.examine(fields, state: &state)
    if let problem { throw problem }
    switch result.value {
    case .null: return false
    case .bool(let isTrue): holds = isTrue
    case let other:
      throw EvaluationProblem("the condition is \(other.kindName), not true or false")
    }
    isClear = cleared
    value = result.subject
    return true
  }

  /// Moves the machine; a time that goes back counts as the latest.
  mutating func observe(at moment: Int64, _ rule: FollowedRule) {
    guard let holds else { return }
    time = max(time, moment)
    machine.observe(at: time, holds: holds, isClear: isClear, rule)
  }
}

/// A rule and a series: the memory, and what was said about it.
struct AlertEntry: Codable, Sendable {
  /// The candle on which an alert fired, and what the condition remembered before it.
  struct Cause: Codable, Sendable {
    var window: Int64
    var before: ExpressionState
  }

  /// Index into the rules.
  var rule: Int
  var memory: AlertMemory
  /// The memory before the latest candle.
  var beforeLatest: AlertMemory?
  /// Whether the last event said that it fires, and since when.
  var announced = false
  var announcedAt: Int64 = 0
  /// The silence under which that was said; nil where somebody may have been told.
  var silence: String?
  var cause: Cause?
  /// The text of the event that the latest record brings, or a tick behind it may bring.
  var message = ""

  /// Whether it stands otherwise than was said last.
  var hasNews: Bool { memory.machine.isFiring != announced || silence != nil }

  /// Whether an event comes now, or may come with a tick.
  var mayHaveToSay: Bool { hasNews || memory.machine.waits }
}

/// Records that follow each other, and the rules that look at them.
struct AlertSeries: Codable, Sendable {
  var key: SeriesKey
  var entries: [AlertEntry]
  /// The latest final candle, by its first moment.
  var latest: Int64?
  /// The newest moment seen.
  var clock = Int64.min
  /// Until when there are data; nil before the first record.
  var dataUntil: Int64?
}
