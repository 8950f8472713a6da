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
    ] as [(String, [String], [String])])
  func areAllThatFitTheLongestFirst(
    _ wanted: String, _ stored: [String], _ expected: [String]
  ) throws {
    #expect(try choice(wanted).sources(among: stored) == expected)
  }

  @Test func elsewhereDaysAreMadeOfWhatFitsEveryZone() throws {
    let india = try #require(ZoneRules(fixed: "+05:30"))
    #expect(
      try choice("1d", zone: india).sources(among: ["1d", "1h", "15m", "1m"]) == ["15m", "1m"])
    #expect(try choice("1d", zone: india).sources(among: ["1d", "1h"]) == [])
  }

  @Test func aRangeIsWidenedToWholeWindows() throws {
    let hour: Int64 = 3_600_000_000
    let (since, until) = try choice("1h").widened(hour + 1, 2 * hour + 1)
    #expect(since == hour)
    #expect(until == 3 * hour)
    let (first, last) = try choice("1h").widened(.min, .max)
    #expect(first == .min)
    #expect(last == .max)
  }
}
