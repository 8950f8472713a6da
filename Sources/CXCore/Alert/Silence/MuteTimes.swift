import CXRecord

/// Hours of the week, by a zone's clocks: Alertmanager's `time_intervals`, as far as weekdays and
/// hours go.
public struct MuteTimes: Sendable, Equatable, Codable {
  /// Minutes of a day, `[start, end)`; none means all day.
  public var minutes: [Range<Int>] = []
  /// Weekdays from Sunday, 0; none means every day.
  public var weekdays: Set<Int> = []
  /// Whose clocks count.
  public var zone = ZoneRules.utc

  /// All the time.
  public init() {}

  /// The weekdays from Sunday, as files name them.
  static let names = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  /// Whether a moment, in microseconds since 1970 UTC, is among them.
  func contains(_ time: Int64) -> Bool {
    let second = time.floorDivided(by: Timestamp.second)
    let local = second + zone.offset(at: second).seconds
    let day = local.floorDivided(by: 86_400)
    let minute = Int(local - day * 86_400) / 60
    // 1970-01-01, day 0, was a Thursday.
    let weekday = Int(day + 4 - (day + 4).floorDivided(by: 7) * 7)
    return (weekdays.isEmpty || weekdays.contains(weekday))
      && (minutes.isEmpty || minutes.contains { $0.contains(minute) })
  }

  /// `monday:friday` or `sunday`.
  static func weekdays(parsing text: String) throws(SilenceProblem) -> Set<Int> {
    let ends = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    var days: [Int] = []
    for end in ends {
      guard let day = names.firstIndex(of: String(end)) else {
        throw SilenceProblem("\"\(text)\" is no weekday; expected such as monday:friday")
      }
      days.append(day)
    }
    guard let first = days.first, let last = days.last, days.count <= 2 else {
      throw SilenceProblem("\"\(text)\" is no span of weekdays; expected such as monday:friday")
    }
    // Saturday to Monday goes over the week's end.
    return Set((0...(last + 7 - first) % 7).map { (first + $0) % 7 })
  }

  /// `22:00`, in minutes; 24:00 is the day's end.
  static func minute(parsing text: String) throws(SilenceProblem) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), 0...59 ~= minute, 0...24 * 60 ~= hour * 60 + minute
    else { throw SilenceProblem("\"\(text)\" is no time of day; expected such as 22:00") }
    return hour * 60 + minute
  }
}
