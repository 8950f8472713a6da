import Testing

@testable import CXCore
@testable import CXRecord

/// What comes behind the watermark: corrected, put aside or refused, never silent.
@Suite struct WindowLateTests {
  private static let minute = WindowFrame.tumbling(
    WindowCalendar(interval: WindowOracleTests.interval("1s")))

  /// The last revision of each candle, by what names it.
  private func settled(_ lines: [String]) -> [String] {
    var last: [String: String] = [:]
    for line in lines {
      guard let end = line.firstRange(of: ",\"open\"") else { continue }
      last[String(line[..<end.lowerBound])] = line.withoutHistory
    }
    return last.values.sorted()
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6])
  func theLastRevisionIsTheOracles(_ index: Int) {
    // Sessions that a late trade joins leave candles behind that no revision can take back.
    let frame = WindowOracleTests.frames[index == 6 ? 0 : index]
    var random = Generator(seed: UInt64(index) + 300)
    for _ in 0..<5 {
      let trades = WindowTrade.some(60, &random)
      var options = WindowOptions(frames: [frame])
      options.lateness = 100_000
      options.fills = index == 6
      let lines = WindowTrade.disordered(trades, by: 20_000_000, &random).map(\.line)
      var run = WindowRun(options)
      run.take(lines)
      run.finish()
      #expect(run.rejects.isEmpty)
      let expected = WindowOracle(frame: frame).lines(trades).map(\.withoutHistory).sorted()
      #expect(settled(run.lines.filter { !$0.contains("\"fill\"") }) == expected)
      revisionsGrowByOne(run.lines)
    }
  }

  private func revisionsGrowByOne(_ lines: [String]) {
    var next: [String: Int] = [:]
    for line in lines {
      guard let end = line.firstRange(of: ",\"open\"") else { continue }
      let key = String(line[..<end.lowerBound])
      #expect(line.field("rev") == "\(next[key, default: 0])", "\(line)")
      next[key, default: 0] += 1
    }
  }

  @Test func lateLinesAreKeptApartAndCorrectNothing() {
    var random = Generator(seed: 310)
    for _ in 0..<5 {
      let trades = WindowTrade.disordered(WindowTrade.some(80, &random), by: 4_000_000, &random)
      var options = WindowOptions(frames: [Self.minute])
      options.lateness = 500_000
      options.keepsLate = true
      var run = WindowRun(options)
      run.take(trades.map(\.line))
      run.finish()
      // Late is what comes when the watermark has reached the end of its window.
      var newest: [String: Int64] = [:]
      var late: [String] = []
      var inTime: [WindowTrade] = []
      for trade in trades {
        let watermark = newest[trade.symbol].map { $0 - options.lateness } ?? .min
        if trade.time / 1_000_000 * 1_000_000 + 1_000_000 <= watermark {
          late.append(trade.line)
        } else {
          inTime.append(trade)
        }
        newest[trade.symbol] = max(newest[trade.symbol] ?? .min, trade.time)
      }
      #expect(!late.isEmpty)
      #expect(run.late == late)
      #expect(
        run.lines.map(\.withoutHistory).sorted()
          == WindowOracle(frame: Self.minute).lines(inTime).map(\.withoutHistory).sorted())
    }
  }

  @Test func beyondCorrectableIsRefusedAndNothingElseChanges() {
    var random = Generator(seed: 320)
    let trades = WindowTrade.some(60, &random).filter { $0.symbol == "A" }
    for frame in WindowOracleTests.frames {
      var options = WindowOptions(frames: [frame])
      options.correctable = 1_000_000
      var run = WindowRun(options)
      run.take(trades.map(\.line))
      let lines = run.lines
      var old = trades[0]
      old.time -= 3 * 86_400_000_000
      run.take([old.line])
      // The first one also has what is emitted and no longer needed forgotten.
      let books = run.stage.books
      run.take([old.line])
      #expect(run.stage.books == books)
      #expect(run.lines == lines)
      #expect(run.rejects.map(\.line) == [trades.count + 1, trades.count + 2])
      #expect(run.rejects.allSatisfy { $0.reason.contains("behind the watermark") })
    }
  }

  /// One frame's refusal does not hide another's correction.
  @Test func whatIsTooLateForOneFrameStillCorrectsAnother() {
    var options = WindowOptions(frames: [
      Self.minute, .tumbling(WindowCalendar(interval: WindowOracleTests.interval("1m"))),
    ])
    options.correctable = 70_000_000
    func trade(_ second: Int64, _ id: Int64) -> String {
      WindowTrade(
        symbol: "A", time: 1_762_873_200_000_000 + second * 1_000_000, firstID: id, lastID: id,
        price: 1, quantity: 1, side: .buy
      ).line
    }
    var run = WindowRun(options)
    run.take([trade(0, 1), trade(125, 4), trade(30, 2)])
    #expect(run.rejects.count == 1)
    #expect(run.lines.last?.field("trades") == "2")
    #expect(run.lines.last?.field("rev") == "1")
    #expect(run.lines.last?.contains(#""interval":"1m""#) == true)
  }

  @Test func unfinishedCandlesAreRightAtEachStep() {
    var random = Generator(seed: 330)
    let trades = WindowTrade.disordered(
      WindowTrade.some(60, &random).filter { $0.symbol == "A" }, by: 1_900_000, &random)
    var options = WindowOptions(frames: [
      .tumbling(WindowCalendar(interval: WindowOracleTests.interval("1m")))
    ])
    options.updateEvery = 0
    var run = WindowRun(options)
    for count in trades.indices {
      let before = run.lines.count
      run.take([trades[count].line])
      let expected = WindowOracle(frame: options.frames[0]).lines(Array(trades[...count]))
        .map { $0.withoutHistory.replacing("\"final\":true", with: "\"final\":false") }
      let said = run.lines[before...].filter { $0.contains("\"final\":false") }
      #expect(said.count == 1)
      #expect(said.allSatisfy { expected.contains($0.withoutHistory) })
    }
    let finals = run.lines.filter { $0.contains("\"final\":true") }
    run.finish()
    #expect(finals.allSatisfy { $0.field("rev") == "0" })
  }

  @Test func updatesComeAtMostSoOften() {
    var options = WindowOptions(frames: [
      .tumbling(WindowCalendar(interval: WindowOracleTests.interval("1m")))
    ])
    options.updateEvery = 1_000_000
    let lines = (0..<40).map { step in
      WindowTrade(
        symbol: "A", time: 1_762_873_200_000_000 + Int64(step) * 250_000, firstID: Int64(step),
        lastID: Int64(step), price: 1, quantity: 1, side: .buy
      ).line
    }
    var run = WindowRun(options)
    run.take(lines)
    #expect(run.lines.map { $0.field("trades") } == (0..<10).map { "\($0 * 4 + 1)" })
  }
}
