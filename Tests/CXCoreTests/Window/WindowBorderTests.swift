import Testing

@testable import CXCore
@testable import CXRecord

/// What decides by one microsecond: when a window closes, what is late, and what is too late.
@Suite struct WindowBorderTests {
  private static let start: Int64 = 1_700_000_040_000_000
  private static let second: Int64 = 1_000_000

  private func minute() -> WindowOptions {
    WindowOptions(frames: [
      .tumbling(WindowCalendar(interval: WindowOracleTests.interval("1m")))
    ])
  }

  private func trade(at micros: Int64, id: Int64) -> String {
    #"{"type":"trade","exchange":"x","symbol":"A","ts":\#(Self.start + micros),"id":\#(id),"#
      + #""price":\#(id),"qty":1,"side":"buy"}"#
  }

  /// With partial candles each trade goes the long way, without them the short one.
  @Test(arguments: [nil, 1 << 60] as [Int64?])
  func aWindowClosesAtItsEndAndTheLateness(_ updateEvery: Int64?) {
    var options = minute()
    options.updateEvery = updateEvery
    var run = WindowRun(options)
    run.take([trade(at: 0, id: 1), trade(at: 62 * Self.second - 1, id: 2)])
    #expect(!run.lines.contains { $0.contains(#""final":true"#) })
    run.take([trade(at: 62 * Self.second, id: 3)])
    #expect(run.lines.last { $0.contains(#""final":true"#) }?.field("trades") == "1")
  }

  @Test func aTickClosesWhatEndsWithIt() {
    var run = WindowRun(minute())
    run.take([trade(at: 0, id: 1)])
    run.take([#"{"type":"tick","ts":\#(Self.start + 60 * Self.second - 1)}"#])
    #expect(run.lines.count == 1)
    run.take([#"{"type":"tick","ts":\#(Self.start + 60 * Self.second)}"#])
    #expect(run.lines.map { $0.field("type") } == ["\"tick\"", "\"candle\"", "\"tick\""])
  }

  @Test func lateIsWhatComesAtTheWatermark() {
    var options = minute()
    options.keepsLate = true
    var run = WindowRun(options)
    run.take([trade(at: 0, id: 1), trade(at: 62 * Self.second - 1, id: 4)])
    run.take([trade(at: 59 * Self.second, id: 2)])
    #expect(run.late.isEmpty)
    let late = trade(at: 60 * Self.second - 1, id: 3)
    run.take([trade(at: 62 * Self.second, id: 5), late])
    #expect(run.late == [late])
    #expect(run.lines.map { $0.field("trades") } == ["2"])
  }

  @Test func aCandleIsCorrectedUntilItCannotBe() {
    var options = minute()
    options.correctable = 10 * Self.second
    var run = WindowRun(options)
    run.take([trade(at: 0, id: 1), trade(at: 72 * Self.second - 1, id: 4)])
    run.take([trade(at: 1, id: 2)])
    #expect(run.rejects.isEmpty)
    #expect(run.lines.last?.field("rev") == "1")
    run.take([trade(at: 72 * Self.second, id: 5), trade(at: 2, id: 3)])
    #expect(run.rejects.map(\.line) == [5])
    #expect(run.lines.count == 2)
  }

  @Test func aBarTakesWhatComesAtTheWatermark() {
    var run = WindowRun(WindowOptions(frames: [.ticks(3)]))
    run.take([trade(at: 10 * Self.second, id: 3), trade(at: 8 * Self.second, id: 2)])
    run.take([trade(at: 8 * Self.second - 1, id: 1)])
    #expect(run.rejects.map(\.line) == [3])
  }

  @Test func aSessionEndsAtItsGap() {
    let gap = 5 * Self.second
    for (distance, trades) in [(gap - 1, ["2"]), (gap, ["1", "1"])] {
      let lines = WindowRun.lines(
        [trade(at: 0, id: 1), trade(at: distance, id: 2)],
        WindowOptions(frames: [.session(gap: gap)]))
      #expect(lines.map { $0.field("trades") } == trades)
    }
  }

  @Test func oneLostIdIsNotQuiet() {
    var options = minute()
    options.fills = true
    for (next, cause) in [(2, "\"quiet\""), (3, "\"lost\""), (4, "\"lost\"")] as [(Int64, String)] {
      let lines = WindowRun.lines(
        [trade(at: 0, id: 1), trade(at: 150 * Self.second, id: next)], options)
      #expect(lines.map { $0.field("fill") } == [nil, cause, nil])
      #expect(lines.last?.field("missing") == (next == 2 ? nil : "\(next - 2)"))
    }
  }
}
