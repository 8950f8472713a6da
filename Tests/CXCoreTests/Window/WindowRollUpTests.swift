import Testing

@testable import CXCore
@testable import CXRecord

/// Candles from candles, and from both.
@Suite struct WindowRollUpTests {
  private let second = WindowFrame.tumbling(
    WindowCalendar(interval: WindowOracleTests.interval("1s")))
  private let five = WindowFrame.tumbling(
    WindowCalendar(interval: WindowOracleTests.interval("5s")))

  private func candles(_ trades: [WindowTrade], _ frame: WindowFrame) -> [String] {
    WindowRun.lines(trades.map(\.line), WindowOptions(frames: [frame]))
  }

  @Test(arguments: [0, 1])
  func rolledUpTheyAreWhatTheTradesAre(_ fills: Int) {
    var random = Generator(seed: 500)
    for _ in 0..<5 {
      let trades = WindowTrade.some(80, &random)
      var options = WindowOptions(frames: [second])
      options.fills = fills == 1
      let short = WindowRun.lines(trades.map(\.line), options)
      let expected = WindowOracle(frame: five).lines(trades).sorted()
      let options5 = WindowOptions(frames: [five])
      #expect(busy(WindowRun.lines(short, options5)) == expected)
      #expect(busy(WindowRun.lines(short, options5, batch: 1)) == expected)
      // Neighbours changed places, all came twice, unfinished ones among them.
      var mixed: [String] = []
      for pair in stride(from: 0, to: short.count, by: 2) {
        mixed += short[pair..<min(pair + 2, short.count)].reversed()
        mixed.append(short[pair])
        mixed.append(short[pair].replacing("\"final\":true", with: "\"final\":false"))
      }
      var slow = options5
      slow.lateness = 100_000_000
      #expect(busy(WindowRun.lines(mixed, slow)) == expected)
    }
  }

  /// The lines of windows in which something was traded.
  private func busy(_ lines: [String]) -> [String] {
    lines.filter { $0.field("trades") != "0" }.sorted()
  }

  @Test func tradesAndCandlesMayComeMixed() {
    var random = Generator(seed: 510)
    for _ in 0..<20 {
      let trades = WindowTrade.some(60, &random).filter { $0.symbol == "A" }
      let border = trades[trades.count / 2].time / 1_000_000 * 1_000_000
      let old = candles(trades.filter { $0.time < border }, second)
      let new = trades.filter { $0.time >= border }.map(\.line)
      let expected = WindowOracle(frame: five).lines(trades)
      // What was traded on both sides of the border may be told twice: by candles and one by one.
      let overlap = trades.filter { $0.time < border && $0.time >= border - 1_000_000 }.map(\.line)
      for input in [old + new, old + overlap + new] {
        #expect(WindowRun.lines(input, WindowOptions(frames: [five])) == expected)
      }
    }
  }

  /// As where one store has short candles, another longer ones, and both have some of one time.
  @Test func candlesOfSeveralLengthsCountNoTimeTwice() {
    var random = Generator(seed: 520)
    let twenty = WindowFrame.tumbling(
      WindowCalendar(interval: WindowOracleTests.interval("20s")))
    for _ in 0..<40 {
      let trades = WindowTrade.some(120, &random)
      // Of each span of five seconds: the short ones, the long one, or all.
      var choices: [Int64: Int] = [:]
      func isTold(_ line: String, byShort isShort: Bool) -> Bool {
        guard let time = line.field("ts").flatMap({ Int64($0) }) else { return false }
        let span = time / 5_000_000
        let choice = choices[span] ?? Int(random.next() >> 33) % 3
        choices[span] = choice
        return choice == 2 || (choice == 0) == isShort
      }
      let short = candles(trades, second).filter { isTold($0, byShort: true) }
      let long = candles(trades, five).filter { isTold($0, byShort: false) }
      let expected = WindowOracle(frame: twenty).lines(trades).sorted()
      for input in [short + long, long + short] {
        let ordered = input.enumerated().sorted {
          ($0.element.field("ts") ?? "", $0.offset) < ($1.element.field("ts") ?? "", $1.offset)
        }.map(\.element)
        let options = WindowOptions(frames: [twenty])
        #expect(busy(WindowRun.lines(ordered, options)) == expected)
        #expect(busy(WindowRun.lines(ordered, options, batch: 1)) == expected)
      }
    }
  }

  @Test func aFilledWindowDoesNotWaitForItsEnd() {
    let lines = (0..<5).map { index in
      WindowTrade(
        symbol: "A", time: 1_762_873_200_000_000 + Int64(index) * 1_000_000, firstID: 1,
        lastID: 1, price: 1000, quantity: 100_000, side: .sell)
    }
    let short = candles(lines, second)
    var run = WindowRun(WindowOptions(frames: [five]))
    run.take(Array(short[..<4]))
    #expect(run.lines.isEmpty)
    run.take([short[4]])
    #expect(run.lines.count == 1)
    run.take([
      short[2].replacing("\"rev\":0", with: "\"rev\":1").replacing(
        "\"close\":1", with: "\"close\":2")
    ])
    #expect(run.lines.map { $0.field("rev") } == ["0", "1"])
  }

  @Test func anOlderRevisionChangesNothing() {
    let lines = (0..<2).map { index in
      WindowTrade(
        symbol: "A", time: 1_762_873_200_000_000 + Int64(index) * 1_000_000, firstID: 1,
        lastID: 1, price: 1000, quantity: 100_000, side: .sell)
    }
    let short = candles(lines, second)
    let newer = short[0].replacing("\"rev\":0", with: "\"rev\":1").replacing(
      "\"volume\":1", with: "\"volume\":3")
    for input in [[newer, short[0], short[1]], [short[0], newer, short[1]], [newer, short[1]]] {
      let made = WindowRun.lines(input, WindowOptions(frames: [five]))
      #expect(made.map { $0.field("volume") } == ["4"])
    }
    // Behind the end too: what was superseded is no correction.
    var run = WindowRun(WindowOptions(frames: [five]))
    run.take([newer, short[1]])
    run.finish()
    run.take([short[0]])
    #expect(run.lines.count == 1)
  }

  @Test func whatIsCountedOnlyInPartIsRefused() {
    let lines = (1...4).map { id in
      WindowTrade(
        symbol: "A", time: 1_762_873_200_000_000 + id * 1000, firstID: id, lastID: id,
        price: 1000, quantity: 100_000, side: .sell)
    }
    let other = candles(Array(lines[..<2]), second)
    var run = WindowRun(WindowOptions(frames: [five]))
    run.take([lines[1].line, lines[2].line] + other)
    run.finish()
    #expect(run.lines.map { $0.field("trades") } == ["2"])
    #expect(run.rejects.map(\.line) == [3])
  }

  @Test func longerOrAcrossDoesNotFit() {
    let long = candles(
      [
        WindowTrade(
          symbol: "A", time: 1_762_873_200_000_000, firstID: 1, lastID: 1, price: 1, quantity: 1,
          side: .buy)
      ], five)
    var run = WindowRun(WindowOptions(frames: [second]))
    run.take(long)
    run.finish()
    #expect(run.lines.isEmpty)
    #expect(run.rejects.map(\.reason) == ["the candle does not lie within one of the windows"])
  }
}
