/// A rule that is followed: what is looked at for each record, without copying all that a rule
/// holds.
final class FollowedRule: Sendable {
  let rule: AlertRule
  /// The condition over a record; nil for a rule about their absence.
  let condition: Expression?
  let clear: Expression?
  /// The silence, in microseconds, of a rule about the absence of records.
  let silence: Int64?

  init(_ rule: AlertRule) {
    self.rule = rule
    clear = rule.clear
    switch rule.condition {
    case .expression(let expression):
      condition = expression
      silence = nil
    case .noData(let length):
      condition = nil
      silence = length
    }
  }
}
