import Testing

@testable import CXCore
@testable import CXRecord

/// Every kind of window against ``WindowOracle``, on random trades.
@Suite struct WindowOracleTests {
  static let frames: [WindowFrame] = [
    .tumbling(WindowCalendar(interval: interval("1s"))),
    .tumbling(WindowCalendar(interval: interval("7s"))),
    .tumbling(WindowCalendar(interval: interval("1m"))),
    .tumbling(WindowCalendar(interval: interval("1d"), zone: zone("+05:30"))),
    sliding("3s", "1s"),
    sliding("5s", "3s"),
    .session(gap: 900_000),
    .ticks(7),
    .volume(Decimal(units: 55, scale: 1)),
    .notional(Decimal(777)),
  ]

  static func interval(_ text: String) -> Interval {
    guard let interval = try? Interval(parsing: text) else { preconditionFailure(text) }
    return interval
  }

  static func sliding(_ size: String, _ slide: String, _ zone: ZoneRules = .utc) -> WindowFrame {
    .sliding(
      SlidingCalendar(
        size: interval(size), slide: WindowCalendar(interval: interval(slide), zone: zone)))
  }

  static func zone(_ text: String) -> ZoneRules { ZoneRules(fixed: text) ?? .utc }

  @Test(arguments: frames.indices)
  func agrees(_ index: Int) {
    var random = Generator(seed: UInt64(index) + 1)
    for round in 0..<5 {
      let trades = WindowTrade.some(60, &random)
      let expected = WindowOracle(frame: Self.frames[index]).lines(trades).sorted()
      let options = WindowOptions(frames: [Self.frames[index]])
      let inOrder = WindowRun.lines(trades.map(\.line), options)
      #expect(inOrder.sorted() == expected, "in order, round \(round)")
      // The bound itself is exact: whatever comes within it changes nothing.
      let disordered = WindowTrade.disordered(trades, by: options.lateness, &random)
      for size in [1, 7, 1000] {
        let lines = WindowRun.lines(disordered.map(\.line), options, batch: size)
        #expect(lines.sorted() == expected, "disordered, round \(round), batches of \(size)")
      }
    }
  }

  @Test func severalAtOnceAreThoseOfEachAlone() {
    var random = Generator(seed: 50)
    let frames = [2, 0, 4, 6, 7, 8].map { Self.frames[$0] }
    for _ in 0..<8 {
      let trades = WindowTrade.some(80, &random)
      let expected = frames.flatMap { WindowOracle(frame: $0).lines(trades) }.sorted()
      let options = WindowOptions(frames: frames)
      let disordered = WindowTrade.disordered(trades, by: options.lateness, &random)
      let one = WindowRun.lines(disordered.map(\.line), options, batch: 1)
      #expect(one.sorted() == expected)
      #expect(WindowRun.lines(disordered.map(\.line), options, batch: 13) == one)
    }
  }

  @Test(arguments: frames.indices)
  func duplicatesChangeNothing(_ index: Int) {
    var random = Generator(seed: UInt64(index) + 100)
    let trades = WindowTrade.some(80, &random)
    var options = WindowOptions(frames: [Self.frames[index]])
    // Bars cannot know a trade again once it is counted.
    options.lateness = 4_000_000
    var lines: [String] = []
    var recent: [WindowTrade] = []
    for trade in trades {
      lines.append(trade.line)
      recent.append(trade)
      let newest = recent.filter { $0.symbol == trade.symbol }.map(\.time).max() ?? 0
      recent.removeAll { $0.symbol == trade.symbol && $0.time < newest - options.lateness }
      if random.oneIn(2) { lines.append(random.pick(recent).line) }
    }
    let expected = WindowOracle(frame: Self.frames[index]).lines(trades)
    var run = WindowRun(options)
    run.take(lines)
    run.finish()
    #expect(run.lines.sorted() == expected.sorted())
    #expect(run.rejects.isEmpty)
  }

  /// The template and the general path, and every place to stop and go on.
  @Test(arguments: frames.indices)
  func resumedAnywhereItIsTheSame(_ index: Int) throws {
    var random = Generator(seed: UInt64(index) + 200)
    let trades = WindowTrade.some(24, &random)
    var options = WindowOptions(frames: [Self.frames[index]])
    options.fills = index % 2 == 0
    let lines = WindowTrade.disordered(trades, by: 3_000_000, &random).map(\.line)
    var whole = WindowRun(options)
    whole.take(lines)
    var general = WindowRun(options, usesTemplate: false)
    general.take(lines)
    #expect(general.lines == whole.lines)
    for cut in lines.indices {
      var run = WindowRun(options)
      run.take(Array(lines[..<cut]))
      run = try run.resumed()
      run.take(Array(lines[cut...]))
      #expect(run.lines == whole.lines)
      #expect(run.stage.books == whole.stage.books)
    }
  }
}
