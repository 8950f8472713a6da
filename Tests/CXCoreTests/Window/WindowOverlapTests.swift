import Testing

@testable import CXCore
@testable import CXRecord

/// Trades and the exchange's own candles of the same time: the complete candle wins.
@Suite struct WindowOverlapTests {
  private let minute = WindowFrame.tumbling(
    WindowCalendar(interval: WindowOracleTests.interval("1m")))

  private func trades(_ ids: ClosedRange<Int64>, named: Bool = true) -> [String] {
    ids.map { id in
      let name = named ? #","id":\#(id)"# : ""
      return #"{"type":"trade","symbol":"A","ts":\#(1_762_819_200 + id * 4)\#(name),"price":\#(id)"#
        + #","qty":1,"side":"buy"}"#
    }
  }

  /// The exchange's own: what a stream that saw all of it would make.
  private func kline(_ ids: ClosedRange<Int64>, named: Bool = true) -> String {
    let line = WindowRun.lines(trades(ids, named: true), WindowOptions(frames: [minute]))[0]
    return named ? line : line.replacing(#/,"first_id":\d+,"last_id":\d+/#, with: "")
  }

  /// A stream that begins or ends within the minute, and the kline before, amid or behind the trades.
  @Test(arguments: [3...12, 0...9, 5...5, 2...3] as [ClosedRange<Int64>])
  func theCompleteCandleWins(_ part: ClosedRange<Int64>) {
    for named in [true, false] {
      let whole = kline(0...13, named: named)
      let some = trades(part, named: named)
      for place in 0...some.count {
        var lines = some
        lines.insert(whole, at: place)
        var run = WindowRun(WindowOptions(frames: [minute]))
        run.take(lines)
        run.finish()
        #expect(run.rejects.isEmpty)
        #expect(run.lines.last?.withoutHistory == whole.withoutHistory, "\(part) at \(place)")
      }
      // Behind the end of the window: the candle that was emitted is corrected.
      var late = WindowRun(WindowOptions(frames: [minute]))
      late.take(some + [trades(20...20)[0], whole])
      #expect(late.lines.map { $0.field("rev") } == ["0", "1"])
      #expect(late.lines.last?.withoutHistory == whole.withoutHistory)
    }
  }

  /// In a longer window too, as long as what was counted one by one is of the candle's time.
  @Test func inALongerWindow() {
    let five = WindowFrame.tumbling(
      WindowCalendar(interval: WindowOracleTests.interval("5m")))
    let all = trades(0...40)
    let expected = WindowRun.lines(all, WindowOptions(frames: [five]))
    let session = WindowOptions(frames: [.session(gap: 20_000_000)])
    for options in [WindowOptions(frames: [five]), session] {
      let lines = WindowRun.lines(
        Array(all[4..<15]) + [kline(0...14)] + Array(all[15...]), options)
      #expect(lines.last?.field("trades") == "41")
      if options == session { continue }
      #expect(lines.last?.withoutHistory == expected.last?.withoutHistory)
    }
  }

  @Test func whatIsNoPartIsRefusedAsBefore() {
    var run = WindowRun(WindowOptions(frames: [minute]))
    run.take(trades(0...8) + [kline(5...12)])
    #expect(run.rejects.map(\.line) == [10])
  }

  @Test func aQuietCandleTakesNoTradesPlace() {
    let quiet =
      #"{"type":"candle","symbol":"A","interval":"1m","ts":1762819200,"end":1762819260,"#
      + #""open":1,"high":1,"low":1,"close":1,"volume":0,"trades":0}"#
    for lines in [[quiet] + trades(3...4), trades(3...4) + [quiet]] {
      var run = WindowRun(WindowOptions(frames: [minute]))
      run.take(lines)
      run.finish()
      #expect(run.lines.last?.field("trades") == "2")
    }
  }
}
