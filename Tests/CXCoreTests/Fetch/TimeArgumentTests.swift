import CXCore
import CXRecord
import Testing

@Suite struct TimeArgumentTests {
  private static let now = Timestamp(microseconds: 1_762_873_205_123_456)

  @Test(arguments: [
    ("now", "2025-11-11T15:00:05.123456Z"), ("today", "2025-11-11T00:00:00Z"),
    ("yesterday", "2025-11-10T00:00:00Z"), ("2025-11-01", "2025-11-01T00:00:00Z"),
    ("2025-11-01T12:30:00+01:00", "2025-11-01T11:30:00Z"),
    ("24h", "2025-11-10T15:00:05.123456Z"),
    ("7d", "2025-11-04T15:00:05.123456Z"), ("1h30m", "2025-11-11T13:30:05.123456Z"),
    ("2025-11-11 00:10", "2025-11-11T00:10:00Z"), ("2025-11-11T00:10", "2025-11-11T00:10:00Z"),
    ("2025-11-11 00:10:05.25", "2025-11-11T00:10:05.250Z"),
    ("2025-11-11T00:10+0530", "2025-11-10T18:40:00Z"),
    ("2025-11-11T05:00+01", "2025-11-11T04:00:00Z"),
    ("1762873200.5", "2025-11-11T15:00:00.500Z"),
    ("0", "1970-01-01T00:00:00Z"), ("1762873200", "2025-11-11T15:00:00Z"),
    ("1762873200001", "2025-11-11T15:00:00.001Z"),
    ("1762873200000001", "2025-11-11T15:00:00.000001Z"),
    ("1762873200000001999", "2025-11-11T15:00:00.000001Z"),
  ])
  func `moments`(text: String, expected: String) throws {
    #expect(try TimeArgument.parse(text, now: Self.now).rfc3339 == expected)
  }

  @Test(arguments: [
    "", "tomorrow", "2025-13-01", "-5", "24", "5 h", "24x", "99999999999999999999",
    "9223372036854775807w", "36526d", "2025-11-11T5", "2025-11-11T05:00+1", "2025-11-11 ", "1.5",
  ])
  func `others are refused, with what can be written`(text: String) {
    let fault = #expect(throws: Fault.self) { try TimeArgument.parse(text, now: Self.now) }
    #expect(fault?.kind == .usage)
    #expect(fault?.message.contains("24h") == true)
  }

  @Test func `midnights are those of the zone`() throws {
    let india = try #require(ZoneRules(fixed: "+05:30"))
    func parse(_ text: String) throws -> String {
      try TimeArgument.parse(text, now: Self.now, zone: india).rfc3339
    }
    #expect(try parse("today") == "2025-11-10T18:30:00Z")
    #expect(try parse("yesterday") == "2025-11-09T18:30:00Z")
    #expect(try parse("2025-11-01") == "2025-10-31T18:30:00Z")
    #expect(try parse("2025-11-01T00:00:00Z") == "2025-11-01T00:00:00Z")
    #expect(try parse("2025-11-01 00:10") == "2025-10-31T18:40:00Z")
    #expect(try parse("2025-11-01T00:10Z") == "2025-11-01T00:10:00Z")
  }

  @Test(arguments: [
    // Clocks go forward at 02:00 on March 30, and back at 03:00 on October 26.
    ("2025-03-30 01:30", "2025-03-30T00:30:00Z"), ("2025-03-30 02:30", "2025-03-30T01:30:00Z"),
    ("2025-03-30 03:30", "2025-03-30T01:30:00Z"), ("2025-10-26 02:30", "2025-10-26T00:30:00Z"),
    ("2025-10-26 03:30", "2025-10-26T02:30:00Z"),
    ("2025-10-26 01:59:59.5", "2025-10-25T23:59:59.500Z"),
  ])
  func `a time without offset is by the zone's clocks`(text: String, expected: String) throws {
    let berlin = try #require(CalendarZones.made.first)
    #expect(try TimeArgument.parse(text, now: Self.now, zone: berlin).rfc3339 == expected)
  }

  @Test func `relative moments follow the clock that they are asked for`() throws {
    let later = Timestamp(microseconds: Self.now.microseconds + 400 * Timestamp.day)
    #expect(try TimeArgument("1h").moment(now: later).rfc3339 == "2026-12-16T14:00:05.123456Z")
    #expect(try TimeArgument("today").moment(now: later).rfc3339 == "2026-12-16T00:00:00Z")
    #expect(try TimeArgument("2025-11-01").moment(now: later).rfc3339 == "2025-11-01T00:00:00Z")
  }
}
