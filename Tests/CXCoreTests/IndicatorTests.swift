import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

@testable import CXCore
@testable import CXRecord
import Testing

/// Each indicator against the textbook's formula over all values so far, in binary floating point:
/// another arithmetic, another order of steps.
@Suite struct IndicatorTests {
  private func prices(_ count: Int, seed: UInt64) -> [Decimal] {
    var random = Generator(seed: seed)
    var cents: Int128 = 10_000_00
    return (0..<count).map { _ in
      cents += Int128(random.next() % 2_001) - 1_000
      return Decimal(units: cents, scale: 2)
    }
  }

  private func double(_ value: Decimal) -> Double { Double(value.description) ?? .nan }

  private func check(
    _ text: String, _ inputs: [[Decimal]], oracle: ([[Double]]) -> [Double?]
  ) throws {
    let spec = try IndicatorSpec(parsing: text)
    var indicator = Indicator(spec)
    var seen: [[Double]] = []
    for (index, input) in inputs.enumerated() {
      seen.append(input.map(double))
      let outputs = try indicator.push(input, spec)
      let expected = oracle(seen)
      try #require(outputs.count == expected.count)
      for (output, wanted) in zip(outputs, expected) {
        #expect((output == nil) == (wanted == nil), "\(text) at \(index)")
        if let output, let wanted {
          #expect(abs(double(output) - wanted) < 1e-6, "\(text) at \(index)")
          #expect(output.units.magnitude.digits <= 18)
        }
      }
    }
  }

  private func check(_ text: String, oracle: ([Double]) -> [Double?]) throws {
    try check(text, prices(120, seed: 3).map { [$0] }) { oracle($0.map { $0[0] }) }
    // All equal: no deviation, no change.
    try check(text, Array(repeating: [Decimal(7)], count: 40)) { oracle($0.map { $0[0] }) }
  }

  private func mean(_ values: some Collection<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private func deviation(_ values: some Collection<Double>) -> Double {
    let center = mean(values)
    return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
  }

  private func ema(_ values: [Double], _ length: Int) -> [Double?] {
    var result: [Double?] = []
    for (index, value) in values.enumerated() {
      let last = result.last ?? nil
      if index + 1 < length {
        result.append(nil)
      } else if let last {
        result.append(last + 2 / Double(length + 1) * (value - last))
      } else {
        result.append(mean(values[...index]))
      }
    }
    return result
  }

  private func wilder(_ values: [Double], _ length: Int) -> Double? {
    guard values.count >= length else { return nil }
    return values[length...].reduce(mean(values[..<length])) { average, value in
      (average * Double(length - 1) + value) / Double(length)
    }
  }

  @Test func means() throws {
    try check("sma(10)") { $0.count < 10 ? [nil] : [mean($0.suffix(10))] }
    try check("sma(1)") { [$0.last] }
    try check("ema(10)") { [ema($0, 10).last ?? nil] }
    try check("wma(10)") { values in
      guard values.count >= 10 else { return [nil] }
      return [values.suffix(10).enumerated().map { Double($0 + 1) * $1 }.reduce(0, +) / 55]
    }
  }

  @Test func deviations() throws {
    try check("stddev(10)") { $0.count < 10 ? [nil] : [deviation($0.suffix(10))] }
    try check("zscore(10)") { values in
      let last = values.suffix(10)
      guard let value = last.last, last.count == 10, deviation(last) > 0 else { return [nil] }
      return [(value - mean(last)) / deviation(last)]
    }
    try check("bbands(10, 2.5)") { values in
      guard values.count >= 10 else { return [nil, nil, nil] }
      let (middle, reach) = (mean(values.suffix(10)), 2.5 * deviation(values.suffix(10)))
      return [middle - reach, middle, middle + reach]
    }
  }

  @Test func momentum() throws {
    try check("rsi(14)") { values in
      let changes = zip(values.dropFirst(), values).map { $0 - $1 }
      guard let rise = wilder(changes.map { max($0, 0) }, 14),
        let fall = wilder(changes.map { max(-$0, 0) }, 14)
      else { return [nil] }
      return [rise + fall == 0 ? 50 : 100 - 100 / (1 + rise / fall)]
    }
    try check("macd(5,8,4)") { values in
      let lines = zip(ema(values, 5), ema(values, 8)).compactMap { fast, slow in
        slow.flatMap { slow in fast.map { $0 - slow } }
      }
      guard let line = lines.last else { return [nil, nil, nil] }
      let signal = ema(lines, 4).last ?? nil
      return [line, signal, signal.map { line - $0 }]
    }
  }

  @Test func ranges() throws {
    var random = Generator(seed: 5)
    let candles = prices(80, seed: 4).map { close in
      let up = Decimal(Int64(random.next() % 9))
      return [close.adding(up) ?? close, close.subtracting(up) ?? close, close]
    }
    try check("atr(14)", candles) { seen in
      let ranges = seen.enumerated().map { index, candle in
        let before = index > 0 ? seen[index - 1][2] : candle[0]
        let below = index > 0 ? seen[index - 1][2] : candle[1]
        return max(candle[0], before) - min(candle[1], below)
      }
      return [wilder(ranges, 14)]
    }
  }

  /// The worked example of StockCharts' ChartSchool for the RSI, whose first value is 70.53.
  @Test func aPublishedExample() throws {
    let closes = [
      "44.3389", "44.0902", "44.1497", "43.6124", "44.3278", "44.8264", "45.0955", "45.4245",
      "45.8433", "46.0826", "45.8931", "46.0328", "45.6140", "46.2820", "46.2820",
    ]
    let spec = try IndicatorSpec(parsing: "rsi")
    var indicator = Indicator(spec)
    var last: Decimal?
    for close in closes { last = try indicator.push([try Decimal(parsing: close)], spec)[0] }
    #expect(last?.rounded(toScale: 2) == Decimal(units: 7053, scale: 2))
  }

  @Test(arguments: [
    ("smaa", "unknown indicator \"smaa\"; did you mean \"sma\"?"), ("sma(0)", "sma takes whole"),
    ("sma(1.5)", "sma takes whole"), ("sma(1,2)", "sma takes at most 1"),
    ("sma(x)", "\"x\" in \"sma(x)\" is not a decimal"), ("sma 20", "unknown indicator"),
    ("macd(26,12,9)", "macd's fast"), ("bbands(20,0)", "bbands is at most"),
    ("sma(99999999999999)", "sma takes whole"), ("sma(20", "\"sma(20\" is not written"),
  ])
  func refusesParameters(text: String, reason: String) {
    do {
      _ = try IndicatorSpec(parsing: text)
      Issue.record("accepted")
    } catch {
      #expect(error.reason.hasPrefix(reason), "\(error.reason)")
    }
  }

  @Test func namesItsFields() throws {
    let specs = try IndicatorSpec.list(parsing: "sma(20), rsi,macd(12,26,9),bbands(20,2.5)")
    #expect(
      specs.flatMap(\.fieldNames) == [
        "sma_20", "rsi_14", "macd_12_26_9", "macd_12_26_9_signal", "macd_12_26_9_hist",
        "bbands_20_2p5_lower", "bbands_20_2p5_middle", "bbands_20_2p5_upper",
      ])
  }

