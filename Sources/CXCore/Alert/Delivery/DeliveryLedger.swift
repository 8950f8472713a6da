/// What is remembered of a receiver: how much it was sent lately, and whether it asked for a rest.
public struct DeliveryLedger: Sendable, Equatable {
  /// When the period that counts began, microseconds since 1970 UTC.
  public var start: Int64
  /// Tries since then.
  public var count: Int64
  /// Whether something had to wait for the next period.
  public var isHeld: Bool
  /// Nothing is sent before, by the receiver's own wish.
  public var quietUntil: Int64

  /// Nothing sent yet; or what was remembered.
  public init(start: Int64 = 0, count: Int64 = 0, isHeld: Bool = false, quietUntil: Int64 = 0) {
    self.start = start
    self.count = count
    self.isHeld = isHeld
    self.quietUntil = quietUntil
  }

  /// Whether something may be sent.
  enum Leave: Equatable {
    case single
    /// All that waits in one piece: more came than the last period allowed.
    case digest
    case wait(until: Int64)
  }

  func leave(_ limit: RateLimit, now: Int64) -> Leave {
    if now < quietUntil { return .wait(until: quietUntil) }
    guard isOpen(limit, now) else { return isHeld ? .digest : .single }
    return count < limit.count ? .single : .wait(until: start &+ limit.period)
  }

  /// Counts a try.
  mutating func count(_ limit: RateLimit, now: Int64) {
    if !isOpen(limit, now) { (start, count, isHeld) = (now, 0, false) }
    count += 1
  }

  // A clock that was put back begins anew.
  private func isOpen(_ limit: RateLimit, _ now: Int64) -> Bool {
    let (age, overflow) = now.subtractingReportingOverflow(start)
    return !overflow && age >= 0 && age < limit.period
  }
}
