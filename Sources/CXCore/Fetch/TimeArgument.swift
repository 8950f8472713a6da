import CXRecord

/// A moment as `--since` and `--until` take it.
public enum TimeArgument: Equatable, Sendable {
  /// A moment on its own.
  case at(Timestamp)
  /// So many microseconds before now.
  case ago(Int64)
  /// The midnight so many days before today.
  case midnight(daysAgo: Int64)

  /// Reads a moment in any spelling.
  ///
  /// These are RFC 3339 (`2025-11-11T15:00:00Z`), also without seconds, offset or `T`
  /// (`2025-11-11 15:00`), a date (its midnight), a count since 1970 in s, ms, us or ns, `now`,
  /// `today` and `yesterday` (midnights), or a duration, which means so long before now: `24h`, `7d`,
  /// `1h30m`. What names no offset is by the clocks of `zone`.
  ///
  /// - Throws: A fault of kind `usage` that says what can be written.
  public init(_ text: String, zone: ZoneRules = .utc) throws(Fault) {
    switch text {
    case "now": self = .ago(0)
    case "today": self = .midnight(daysAgo: 0)
    case "yesterday": self = .midnight(daysAgo: 1)
    default:
      if let moment = Self.written(text, zone) ?? Self.count(text) {
        self = .at(moment)
      } else if let length = try? DurationText.microseconds(text) {
        self = .ago(length)
      } else {
        throw Fault(
          .usage,
          "\"\(text)\" is no moment: write 2025-11-11, 2025-11-11T15:00:00Z, a count since 1970, "
            + "24h (ago), now, today or yesterday")
      }
    }
  }

  /// The moment, when it is `now`.
  public func moment(now: Timestamp, zone: ZoneRules = .utc) -> Timestamp {
    switch self {
    case .at(let moment): return moment
    case .ago(let length):
      let (moment, overflow) = now.microseconds.subtractingReportingOverflow(length)
      return Timestamp(microseconds: overflow ? .min : moment)
    case .midnight(let days):
      let today = zone.day(of: now.microseconds.floorDivided(by: Timestamp.second))
      return Timestamp(microseconds: zone.start(ofDay: today - days) * Timestamp.second)
    }
  }

  /// Reads a moment that is relative to `now`, if it is relative: see ``init(_:zone:)``.
  public static func parse(
    _ text: String, now: Timestamp, zone: ZoneRules = .utc
  ) throws(Fault) -> Timestamp {
    try TimeArgument(text, zone: zone).moment(now: now, zone: zone)
  }

  private static func written(_ text: String, _ zone: ZoneRules) -> Timestamp? {
    guard let written = WrittenTime(text.utf8) else { return nil }
    if let offset = written.offset {
      return Timestamp(microseconds: written.clock - Int64(offset) * Timestamp.second)
    }
    let moment = Timestamp(microseconds: written.clock)
    if zone.isUTC || !moment.isSane { return moment }
    if written.clock % Timestamp.day == 0 {
      let day = written.clock.floorDivided(by: Timestamp.day)
      return Timestamp(microseconds: zone.start(ofDay: day) * Timestamp.second)
    }
    let clock = written.clock.floorDivided(by: Timestamp.second)
    let offsets = [clock - 86_400, clock + 86_400].map { zone.offset(at: $0).seconds }
    // Of a time that comes twice, where clocks go back, the first; one that is skipped, where they
    // go forward, by the clock before.
    let offset = offsets.first { zone.offset(at: clock - $0).seconds == $0 } ?? offsets[0]
    return Timestamp(microseconds: written.clock - offset * Timestamp.second)
  }

  // Small numbers are durations that lack their unit, not moments of 1970; but 0 is the beginning.
  private static func count(_ text: String) -> Timestamp? {
    guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") }),
      let count = try? Decimal(parsing: text),
      count == .zero || count >= Decimal(100_000_000)
    else { return nil }
    return Timestamp(epoch: count)
  }
}
