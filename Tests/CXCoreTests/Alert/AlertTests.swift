import CXCore
import Testing

@Suite struct AlertTests {
  private let minute: Int64 = 60_000_000

  @Test func firesOnceAndResolves() throws {
    let candles = ["9", "11", "12", "9", "9"].enumerated().map { minuteCandle($0, $1) }
    let lines = try alerts(candles, try oneRule("close > 10")).lines
    #expect(try AlertTime.brief(lines) == ["firing@2", "resolved@4"])
  }

  @Test func writesFieldsInFixedOrderWithAStableKey() throws {
    let options = try oneRule("close > 10") { rule in
      rule.name = "high"
      rule.severity = "critical"
      rule.labels = ["team": "desk", "area": "spot"]
      rule.message = AlertMessage("{symbol} at {close}, {team}, {nothing}")
    }
    let lines = try alerts([minuteCandle(0, "11.50")], options).lines
    #expect(
      lines == [
        #"{"type":"alert","symbol":"X","interval":"1m","ts":1762873260000000,"rule":"high","#
          + #""state":"firing","severity":"critical","value":11.5,"#
          + #""message":"X at 11.5, desk, ?","labels":{"area":"spot","team":"desk"},"#
          + #""window":1762873200000000,"rev":0,"key":"bc56aee455ef9e275d6d8a7a46b2a995"}"#
      ])
  }

  @Test func waitsFor() throws {
    let options = try oneRule("close > 10") { $0.holdFor = 2 * minute }
    let candles = ["11", "9", "11", "11", "11", "11"].enumerated().map { minuteCandle($0, $1) }
    #expect(try AlertTime.brief(try alerts(candles, options).lines) == ["firing@5"])
  }

  @Test func waitsForATick() throws {
    let options = try oneRule("close > 10") { $0.holdFor = 2 * minute }
    let lines = [minuteCandle(0, "11"), minuteTick(2), minuteTick(3)]
    #expect(try AlertTime.brief(try alerts(lines, options).lines) == ["firing@3"])
  }

  @Test func clearsWithHysteresis() throws {
    let options = try oneRule("close > 10") { $0.clear = try? Expression(parsing: "close < 8") }
    let candles = ["11", "9", "11", "9", "7"].enumerated().map { minuteCandle($0, $1) }
    #expect(try AlertTime.brief(try alerts(candles, options).lines) == ["firing@1", "resolved@5"])
  }

  @Test func noticesMissingData() throws {
    let options = try oneRule("nodata 2m")
    let lines = [
      minuteCandle(0, "1"), minuteTick(2), minuteTick(3), minuteTick(4), minuteCandle(4, "1"),
      minuteCandle(9, "1"),
    ]
    #expect(
      try AlertTime.brief(try alerts(lines, options).lines)
        == ["firing@3", "resolved@5", "firing@9", "resolved@10"])
  }

  @Test func retractsWhatARevisionUndoes() throws {
    let options = try oneRule("close > 10")
    let first = [minuteCandle(0, "9"), minuteCandle(1, "11")]
    #expect(
      try AlertTime.brief(try alerts(first + [minuteCandle(1, "9", rev: 1)], options).lines)
        == ["firing@2", "retracted@2 rev 1"])
    #expect(
      try AlertTime.brief(try alerts(first + [minuteCandle(1, "12", rev: 1)], options).lines)
        == ["firing@2"])
    let later = first + [minuteCandle(2, "11"), minuteCandle(1, "9", rev: 1)]
    #expect(
      try AlertTime.brief(try alerts(later, options).lines) == ["firing@2", "retracted@3 rev 1"])
  }

  /// What ceases to exist counts as if it had never come.
  @Test func retractsWhatFiredOnACandleThatIsNoMore() throws {
    let options = try oneRule("close > 10")
    let gone =
      #"{"type":"candle","symbol":"X","interval":"1m","ts":\#(AlertTime.start + 60_000_000),"#
      + #""end":\#(AlertTime.start + 120_000_000),"final":true,"rev":1,"retracted":true}"#
    let first = [minuteCandle(0, "9"), minuteCandle(1, "11")]
    for (input, expected) in [
      (first + [gone], ["firing@2", "retracted@2 rev 1"]),
      (first + [gone, gone], ["firing@2", "retracted@2 rev 1"]),
      (first + [minuteCandle(2, "11"), gone], ["firing@2", "retracted@3 rev 1"]),
      (first + [minuteCandle(2, "9"), gone], ["firing@2", "resolved@3"]),
      (
        first + [gone, minuteCandle(1, "12", rev: 2)],
        ["firing@2", "retracted@2 rev 1", "firing@2 rev 2"]
      ),
      (
        [minuteCandle(0, "11"), minuteCandle(1, "9"), gone],
        ["firing@1", "resolved@2", "firing@2 rev 1"]
      ),
      ([minuteCandle(0, "9"), gone], []), ([gone, minuteCandle(1, "9")], []),
    ] as [([String], [String])] {
      for resuming in [false, true] {
        let said = try alerts(input, options, size: 1, resuming: resuming).lines
        #expect(try AlertTime.brief(said) == expected)
      }
    }
  }

  @Test func firesWhatARevisionBringsAbout() throws {
    let lines = [minuteCandle(0, "9"), minuteCandle(0, "11", rev: 1)]
    #expect(
      try AlertTime.brief(try alerts(lines, try oneRule("close > 10")).lines) == ["firing@1 rev 1"])
  }

  @Test func leavesUnfinishedCandlesAloneUnlessAsked() throws {
    var options = try oneRule("close > 10")
    let lines = [minuteCandle(0, "11", final: false)]
    #expect(try alerts(lines, options).lines == [])
    options.includesPartial = true
    #expect(try AlertTime.brief(try alerts(lines, options).lines) == ["firing@1"])
  }

  @Test func reportsAConditionThatFails() throws {
    let result = try alerts([minuteCandle(0, "11")], try oneRule("close > 'x'"))
    #expect(result.lines == [])
    #expect(result.reasons.count == 1)
    #expect(result.reasons.first?.hasPrefix("rule \"close > 'x'\": ") == true)
  }

  @Test func looksOnlyAtWhatMatches() throws {
    let options = try oneRule("close > 10") {
      $0.match = [AlertMatch(field: "symbol", patterns: ["B*C", "E*"])]
    }
    let lines = ["BC", "BTC", "BTCX", "ETH", "XETH"].map { minuteCandle(0, "11", symbol: $0) }
    #expect(try alerts(lines, options).lines.count == 3)
  }

  @Test func countsForTheSummary() throws {
    var options = try oneRule("close > 10")
    options.output = .summary
    let candles = ["11", "9", "11", "11"].enumerated().map { minuteCandle($0, $1) }
    #expect(
      try alerts(candles, options).lines == [
        #"{"type":"alert_summary","rule":"close > 10","fires":2,"retracted":0,"#
          + #""firing":120000000,"first":1762873260000000,"last":1762873380000000}"#
      ])
  }
}
