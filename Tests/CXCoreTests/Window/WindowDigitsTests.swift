import Testing

@testable import CXCore
@testable import CXRecord

/// Sums of numbers of all lengths: exact, or one record refused and all others as without it.
@Suite struct WindowDigitsTests {
  private struct Row {
    var second: Int
    var price: String
    var quantity: String
    var isBuy = true

    func line(_ id: Int) -> String {
      #"{"type":"trade","exchange":"b","symbol":"X","ts":\#(1_762_819_200_000_000 + second * 1_000_000)"#
        + #","id":\#(id),"price":\#(price),"qty":\#(quantity),"side":"\#(isBuy ? "buy" : "sell")"}"#
    }
  }

  private func frames(_ names: String...) -> WindowOptions {
    WindowOptions(
      frames: names.map { .tumbling(WindowCalendar(interval: WindowOracleTests.interval($0))) })
  }

  private func lines(_ rows: [Row]) -> [String] {
    rows.enumerated().map { $1.line($0 + 1) }
  }

  private func digits(_ text: String, scale: Int) throws -> DigitString {
    let number = try Decimal(parsing: text)
    return DigitString(number.units).shifted(scale - Int(number.scale))
  }

  /// Float noise beside whole numbers: the third trade is in a window of its own.
  @Test(arguments: [[0, 1, 2], [1, 0, 2], [2, 1, 0], [2, 0, 1]])
  func noiseSpoilsNothing(order: [Int]) throws {
    let trades = lines([
      Row(second: 0, price: "100", quantity: "0.30000000000000004"),
      Row(second: 1, price: "100", quantity: "150.5"),
      Row(second: 101, price: "100", quantity: "93"),
    ])
    for size in [1, 3] {
      var options = frames("1m")
      options.lateness = 200_000_000
      var run = WindowRun(options)
      for line in order.map({ trades[$0] }) {
        run.take([line], batch: size)
        run = try run.resumed()
      }
      run.finish()
      #expect(run.rejects.isEmpty)
      #expect(
        run.lines.map { $0.field("volume") } == ["150.80000000000000004", "93"])
      #expect(run.lines.map { $0.field("quote_volume") } == ["15080.000000000000004", "9300"])
      #expect(run.lines.map { $0.field("trades") } == ["2", "1"])
    }
  }

  /// Whatever is too large or too fine to stand beside ordinary trades is refused alone, at whatever
  /// place it comes.
  @Test(arguments: [
    ("1e-38", "1e-38"), ("1e37", "1e37"), ("1e60", "1"), ("3", "1e-70"),
    ("12345678901234567890123456789012345678", "1.2345678901234567890123456789012345678"),
  ])
  func wildTradesAreRefusedAlone(price: String, quantity: String) throws {
    let ordinary = [
      Row(second: 0, price: "103456.78", quantity: "0.00123"),
      Row(second: 1, price: "0.00000412", quantity: "98765432101.5"),
      Row(second: 2, price: "0.1234567", quantity: "1523.482910293847561029", isBuy: false),
    ]
    for options in [
      frames("1m"), frames("1m", "1h"), WindowOptions(frames: [.ticks(3)]),
      WindowOptions(frames: [.session(gap: 5_000_000)]),
      WindowOptions(frames: [WindowOracleTests.sliding("2s", "1s")]),
    ] {
      let wanted = WindowRun.lines(
        ordinary.enumerated().map { $1.line($0 * 10) }, options)
      for place in 0...3 {
        var all = ordinary.enumerated().map { $1.line($0 * 10) }
        all.insert(
          Row(second: min(place, 2), price: price, quantity: quantity).line(place * 10 + 5),
          at: place)
        var run = WindowRun(options)
        run.take(all, batch: 1)
        run.finish()
        #expect(run.rejects.map(\.line) == [place + 1])
        #expect(run.rejects.allSatisfy { $0.reason.contains("76 digits") })
        #expect(run.lines == wanted)
      }
    }
  }

  /// Up to 38 digits beside ordinary trades: sums by arithmetic on digits.
  @Test func sumsAreExact() throws {
    var random = Generator(seed: 51)
    var wide = 0
    for round in 0..<60 {
      let rows = (0..<12).map { index in
        func number(_ most: Int, _ scale: Int) -> String {
          let digits = DigitString(random.digits(atMost: most))
          return "\(digits)e-\(scale)"
        }
        let isWide = random.oneIn(3)
        wide += isWide ? 1 : 0
        return Row(
          second: index, price: number(isWide ? 18 : 8, isWide ? 9 : 4),
          quantity: number(isWide ? 38 : 9, isWide ? 15 + Int(random.next() % 5) : 5),
          isBuy: random.oneIn(2))
      }
      let lines = lines(rows)
      let run = WindowRun.lines(lines, frames("1h"), batch: 1 + round % 5)
      let candle = try #require(run.first)
      #expect(run.count == 1)
      func sum(_ rows: [Row], _ value: (Row) throws -> DigitString) rethrows -> DigitString {
        try rows.reduce(DigitString("0")) { $0 + (try value($1)) }
      }
      let buys = rows.filter(\.isBuy)
      func quantity(_ row: Row) throws -> DigitString { try digits(row.quantity, scale: 76) }
      func notional(_ row: Row) throws -> DigitString {
        try digits(row.price, scale: 38) * digits(row.quantity, scale: 38)
      }
      let fields = try [
        ("volume", sum(rows, quantity)), ("quote_volume", sum(rows, notional)),
        ("taker_buy_volume", sum(buys, quantity)), ("taker_buy_quote_volume", sum(buys, notional)),
      ]
      for (name, wanted) in fields {
        #expect(try digits(#require(candle.field(name)), scale: 76) == wanted, "\(name)")
      }
      let prices = try rows.map { try Decimal(parsing: $0.price) }
      #expect(candle.field("high") == prices.max()?.description)
      #expect(candle.field("low") == prices.min()?.description)
      #expect(candle.field("open") == prices.first?.description)
      #expect(candle.field("close") == prices.last?.description)
      // The same in any order, in several lanes, over a state, and read back.
      var options = frames("1m", "1h")
      options.lateness = 60_000_000
      var other = WindowRun(options)
      for line in lines.shuffled(using: &random) {
        other.take([line])
        if random.oneIn(3) { other = try other.resumed() }
      }
      other.finish()
      #expect(other.rejects.isEmpty)
      #expect(other.lines.last?.withoutHistory == candle.withoutHistory)
      let rolled = WindowRun.lines([try #require(other.lines.first)], frames("1h"))
      #expect(rolled.first?.withoutHistory == candle.withoutHistory)
    }
    #expect(wide > 100)
  }

  /// Sessions that a trade joins are one window with all digits of both.
  @Test func sessionsMergeWideSums() throws {
    var options = WindowOptions(frames: [.session(gap: 10_000_000)])
    options.lateness = 60_000_000
    let rows = [
      Row(second: 0, price: "1.00000000000000000001", quantity: "1"),
      Row(second: 16, price: "2", quantity: "3.000000000000000000000000000001"),
      Row(second: 8, price: "3", quantity: "0.1"),
    ]
    let candles = WindowRun.lines(lines(rows), options)
    #expect(candles.count == 1)
    #expect(candles.first?.field("volume") == "4.100000000000000000000000000001")
    #expect(
      candles.first?.field("quote_volume") == "7.300000000000000000010000000002")
  }

  /// A bar that is cut by volume counts digits that 64 bits do not hold.
  @Test func barsOfWideTrades() throws {
    let options = WindowOptions(frames: [.volume(Decimal(2))])
    let rows = (0..<4).map {
      Row(second: $0, price: "1.00000000000000000001", quantity: "1.000000000000000000000001")
    }
    let bars = WindowRun.lines(lines(rows), options)
    #expect(
      bars.map { $0.field("volume") } == Array(repeating: "2.000000000000000000000002", count: 2))
  }

  /// Candles with sums of many digits roll up exactly.
  @Test func candlesOfManyDigits() throws {
    func candle(_ minute: Int, _ volume: String) -> String {
      #"{"type":"candle","exchange":"b","symbol":"X","interval":"1m","ts":\#(1_762_819_200_000_000 + minute * 60_000_000)"#
        + #","open":1,"high":1,"low":1,"close":1,"volume":\#(volume),"quote_volume":\#(volume),"trades":1}"#
    }
    let large = "123456789012345678901234567890123456.12345678901234567890"
    var run = WindowRun(frames("1h"))
    run.take([candle(0, large), candle(1, "1e-18"), candle(2, "1e70"), candle(3, "1")])
    run.finish()
    #expect(run.rejects.map(\.line) == [3])
    #expect(
      run.lines.first?.field("volume") == "123456789012345678901234567890123457.1234567890123456799"
    )
  }
}
