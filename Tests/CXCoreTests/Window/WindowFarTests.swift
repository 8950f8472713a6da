import Testing

@testable import CXCore
@testable import CXRecord

/// Records from the far future: they wait, and make nothing late.
@Suite struct WindowFarTests {
  private static let day: Int64 = 86_400_000_000

  private func trade(_ time: Int64, id: Int64, symbol: String = "A") -> String {
    WindowTrade(
      symbol: symbol, time: 1_762_873_200_000_000 + time, firstID: id, lastID: id, price: 1000,
      quantity: 100_000, side: .buy
    ).line
  }

  private func seconds() -> WindowOptions {
    WindowOptions(frames: [
      .tumbling(WindowCalendar(interval: WindowOracleTests.interval("1s")))
    ])
  }

  /// One or two of them anywhere, the first and the last place too: as if they had come at the end.
  @Test(arguments: WindowOracleTests.frames.indices)
  func oneAnywhereMakesNothingLate(_ index: Int) throws {
    var random = Generator(seed: UInt64(index) + 900)
    let frame = WindowOracleTests.frames[index]
    for round in 0..<8 {
      let options = WindowOptions(frames: [frame])
      var trades = WindowTrade.disordered(
        WindowTrade.some(40, &random), by: options.lateness, &random)
      for step in 0..<(1 + round % 2) {
        var far = random.pick(trades)
        far.time += Self.day * Int64(365 * (step + 1))
        far.firstID += 1_000 * Int64(step + 1)
        far.lastID = far.firstID
        let place = round < 2 ? 0 : Int(random.next() % UInt64(trades.count + 1))
        trades.insert(far, at: place)
      }
      let expected = WindowOracle(frame: frame).lines(trades).sorted()
      for size in [1, 3, 1000] {
        var run = WindowRun(options)
        run.take(trades.map(\.line), batch: size)
        if size == 3 { run = try run.resumed() }
        run.finish()
        #expect(run.rejects.isEmpty && run.late.isEmpty)
        #expect(run.lines.sorted() == expected, "round \(round), batches of \(size)")
      }
    }
  }

  @Test func itWaitsForCompany() {
    var run = WindowRun(seconds())
    run.take([trade(0, id: 1), trade(10 * Self.day, id: 7)])
    #expect(run.lines.isEmpty)
    // Once more is no company; and only what others come behind was ahead of anything.
    run.take([trade(10 * Self.day, id: 7)])
    #expect(run.notes.isEmpty)
    run.take([trade(1_000_001, id: 2), trade(4_000_000, id: 3)])
    #expect(run.notes.count == 1)
    #expect(run.notes[0].contains("stdin:2: 2025-11-21T15:00:00Z is more than 1d ahead of x A"))
    #expect(run.lines.count == 2)
    run.take([trade(10 * Self.day + 3_000_000, id: 8)])
    #expect(run.lines.map { $0.field("trades") } == ["1", "1", "1", "1"])
    run.take([trade(99 * Self.day, id: 9), trade(10 * Self.day + 9_000_000, id: 10)])
    run.finish()
    #expect(run.notes.count == 2)
    #expect(run.notes.last?.hasPrefix("2 records were more than 1d ahead") == true)
    #expect(run.rejects.isEmpty)
  }

  @Test func itWaitsForATickThatReachesIt() {
    var run = WindowRun(seconds())
    run.take([trade(0, id: 1), trade(10 * Self.day, id: 7)])
    let start: Int64 = 1_762_873_200_000_000
    run.take([#"{"type":"tick","ts":\#(start + 10 * Self.day - 1)}"#])
    #expect(run.lines.map { $0.field("type") } == ["\"candle\"", "\"tick\""])
    run.take([#"{"type":"tick","ts":\#(start + 10 * Self.day + 1_000_000)}"#])
    #expect(run.lines.map { $0.field("type") }.suffix(2) == ["\"candle\"", "\"tick\""])
  }

  @Test(arguments: [0, 1])
  func exactlySoFarAheadIsNotTooFar(_ beyond: Int64) {
    var options = seconds()
    options.maxAhead = 5_000_000
    var run = WindowRun(options)
    run.take([trade(0, id: 1), trade(5_000_000 + beyond, id: 2)])
    #expect(run.lines.count == Int(1 - beyond))
    run.take([trade(3_000_000, id: 3)])
    run.finish()
    #expect(run.notes.count == Int(beyond))
  }

  /// The stream that reaches what waits takes it along.
  @Test func itIsTakenWhenItsTimeComes() {
    var options = seconds()
    options.maxAhead = 5_000_000
    var run = WindowRun(options)
    run.take([trade(0, id: 0), trade(9_000_000, id: 9)])
    for second in 1..<12 where second != 9 {
      run.take([trade(Int64(second) * 1_000_000, id: Int64(second))])
    }
    #expect(run.lines.count == 9)
    run.finish()
    #expect(run.lines.map { $0.field("first_id") } == (0..<12).map { "\($0)" })
    #expect(run.lines.allSatisfy { $0.field("missing") == nil })
    #expect(run.rejects.isEmpty)
  }

  /// A series of long candles is not far ahead of itself.
  @Test func aCandleIsAheadByItsBeginning() {
    let week: Int64 = 7 * Self.day
    let lines = (0..<6 as Range<Int64>).map { index in
      let start = 1_762_732_800_000_000 + index * week
      return
        #"{"type":"candle","symbol":"A","interval":"1w","ts":\#(start),"end":\#(start + week),"#
        + #""open":1,"high":1,"low":1,"close":1,"volume":1}"#
    }
    var run = WindowRun(
      WindowOptions(frames: [
        .tumbling(WindowCalendar(interval: WindowOracleTests.interval("2w")))
      ]))
    run.take(lines)
    #expect(run.notes.isEmpty)
    #expect(run.lines.map { $0.field("volume") }.allSatisfy { $0 == "2" })
  }
}