  /// After a result of too many digits: a problem until the window holds later values only, and then
  /// as if there had been nothing before.
  @Test(arguments: [
    "sma(3)", "ema(3)", "wma(3)", "rsi(3)", "macd(2,3,2)", "bbands(3,2)", "zscore(3)", "stddev(3)",
    "atr(3)",
  ])
  func tooManyDigitsAreAProblemUntilTheWindowIsClean(text: String) throws {
    let spec = try IndicatorSpec(parsing: text)
    func inputs(_ value: Decimal) -> [Decimal] {
      spec.kind == .atr ? [value, value, value] : [value]
    }
    let huge = try Decimal(parsing: "9e75")
    let before = try (1...9).map {
      Decimal(units: try #require(Int128(exactly: $0 * $0)), scale: 1)
    }
    let after = prices(20, seed: 9)
    var indicator = Indicator(spec)
    for value in before { _ = try indicator.push(inputs(value), spec) }
    var failed = false
    for value in [huge, huge, -huge, -huge] where !failed {
      do {
        _ = try indicator.push(inputs(value), spec)
      } catch {
        failed = true
      }
    }
    #expect(failed)
    let state = try JSONEncoder().encode(indicator)
    indicator = try JSONDecoder().decode(Indicator.self, from: state)
    var fresh = Indicator(spec)
    var problems = 0
    for value in after {
      let wanted = try fresh.push(inputs(value), spec)
      do {
        #expect(try indicator.push(inputs(value), spec) == wanted)
        #expect(!wanted.contains(nil))
      } catch {
        problems += 1
      }
    }
    #expect(problems == spec.leastRecords - 1)
  }

  /// Prices times a power of ten give averages times that power, and ratios that do not change: digit
  /// by digit, wherever the point stands.
  @Test(arguments: [-30, -12, -9, -6, 9, 12, 30])
  func digitsDoNotDependOnThePoint(power: Int) throws {
    for text in [
      "sma(5)", "ema(5)", "wma(5)", "rsi(5)", "macd(3,5,4)", "bbands(5,2.5)", "zscore(5)",
      "stddev(5)",
      "atr(5)",
    ] {
      let spec = try IndicatorSpec(parsing: text)
      var (plain, moved) = (Indicator(spec), Indicator(spec))
      let isRatio = spec.kind == .rsi || spec.kind == .zscore
      for value in prices(60, seed: 5) {
        let far = try #require(value.movingPoint(power))
        let bars = { (value: Decimal) in spec.kind == .atr ? [value, value, value] : [value] }
        let wanted = try plain.push(bars(value), spec)
        let outputs = try moved.push(bars(far), spec)
        #expect(outputs == wanted.map { isRatio ? $0 : $0?.movingPoint(power) }, "\(text)")
      }
    }
  }

  @Test func digitsOfTheIssue() throws {
    let deviation = try IndicatorSpec(parsing: "stddev(2)")
    var state = Indicator(deviation)
    var outputs: [String?] = []
    for close in ["1", "0.00005330000000000001", "3"] {
      outputs.append(try state.push([try Decimal(parsing: close)], deviation)[0]?.description)
    }
    #expect(outputs == [nil, "0.49997335", "1.49997335"])
    let mean = try IndicatorSpec(parsing: "sma(2)")
    state = Indicator(mean)
    _ = try state.push([try Decimal(parsing: "1.2e-13")], mean)
    #expect(
      try state.push([try Decimal(parsing: "3.4e-13")], mean)[0]?.description == "0.00000000000023")
  }
}
