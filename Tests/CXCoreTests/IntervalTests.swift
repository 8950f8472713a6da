import CXRecord
import Testing

@Suite struct DurationTests {
  @Test(
    arguments: [
      ("500ms", 500_000), ("2s", 2_000_000), ("10m", 600_000_000), ("24h", 86_400_000_000),
      ("30d", 2_592_000_000_000), ("1w", 604_800_000_000), ("1h30m", 5_400_000_000), ("7us", 7),
      ("0", 0), ("0s", 0),
    ] as [(String, Int64)])
  func reads(text: String, microseconds: Int64) throws {
    #expect(try DurationText.microseconds(text) == microseconds)
  }

  @Test(arguments: [
    ("", DurationProblem.empty), ("5", .noUnit("5")), ("5x", .unknownUnit("x")),
    ("m", .noNumber("m")), ("-5s", .noNumber("-5s")), ("1h30", .noUnit("30")),
    ("1.5h", .unknownUnit(".")), ("9223372036854775807s", .tooLong),
    ("99999999999999999999us", .tooLong), ("9223372036854775807us1us", .tooLong),
    ("36526d", .tooLong), ("36525d1us", .tooLong), ("5\u{E9}", .unknownUnit("\u{E9}")),
  ])
  func refuses(text: String, problem: DurationProblem) {
    #expect(throws: problem) { try DurationText.microseconds(text) }
  }

  @Test(arguments: ["0s", "90s", "90m", "1w", "8d", "25h", "1001us", "250ms"])
  func writesWhatItReads(text: String) throws {
    #expect(DurationText.text(try DurationText.microseconds(text)) == text)
  }

  @Test func writesExtremes() {
    #expect(DurationText.text(.min) == "-9223372036854775808us")
    #expect(DurationText.text(-120_000_000) == "-2m")
  }
}

@Suite struct IntervalTests {
  @Test(arguments: [
    "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w",
    "1M", "90s", "250ms", "45m", "2w", "3M", "36h", "7d",
  ])
  func keepsItsName(name: String) throws {
    #expect(try Interval(parsing: name).name == Name(name))
  }

  @Test(arguments: [
    ("1mo", "1M"), ("60m", "1h"), ("24h", "1d"), ("1w1d", "8d"), ("1h30m", "90m"), ("60s", "1m"),
  ])
  func equalLengthsAreOneInterval(text: String, name: String) throws {
    #expect(try Interval(parsing: text) == Interval(parsing: name))
    #expect(try Interval(parsing: text).name == Name(name))
  }

  @Test func sevenDaysAreNotAWeek() throws {
    #expect(try Interval(parsing: "7d") != Interval(parsing: "1w"))
  }

  @Test(arguments: [
    ("1x", #""1x": unknown unit "x", expected ms, s, m, h, d, w or M (month), as in 1m"#),
    ("5min", #""5min": unknown unit "min", did you mean 5m?"#),
    ("1H", #""1H": unknown unit "H", did you mean 1h?"#),
    ("1y", #""1y": unknown unit "y", years are written in months: 12M"#),
    ("1M2d", #""1M2d": months do not combine with other units, expected such as 3M"#),
    ("60", #""60": no unit, did you mean 60s or 60m?"#),
    ("0s", #""0s": an interval is from 1us to 100 years (1200M)"#),
    ("1201M", #""1201M": an interval is from 1us to 100 years (1200M)"#),
    ("99999999999999999999M", #""99999999999999999999M": longer than 100 years"#),
  ])
  func refusesWithAReason(text: String, reason: String) {
    do {
      let interval = try Interval(parsing: text)
      Issue.record("read as \(interval)")
    } catch {
      #expect(error.reason == reason)
    }
  }
}
