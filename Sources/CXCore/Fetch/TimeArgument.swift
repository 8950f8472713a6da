import CXRecord

/// A moment as `--since` and `--until` take it.
public enum TimeArgument {
  /// Reads a moment in any spelling.
  ///
  /// These are RFC 3339 (`2025-11-11T15:00:00Z`), a date (its midnight), a count since 1970 in s,
  /// ms, us or ns, `now`, `today` and `yesterday` (midnights), or a duration, which means so long
  /// before `now`: `24h`, `7d`, `1h30m`. Midnights are those of `zone`.
  ///
  /// - Throws: A fault of kind `usage` that says what can be written.
  public static func parse(
    _ text: String, now: Timestamp, zone: ZoneRules = .utc
  ) throws(Fault) -> Timestamp {
    switch text {
    case "now": return now
    case "today": return midnight(of: now, zone)
    case "yesterday":
      let before = midnight(of: now, zone).microseconds - 1
      return midnight(of: Timestamp(microseconds: before), zone)
    default: break
    }
    if let moment = Timestamp(rfc3339: Array(text.utf8)) {
      // A date alone has ten characters, and no offset.
      guard text.utf8.count == 10, !zone.isUTC, moment.isSane else { return moment }
      return Timestamp(
        microseconds: zone.start(
          ofDay: moment.microseconds.floorDivided(by: Timestamp.day)) * Timestamp.second)
    }
    // Small numbers are durations that lack their unit, not moments of 1970; but 0 is the beginning.
    if text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let count = Int64(text),
      count == 0 || count >= 100_000_000, let moment = Timestamp(epoch: count)
    {
      return moment
    }
    if let length = try? DurationText.microseconds(text) {
      let (moment, overflow) = now.microseconds.subtractingReportingOverflow(length)
      if !overflow { return Timestamp(microseconds: moment) }
    }
    throw Fault(
      .usage,
      "\"\(text)\" is no moment: write 2025-11-11, 2025-11-11T15:00:00Z, a count since 1970, "
        + "24h (ago), now, today or yesterday")
  }

  private static func midnight(of moment: Timestamp, _ zone: ZoneRules) -> Timestamp {
    let second = moment.microseconds.floorDivided(by: Timestamp.second)
    return Timestamp(microseconds: zone.start(ofDay: zone.day(of: second)) * Timestamp.second)
  }
}
