/// Where an alert stands: a rule and a series.
///
/// Only event time counts. It changes with an observation: a moment, and whether the condition
/// held then.
struct AlertMachine: Codable, Sendable, Equatable {
  enum Phase: Codable, Sendable, Equatable {
    case inactive
    case pending(since: Int64)
    /// Firing since a moment, and over, but kept firing, since another.
    case firing(since: Int64, over: Int64?)
  }

  private(set) var phase = Phase.inactive
  /// It does not fire before.
  private(set) var quietUntil = Int64.min

  var isFiring: Bool {
    if case .firing = phase { true } else { false }
  }

  /// Whether time alone may change it.
  var waits: Bool {
    switch phase {
    case .inactive, .firing(_, nil): false
    case .pending, .firing: true
    }
  }

  /// `pending`, say.
  var name: String {
    switch phase {
    case .inactive: "inactive"
    case .pending: "pending"
    case .firing: "firing"
    }
  }

  /// Takes an observation; `time` does not go back.
  ///
  /// Holding while quiet is pending. What is neither true nor clear goes on firing.
  mutating func observe(at time: Int64, holds: Bool, isClear: Bool, _ followed: FollowedRule) {
    if case .inactive = phase, holds { phase = .pending(since: time) }
    switch phase {
    case .inactive: break
    case .pending(let since):
      if !holds {
        phase = .inactive
      } else if Self.distance(since, time) >= followed.rule.holdFor, time >= quietUntil {
        phase = .firing(since: time, over: nil)
      }
    case .firing(let since, let over):
      guard !holds && isClear else {
        phase = .firing(since: since, over: nil)
        return
      }
      let start = over ?? time
      if Self.distance(start, time) >= followed.rule.keepFiringFor {
        phase = .inactive
        let (until, overflow) = time.addingReportingOverflow(followed.rule.cooldown)
        quietUntil = followed.rule.cooldown == 0 ? .min : overflow ? .max : until
      } else {
        phase = .firing(since: since, over: start)
      }
    }
  }

  /// Forgets that it fires: what made it fire was corrected.
  mutating func retract() {
    phase = .inactive
  }

  private static func distance(_ from: Int64, _ to: Int64) -> Int64 {
    let (distance, overflow) = to.subtractingReportingOverflow(from)
    return overflow ? .max : distance
  }
}
