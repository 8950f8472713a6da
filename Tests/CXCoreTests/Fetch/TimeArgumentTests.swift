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
    "9223372036854775807w",
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
  }
}
