import CXCore
import Testing

/// The rule of thumb, written from the manual: looks back over all observations at each one.
private struct Oracle {
  var rule: AlertRule
  var seen: [(time: Int64, holds: Bool, clear: Bool)] = []
  var firing = false
  var startedAt = Int64.min
  var endedAt: Int64?

  mutating func observe(_ time: Int64, _ close: Int) -> String? {
    seen.append((time, close > 10, rule.clear == nil || close < 8))
    if firing {
      let over = seen.ending { !$0.holds && $0.clear }.first { $0.time > startedAt }
      guard let over, time - over.time >= rule.keepFiringFor else { return nil }
      firing = false
      endedAt = time
      return "resolved"
    }
    // What held while it fired, or when it ended, is not what is waited for now.
    let held = seen.ending { $0.holds }.first { $0.time > endedAt ?? .min }
    guard let held, time - held.time >= rule.holdFor else { return nil }
    if let endedAt, time < endedAt + rule.cooldown { return nil }
    firing = true
    startedAt = time
    return "firing"
  }
}

extension Array {
  /// The longest end whose elements are all so.
  fileprivate func ending(_ isSo: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !isSo($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}

/// Knuth's MMIX generator: the same series in every run.
private struct Series {
  var state: UInt64

  mutating func next(_ below: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % below
  }
}

@Suite struct AlertPropertyTests {
  private let minute: Int64 = 60_000_000

  @Test(arguments: UInt64(1)...60) func followsTheOracle(seed: UInt64) throws {
    var random = Series(state: seed)
    let options = try oneRule("close > 10") { rule in
      rule.holdFor = Int64(random.next(4)) * minute
      rule.keepFiringFor = Int64(random.next(4)) * minute
      rule.cooldown = Int64(random.next(6)) * minute
      rule.clear = random.next(2) == 0 ? nil : try? Expression(parsing: "close < 8")
    }
    var oracle = Oracle(rule: options.rules[0])
    var expected: [String] = []
    var candles: [String] = []
    var time = 0
    for _ in 0..<200 {
      time += 1 + random.next(2)
      let close = 6 + random.next(8)
      candles.append(minuteCandle(time, String(close)))
      if let state = oracle.observe(Int64(time + 1) * minute, close) {
        expected.append("\(state)@\(time + 1)")
      }
    }
    #expect(try AlertTime.brief(try alerts(candles, options).lines) == expected)
  }

  @Test(arguments: UInt64(1)...8) func batchesAndRestartsDoNotMatter(seed: UInt64) throws {
    var random = Series(state: seed)
    var rules = try [
      "close > 10", "change(2m) > 2%", "cross(sma(2), sma(4))", "nodata 3m",
      "volatility_high(10%, 3)",
    ].map { try AlertRule(parsing: $0) }
    rules[0].holdFor = minute
    rules[0].cooldown = 3 * minute
    rules[2].keepFiringFor = 2 * minute
    rules[3].labels = ["a": "b"]
    var options = AlertOptions(rules: rules)
    options.passesRecords = seed % 2 == 0
    options.output = seed % 3 == 0 ? .explanations : .events
    var lines: [String] = []
    var time = 0
    for _ in 0..<120 {
      let symbol = ["X", "Y"][random.next(2)]
      switch random.next(10) {
      case 0:
        time += random.next(6)
        lines.append(minuteTick(time))
      case 1:
        let back = max(0, time - random.next(3))
        lines.append(minuteCandle(back, String(6 + random.next(8)), rev: 1, symbol: symbol))
      default:
        time += random.next(2)
        lines.append(minuteCandle(time, String(6 + random.next(8)), symbol: symbol))
      }
    }
    let whole = try alerts(lines, options).lines
    #expect(!whole.isEmpty)
    for size in [1, 2, 7] {
      #expect(try alerts(lines, options, size: size).lines == whole)
      #expect(try alerts(lines, options, size: size, resuming: true).lines == whole)
    }
  }
}
