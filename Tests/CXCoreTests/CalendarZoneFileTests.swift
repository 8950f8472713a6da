import Testing

@testable import CXRecord

@Suite struct CalendarZoneFileTests {
  private let good = CalendarZones.file(
    times: [0, 1_000], offsets: [60, 120, 180], footer: "AAA-1BBB,M3.5.0,M10.5.0/3")

  @Test func readsTransitionsAndFooter() throws {
    let zone = try ZoneRules(name: "X", tzif: good)
    #expect(zone.offset(at: -1) == (60, 0))
    #expect(zone.offset(at: 0) == (120, 1_000))
    #expect(zone.offset(at: 999) == (120, 1_000))
    // 2024-03-31T01:00Z is 1,711,846,800.
    #expect(zone.offset(at: 1_711_846_799) == (3_600, 1_711_846_800))
    #expect(zone.offset(at: 1_711_846_800).seconds == 7_200)
  }

  @Test func refusesWhatIsNotAZone() {
    #expect(throws: ZoneProblem.notTZif) { try ZoneRules(name: "", tzif: []) }
    #expect(throws: ZoneProblem.notTZif) {
      try ZoneRules(name: "", tzif: [UInt8](repeating: 65, count: 100))
    }
    var old = good
    old[4] = 0
    #expect(throws: ZoneProblem.versionOne) { try ZoneRules(name: "", tzif: old) }
    #expect(throws: ZoneProblem.leapSeconds) {
      try ZoneRules(
        name: "", tzif: CalendarZones.file(times: [], offsets: [0], footer: "", leapSeconds: 1))
    }
    for footer in ["AAA", "A1", "AAA1BBB", "AAA1BBB,M3.5.0", "AAA1BBB,M13.1.0,M1.1.0", "AAA99"] {
      #expect(throws: ZoneProblem.damaged) {
        try ZoneRules(
          name: "", tzif: CalendarZones.file(times: [], offsets: [0], footer: footer))
      }
    }
    #expect(throws: ZoneProblem.damaged) {
      try ZoneRules(
        name: "", tzif: CalendarZones.file(times: [5, 5], offsets: [0, 0, 0], footer: ""))
    }
  }

  @Test func neverTrapsOnDamagedBytes() throws {
    let interval = try Interval(parsing: "1d")
    for count in good.indices {
      #expect(throws: ZoneProblem.self) {
        try ZoneRules(name: "", tzif: Array(good.prefix(count)))
      }
    }
    var random = Seeded(seed: 3)
    for _ in 0..<5_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      guard let zone = try? ZoneRules(name: "", tzif: bytes) else { continue }
      let day = WindowCalendar(interval: interval, zone: zone)
      for time in [Int64.min, 0, 1_711_846_800_000_000, .max] {
        let (start, end) = day.bounds(containing: time)
        #expect(start <= time && time <= end)
      }
    }
  }

  @Test func perpetualSummerIsSummer() throws {
    let rule = try #require(YearlyRule(parsing: "EST5EDT,0/0,J365/25".utf8))
    for moment in stride(from: Int64(1_704_000_000), to: 1_740_000_000, by: 3_600) {
      #expect(rule.offset(at: moment).seconds == -4 * 3_600)
    }
  }

  @Test(
    arguments: [
      ("UTC", "UTC", 0), ("Z", "UTC", 0), ("+08:00", "+08:00", 28_800),
      ("-0330", "-03:30", -12_600),
      ("+8", "+08:00", 28_800), ("+00:00", "+00:00", 0),
    ] as [(String, String, Int64)])
  func readsFixedOffsets(text: String, name: String, seconds: Int64) throws {
    let zone = try #require(ZoneRules(fixed: text))
    #expect(zone.name == name)
    #expect(zone.offset(at: 0).seconds == seconds)
    #expect(zone.isUTC == (seconds == 0))
  }

  @Test(arguments: [
    "", "+", "+24", "+08:60", "+8:0:0", "08:00", "+08:0", "Berlin", "+123", "+1:00:",
  ])
  func refusesOtherOffsets(text: String) {
    #expect(ZoneRules(fixed: text) == nil)
  }
}
