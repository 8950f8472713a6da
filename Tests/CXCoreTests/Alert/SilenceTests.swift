import Foundation
import Testing

@testable import CXCore
@testable import CXRecord

/// Silences: who is covered, when, and what becomes of an alert that outlives one.
@Suite struct SilenceTests {
  /// `state@minute`, and `silenced` behind it where nobody is told, under a silence from one minute
  /// to another.
  private func told(_ lines: [String], from: Int?, until: Int?, resuming: Bool = false) throws
    -> [String]
  {
    var silence = Silence(name: "quiet")
    silence.matchers = [try LabelMatcher(parsing: "symbol=X")]
    silence.from = from.map { Int64(AlertTime.start + $0 * 60_000_000) }
    silence.until = until.map { Int64(AlertTime.start + $0 * 60_000_000) }
    var result: [String] = []
    var stage = Alert(try oneRule("close > 10"))
    for line in lines {
      if resuming {
        stage = try JSONDecoder().decode(Alert.self, from: JSONEncoder().encode(stage))
      }
      stage.silences = [silence]
      var batch = Batch()
      batch.block.append(line + "\n")
      var reader = RecordReader()
      _ = reader.read(into: &batch)
      var output = Batch(instruments: batch.instruments)
      stage.apply(batch, to: &output)
      for record in output.records {
        let line = String(decoding: output.line(of: record), as: UTF8.self)
        let notice = try AlertNotice(line: line)
        result += try AlertTime.brief([line]).map {
          $0 + (notice.silence == nil ? "" : " silenced")
        }
      }
    }
    return result
  }

  private static let closes = ["9", "11", "12", "13", "9", "11", "9"]

  @Test(
    arguments: [
      // Minutes are those of the candles' ends.
      (
        nil, nil,
        ["firing@2 silenced", "resolved@5 silenced", "firing@6 silenced", "resolved@7 silenced"]
      ),
      (nil, 2, ["firing@2", "resolved@5", "firing@6", "resolved@7"]),
      (nil, 4, ["firing@2 silenced", "firing@4", "resolved@5", "firing@6", "resolved@7"]),
      // What was told of is told to be over.
      (3, 7, ["firing@2", "resolved@5", "firing@6 silenced", "resolved@7 silenced"]),
      (7, nil, ["firing@2", "resolved@5", "firing@6", "resolved@7"]),
    ] as [(Int?, Int?, [String])])
  func anAlertIsToldOfWhenItsSilenceIsOver(from: Int?, until: Int?, expected: [String]) throws {
    let lines = Self.closes.enumerated().map { minuteCandle($0, $1) }
    #expect(try told(lines, from: from, until: until) == expected)
    #expect(try told(lines, from: from, until: until, resuming: true) == expected)
  }

  @Test func aTickEndsASilence() throws {
    let lines = [minuteCandle(0, "11"), minuteTick(5), minuteTick(6), minuteCandle(6, "9")]
    #expect(
      try told(lines, from: nil, until: 6) == ["firing@1 silenced", "firing@6", "resolved@7"])
  }

  @Test func readsWhatIsWrittenOnACommandLine() throws {
    let silence = try Silence(
      parsing: "symbol=BTCUSDT, team!=ops from 2025-12-31 until 2026-01-01T00:00Z")
    #expect(silence.from == 1_767_139_200_000_000)
    #expect(silence.until == 1_767_225_600_000_000)
    func covers(_ time: Int64, _ labels: [String: String]) -> Bool {
      silence.covers(time) { labels[$0.text] ?? "" }
    }
    #expect(covers(1_767_139_200_000_000, ["symbol": "BTCUSDT"]))
    #expect(!covers(1_767_225_600_000_000, ["symbol": "BTCUSDT"]))
    #expect(!covers(1_767_139_199_999_999, ["symbol": "BTCUSDT"]))
    #expect(!covers(1_767_139_200_000_000, ["symbol": "BTCUSDT", "team": "ops"]))
    #expect(!covers(1_767_139_200_000_000, ["symbol": "ETHUSDT"]))
  }

  @Test(arguments: [
    "", "until 2026-01-01", "symbol", "symbol>1", "=x", "symbol=X until", "symbol=X until soon",
    "symbol=X from 2026-01-02 until 2026-01-01", "symbol=~(", "symbol=~a)", "symbol=~[a",
    "symbol=~[z-a]", "symbol=~*", "symbol=~a{2}", "symbol=~\\q", "symbol=~\\",
  ])
  func refusesWhatIsNone(text: String) {
    #expect(throws: SilenceProblem.self) { try Silence(parsing: text) }
  }

  @Test(arguments: [
    ("BTC.*", "BTCUSDT", true), ("BTC.*", "XBTC", false), ("BTC|ETH", "ETH", true),
    ("(BTC|ETH)USD[TC]?", "ETHUSDC", true), ("(BTC|ETH)USD[TC]?", "ETHUSDX", false), ("", "", true),
    ("[^A-C]+", "XYZ", true), ("[^A-C]+", "XAZ", false), ("\\d\\w+\\.", "1x_.", true),
    ("(a*)*b", String(repeating: "a", count: 2_000), false), ("[]x]", "]", true), ("é?", "é", true),
    (".", "", false), ("a||b", "", true),
  ])
  func patternsMatchWholeTexts(pattern: String, text: String, expected: Bool) throws {
    #expect(try TextPattern(pattern).matches(text) == expected)
    let copy = try JSONDecoder().decode(
      [TextPattern].self, from: JSONEncoder().encode([TextPattern(pattern)]))
    #expect(copy[0].matches(text) == expected)
  }

  @Test func deepGroupsAreRefused() {
    let text = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
    #expect(throws: SilenceProblem.self) { try TextPattern(text) }
  }

  @Test func muteTimesFollowTheZonesClock() throws {
    var times = MuteTimes()
    times.minutes = [try MuteTimes.minute(parsing: "22:00")..<MuteTimes.minute(parsing: "24:00")]
    times.weekdays = try MuteTimes.weekdays(parsing: "saturday:monday")
    times.zone = try #require(ZoneRules(fixed: "+09:00"))
    // 2025-11-10 was a Monday; 22:00 there is 13:00 in UTC.
    func at(_ text: String) throws -> Bool {
      times.contains(try #require(Timestamp(rfc3339: Array(text.utf8))).microseconds)
    }
    #expect(try at("2025-11-10T13:00:00Z"))
    #expect(try at("2025-11-10T14:59:59Z"))
    #expect(try !at("2025-11-10T15:00:00Z"))
    #expect(try !at("2025-11-10T12:59:59Z"))
    #expect(try !at("2025-11-11T13:00:00Z"))
    #expect(try at("2025-11-09T13:30:00Z"))
    #expect(try at("1969-12-29T13:30:00Z"))
    #expect(throws: SilenceProblem.self) { try MuteTimes.weekdays(parsing: "mon") }
    #expect(throws: SilenceProblem.self) { try MuteTimes.minute(parsing: "24:01") }
  }
}
