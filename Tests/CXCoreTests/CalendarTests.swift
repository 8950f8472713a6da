import CXRecord
import Testing

@Suite struct CalendarTests {
  private func bounds(
    _ interval: String, _ zone: ZoneRules = .utc, at time: String
  ) throws -> String {
    let time = try #require(Timestamp(rfc3339: time.utf8))
    let calendar = WindowCalendar(interval: try Interval(parsing: interval), zone: zone)
    let (start, end) = calendar.bounds(containing: time.microseconds)
    return [start, end].map { Timestamp(microseconds: $0).rfc3339 }.joined(separator: " ")
  }

  @Test(arguments: [
    ("1m", "2025-11-11T15:00:59.999999Z", "2025-11-11T15:00:00Z 2025-11-11T15:01:00Z"),
    ("250ms", "2025-11-11T15:00:00.3Z", "2025-11-11T15:00:00.250Z 2025-11-11T15:00:00.500Z"),
    ("1d", "2025-11-11T15:00:00Z", "2025-11-11T00:00:00Z 2025-11-12T00:00:00Z"),
    // Binance's first weekly kline of 2024 opens on Monday, January 1.
    ("1w", "2024-01-07T23:59:59Z", "2024-01-01T00:00:00Z 2024-01-08T00:00:00Z"),
    // 2024-01-02 is day 19,724 = 3 x 6,574 + 2.
    ("3d", "2024-01-02T00:00:00Z", "2023-12-31T00:00:00Z 2024-01-03T00:00:00Z"),
    ("1M", "2024-02-29T23:00:00Z", "2024-02-01T00:00:00Z 2024-03-01T00:00:00Z"),
    ("3M", "2024-02-29T23:00:00Z", "2024-01-01T00:00:00Z 2024-04-01T00:00:00Z"),
    ("1h", "1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z 1970-01-01T00:00:00Z"),
    ("1w", "1970-01-01T00:00:00Z", "1969-12-29T00:00:00Z 1970-01-05T00:00:00Z"),
    ("1M", "1969-12-31T00:00:00Z", "1969-12-01T00:00:00Z 1970-01-01T00:00:00Z"),
  ])
  func alignsAsBinanceInUTC(interval: String, time: String, expected: String) throws {
    #expect(try bounds(interval, at: time) == expected)
  }

