import CXCore
import CXRecord
import Testing

/// Which stored candles answer for an interval.
@Suite struct CandleChoiceTests {
  private func choice(_ interval: String, zone: ZoneRules = .utc) throws -> CandleChoice {
    CandleChoice(WindowCalendar(interval: try Interval(parsing: interval), zone: zone))
  }

  @Test(
    arguments: [
      ("1h", ["1m", "1h", "5m"], ["1h", "5m", "1m"]),
      ("60m", ["1m", "1h"], ["1h", "1m"]),
      ("1h", ["1m", "5m", "7m", "2h"], ["5m", "1m"]),
      ("1w", ["1d", "3d", "1m"], ["1d", "1m"]),
      ("1w", ["2d", "4h"], ["4h"]),
      ("1M", ["1w", "1d"], ["1d"]),
      ("3M", ["1M", "1d"], ["1M", "1d"]),
      ("90s", ["1m"], []),
      ("1h", ["ticks(100)", ""], []),
    ] as [(String, [Name], [Name])])
  func areAllThatFitTheLongestFirst(
    _ wanted: String, _ stored: [Name], _ expected: [Name]
  ) throws {
    #expect(try choice(wanted).sources(among: stored) == expected)
  }

  /// A zone, what candles can be, at the longest, to make up its days, and since when, if it matters.
  @Test(
    arguments: [
      ("+05:30", 1_800, nil), ("+08:00", 28_800, nil), ("-03:30", 1_800, nil), ("UTC", nil, nil),
      ("Berlin", 3_600, nil), ("Dublin", 3_600, nil), ("Lord_Howe", 1_800, nil),
      ("Kathmandu", 900, nil), ("Sao_Paulo", 3_600, nil), ("St_Johns", 1_800, nil),
      // Only its half of the year matters, and another day border none at all.
      ("London", 3_600, nil), ("London", nil, "2025-01-10"), ("London", 3_600, "2025-06-10"),
      ("Sitka", 60, nil), ("Apia", 3_600, "2011-12-01"),
    ] as [(String, Int64?, String?)])
  func elsewhereDaysAreMadeOfWhatFitsTheZone(
    _ name: String, _ seconds: Int64?, _ since: String?
  ) throws {
    let london = CalendarZones.zone("London", footer: "GMT0BST,M3.5.0/1,M10.5.0")
    let zone = try #require(
      ZoneRules(fixed: name)
        ?? (CalendarZones.made + [london].compactMap { $0 }).first { $0.name == name })
    var choice = try choice("1d", zone: zone)
    if let since {
      let start = try #require(Timestamp(rfc3339: since.utf8)).microseconds
      choice.times = start..<(start + 60 * Timestamp.day)
    }
    #expect(choice.grain.map { $0 / Timestamp.second } == seconds)
    let stored: [Name] = ["1d", "8h", "1h", "30m", "15m", "1m", "4s"]
    let lengths: [Int64] = [86_400, 28_800, 3_600, 1_800, 900, 60, 4]
    let expected = zip(stored, lengths).filter { (seconds ?? 86_400) % $0.1 == 0 }
    #expect(choice.sources(among: stored) == expected.map(\.0))
  }

  @Test func aRangeIsWidenedToWholeWindows() throws {
    let hour: Int64 = 3_600_000_000
    let start = 480_000 * hour
    let (since, until) = try choice("1h").widened(start + 1, start + hour + 1)
    #expect(since == start)
    #expect(until == start + 2 * hour)
    let (first, last) = try choice("1h").widened(.min, .max)
    #expect(first == .min)
    #expect(last == .max)
  }
}
