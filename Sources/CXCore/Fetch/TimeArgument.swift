/// A moment as `--since` and `--until` take it.
public enum TimeArgument {
  /// Reads RFC 3339 (`2025-11-11T15:00:00Z`), a date (its midnight UTC), a count since 1970 in s,
  /// ms, us or ns, `now`, `today` and `yesterday` (midnights UTC), or a duration, which means so
  /// long before `now`: `24h`, `7d`, `1h30m`.
  ///
  /// - Throws: A fault of kind `usage` that says what can be written.
  public static func parse(_ text: String, now: Timestamp) throws(Fault) -> Timestamp {
    switch text {
    case "now": return now
    case "today": return midnight(of: now)
    case "yesterday":
      return Timestamp(microseconds: midnight(of: now).microseconds - Timestamp.day)
    default: break
    }
    if let moment = Timestamp(rfc3339: Array(text.utf8)) { return moment }
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

  private static func midnight(of moment: Timestamp) -> Timestamp {
    Timestamp(
      microseconds: moment.microseconds.floorDivided(by: Timestamp.day) * Timestamp.day)
  }
}
