import CXRecord

/// The request weight that an address has used in one minute, to be shared between programs.
public struct WeightUsage: Codable, Equatable, Sendable {
  /// The minute of the exchange's clock, counted from 1970 UTC.
  public var minute: Int64
  /// The weight.
  public var used: Int

  /// A usage; see the fields.
  public init(minute: Int64, used: Int) {
    self.minute = minute
    self.used = used
  }
}

/// The exchange's budget of request weight in a clock minute, kept so that it is never overdrawn:
/// overdrawing is answered by 429, and going on after that by a ban.
struct WeightBudget {
  /// The weight that one address may use in a minute.
  ///
  /// Until the exchange tells, the least that Binance ever allowed.
  var limit = 1_200
  private var used = 0
  private var minute = Int64.min

  private static let minuteLength = 60 * Timestamp.second

  /// Counts a request about to be made at a server time.
  mutating func spend(_ weight: Int, at now: Timestamp) {
    turn(to: now)
    used += weight
  }

  /// Takes the exchange's own count, which knows of other programs at this address.
  mutating func note(used counted: Int, at now: Timestamp) {
    turn(to: now)
    used = counted
  }

  /// Takes another program's count, where it is of the same minute and knows of more.
  mutating func note(_ usage: WeightUsage, at now: Timestamp) {
    turn(to: now)
    if usage.minute == minute { used = max(used, usage.used) }
  }

  /// The count of the minute that is.
  mutating func usage(at now: Timestamp) -> WeightUsage {
    turn(to: now)
    return WeightUsage(minute: minute, used: used)
  }

  /// How many microseconds to wait before a request; nil when it may be made.
  ///
  /// A tenth of the budget is left to others. The wait ends a second into the next minute, as
  /// clocks differ.
  mutating func pause(before weight: Int, at now: Timestamp) -> Int64? {
    turn(to: now)
    let ceiling = limit - limit / 10
    if used == 0 || weight <= ceiling - used { return nil }
    return (minute + 1) * Self.minuteLength - now.microseconds + Timestamp.second
  }

  private mutating func turn(to now: Timestamp) {
    let current = now.microseconds.floorDivided(by: Self.minuteLength)
    if current > minute {
      minute = current
      used = 0
    }
  }
}