  @Test func daysFollowSummerTime() throws {
    let berlin = try #require(CalendarZones.zone("B", footer: "CET-1CEST,M3.5.0,M10.5.0/3"))
    #expect(
      try bounds("1d", berlin, at: "2024-03-31T12:00:00Z")
        == "2024-03-30T23:00:00Z 2024-03-31T22:00:00Z")
    #expect(
      try bounds("1d", berlin, at: "2024-10-27T12:00:00Z")
        == "2024-10-26T22:00:00Z 2024-10-27T23:00:00Z")
    #expect(
      try bounds("1w", berlin, at: "2024-03-31T12:00:00Z")
        == "2024-03-24T23:00:00Z 2024-03-31T22:00:00Z")
    #expect(
      try bounds("1M", berlin, at: "2024-03-31T12:00:00Z")
        == "2024-02-29T23:00:00Z 2024-03-31T22:00:00Z")
    // The last four hours of a day of 23 are three, and a day of 25 has one hour more.
    #expect(
      try bounds("4h", berlin, at: "2024-03-31T21:59:00Z")
        == "2024-03-31T19:00:00Z 2024-03-31T22:00:00Z")
    #expect(
      try bounds("4h", berlin, at: "2024-10-27T22:59:00Z")
        == "2024-10-27T22:00:00Z 2024-10-27T23:00:00Z")
    // What does not divide a day begins as in UTC.
    #expect(
      try bounds("7h", berlin, at: "2024-10-27T22:59:00Z")
        == bounds("7h", at: "2024-10-27T22:59:00Z"))
  }

  /// Where the first Sunday is the 4th there is no fifth: the last one is the 25th.
  @Test(arguments: [
    "2029-03-25", "2040-03-25", "2026-10-25", "2037-10-25", "2040-10-28", "2029-10-28",
  ])
  func summerTimeChangesOnTheLastSunday(_ day: String) throws {
    let berlin = try #require(CalendarZones.zone("B", footer: "CET-1CEST,M3.5.0,M10.5.0/3"))
    let change = try #require(Timestamp(rfc3339: "\(day)T01:00:00Z".utf8)).microseconds / 1_000_000
    let isSpring = day.contains("-03-")
    #expect(berlin.offset(at: change - 1).seconds == (isSpring ? 3_600 : 7_200))
    #expect(berlin.offset(at: change).seconds == (isSpring ? 7_200 : 3_600))
    #expect(berlin.offset(at: change + 6 * 86_400).seconds == (isSpring ? 7_200 : 3_600))
  }

  @Test func daysBeginWhereTheirMidnightIsMissing() throws {
    let paulo = try #require(
      CalendarZones.zone("S", footer: "<-03>3<-02>,M10.3.0/0,M2.3.0/0"))
    #expect(
      try bounds("1d", paulo, at: "2018-10-21T12:00:00Z")
        == "2018-10-21T03:00:00Z 2018-10-22T02:00:00Z")
    let apia = try #require(
      CalendarZones.zone(
        "A", times: [1_325_239_200], offsets: [-36_000, 50_400], footer: "<+14>-14"))
    // From the 29th to the 31st: one follows the other.
    #expect(
      try bounds("1d", apia, at: "2011-12-30T09:59:00Z")
        == "2011-12-29T10:00:00Z 2011-12-30T10:00:00Z")
    #expect(
      try bounds("1d", apia, at: "2011-12-30T10:00:00Z")
        == "2011-12-30T10:00:00Z 2011-12-31T10:00:00Z")
  }

  @Test func saturatesAtTheEndsOfTime() throws {
    for zone in CalendarZones.made + CalendarZones.fixed {
      for name in ["1us", "1h", "7h", "1d", "36525d", "1w", "1M", "1200M"] {
        let calendar = WindowCalendar(interval: try Interval(parsing: name), zone: zone)
        for time in [Int64.min, .min + 1, .max - 1, .max] {
          let (start, end) = calendar.bounds(containing: time)
          #expect(start <= time && time <= end)
        }
      }
    }
  }

  /// A window holds its time, begins where the one before ends, and each of its moments gives it.
  @Test(arguments: CalendarZones.fixed + CalendarZones.made + CalendarZones.system)
  func tilesTime(zone: ZoneRules) throws {
    var random = Seeded(seed: 7)
    for name in [
      "1s", "90s", "45m", "1h", "4h", "7h", "12h", "36h", "1d", "3d", "1w", "2w", "1M", "3M",
    ] {
      let calendar = WindowCalendar(interval: try Interval(parsing: name), zone: zone)
      for _ in 0..<40 {
        // 1850 to 2150, and near the changes of the offset, where mistakes would be.
        var second = Int64.random(in: -3_786_825_600..<5_680_281_600, using: &random)
        let until = zone.offset(at: second).until
        if until < 5_680_281_600, Bool.random(using: &random) {
          second = until + Int64.random(in: -90_000..<90_000, using: &random)
        }
        let time = second * 1_000_000 + Int64.random(in: 0..<1_000_000, using: &random)
        let window = calendar.bounds(containing: time)
        let inside = Int64.random(in: window.start..<window.end, using: &random)
        #expect(window.start <= time && time < window.end)
        #expect(calendar.bounds(containing: window.start) == window)
        #expect(calendar.bounds(containing: inside) == window)
        #expect(calendar.bounds(containing: window.end - 1) == window)
        #expect(calendar.bounds(containing: window.end).start == window.end)
        #expect(calendar.bounds(containing: window.start - 1).end == window.start)
      }
    }
  }

  /// Walks minute by minute over changes of the offset, with nothing but the local date.
  @Test(arguments: CalendarZones.made + CalendarZones.system)
  func agreesWithAWalk(zone: ZoneRules) throws {
    for begin in [-3_225_300_000, 741_000_000, 1_325_000_000, 1_540_000_000, 2_000_000_000] {
      let change = zone.offset(at: Int64(begin)).until
      // Before standard time, days began at odd seconds.
      if change == .max || zone.offset(at: Int64(begin)).seconds % 60 != 0 { continue }
      let walk = stride(from: change - 100_000, to: change + 100_000, by: 60).map { $0 / 60 * 60 }
      for (name, group) in Self.groups {
        let calendar = WindowCalendar(interval: try Interval(parsing: name), zone: zone)
        var newest = Int.min
        var previous = Int.min
        for moment in walk {
          let day = Int((moment + zone.offset(at: moment).seconds).floorDivided(by: 86_400))
          newest = max(newest, day)
          let now = group(newest)
          if previous != .min, now != previous {
            #expect(calendar.bounds(containing: moment * 1_000_000).start == moment * 1_000_000)
            #expect(
              calendar.bounds(containing: (moment - 60) * 1_000_000).end == moment * 1_000_000)
          } else if previous != .min, moment % 1_800 == 0 {
            let window = calendar.bounds(containing: moment * 1_000_000)
            #expect(window == calendar.bounds(containing: (moment - 60) * 1_000_000))
          }
          previous = now
        }
      }
    }
  }

  private static let groups: [(String, @Sendable (Int) -> Int)] = [
    ("1d", { $0 }),
    (
      "1w",
      { day in
        // 2024-01-01, day 19,723, was a Monday.
        var monday = 19_723
        while monday > day { monday -= 7 }
        while monday + 7 <= day { monday += 7 }
        return monday
      }
    ),
    (
      "1M",
      { day in
        let date = CivilDate(daysSince1970: day)
        return date.year * 100 + date.month
      }
    ),
  ]
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
struct Seeded: RandomNumberGenerator {
  var seed: UInt64

  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var mixed = seed
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
