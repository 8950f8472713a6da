import Testing

@testable import CXCore
@testable import CXRecord

/// Overlapping windows by the calendar: against the windows of the slide, walked one by one.
@Suite struct SlidingCalendarTests {
  /// A size, a slide, and how many slides the size is.
  @Test(
    arguments: [
      ("1d", "1d", 1), ("7d", "1d", 7), ("1w", "1w", 1), ("3w", "1w", 3), ("1w", "1d", 7),
      ("1M", "1M", 1), ("3M", "1M", 3), ("1h", "15m", 4),
    ])
  func aWindowIsSoManySlides(_ size: String, _ slide: String, _ count: Int) {
    var random = Generator(seed: 71)
    // In half of the zones the last piece of a day is shorter than the others.
    let zones = slide == "15m" ? [ZoneRules.utc] : CalendarZones.made + CalendarZones.fixed
    for zone in zones {
      let steps = WindowCalendar(interval: WindowOracleTests.interval(slide), zone: zone)
      let calendar = SlidingCalendar(size: WindowOracleTests.interval(size), slide: steps)
      for _ in 0..<20 {
        let time = 1_300_000_000_000_000 + Int64(random.next() % 900_000_000_000_000)
        var starts = [steps.bounds(containing: time)]
        for _ in 0..<count { starts.insert(steps.bounds(containing: starts[0].start - 1), at: 0) }
        for _ in 0..<count {
          starts.append(steps.bounds(containing: starts[starts.count - 1].end))
        }
        let expected = (0..<(starts.count - count)).map {
          (starts[$0].start, starts[$0 + count - 1].end)
        }.filter { $0.0 <= time && time < $0.1 }
        let spans = calendar.spans(holding: time)
        #expect(spans.map(\.start) == expected.map(\.0), "\(zone) \(time)")
        #expect(spans.map(\.end) == expected.map(\.1), "\(zone) \(time)")
      }
    }
  }

  private func spans(
    _ size: String, _ slide: String, _ footer: String, at time: String
  ) throws -> [String] {
    let zone = try #require(CalendarZones.zone("Z", footer: footer))
    let calendar = SlidingCalendar(
      size: WindowOracleTests.interval(size),
      slide: WindowCalendar(interval: WindowOracleTests.interval(slide), zone: zone))
    let moment = try #require(Timestamp(rfc3339: time.utf8))
    return calendar.spans(holding: moment.microseconds).map { span in
      [span.start, span.end].map { Timestamp(microseconds: $0).rfc3339 }.joined(separator: " ")
    }
  }

  @Test func daysAndWeeksAreTheZones() throws {
    let newYork = "EST5EDT,M3.2.0,M11.1.0"
    #expect(
      try spans("1d", "1d", newYork, at: "2025-11-02T12:00:00Z") == [
        "2025-11-02T04:00:00Z 2025-11-03T05:00:00Z"
      ])
    // Thursday, January 1: the week of Monday, December 29.
    #expect(
      try spans("1w", "1w", newYork, at: "2026-01-01T12:00:00Z") == [
        "2025-12-29T05:00:00Z 2026-01-05T05:00:00Z"
      ])
    #expect(
      try spans("1w", "1w", "UTC0", at: "2026-01-01T12:00:00Z") == [
        "2025-12-29T00:00:00Z 2026-01-05T00:00:00Z"
      ])
  }

  /// On a day of 25 hours the windows of a day that begin in it end a day later, by the clock.
  @Test func aDayEveryHour() throws {
    let spans = try spans(
      "1d", "12h", "EST5EDT,M3.2.0,M11.1.0", at: "2025-11-03T04:30:00Z")
    #expect(
      spans == [
        "2025-11-02T04:00:00Z 2025-11-03T05:00:00Z", "2025-11-02T16:00:00Z 2025-11-03T17:00:00Z",
        "2025-11-03T04:00:00Z 2025-11-04T05:00:00Z",
      ])
  }

  @Test func aMonthEndsWithTheLastDayThatThereIs() throws {
    let spans = try spans("1M", "1d", "UTC0", at: "2025-02-28T00:00:00Z")
    #expect(spans.count == 28)
    #expect(spans.first == "2025-02-01T00:00:00Z 2025-03-01T00:00:00Z")
    #expect(try self.spans("1M", "1d", "UTC0", at: "2025-02-27T23:00:00Z").count == 31)
  }
}
