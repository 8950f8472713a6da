import Testing

@testable import CXRecord

/// Values at the ends of all bounds, in each place and spelling: both paths say the same.
@Suite struct ReaderEdgesTests {
  private static let trade = [
    ("type", #""trade""#), ("exchange", #""b""#), ("symbol", #""X""#), ("ts", "1762873200123456"),
    ("id", "7"), ("first_id", "7"), ("last_id", "9"), ("price", "103456.78"), ("qty", "0.25"),
    ("side", #""buy""#),
  ]
  private static let candle = [
    ("type", #""candle""#), ("exchange", #""b""#), ("symbol", #""X""#), ("interval", #""1m""#),
    ("ts", "1762873200000000"), ("end", "1762873260000000"), ("open", "1.5"), ("high", "2"),
    ("low", "1.25"), ("close", "1.75"), ("volume", "10"), ("quote_volume", "15.5"),
    ("trades", "12"), ("taker_buy_volume", "4"), ("taker_buy_quote_volume", "6.5"),
    ("vwap", "1.55"), ("first_id", "3"), ("last_id", "14"), ("final", "true"), ("rev", "0"),
    ("retracted", "false"),
  ]
  private static let quote = [
    ("type", #""quote""#), ("exchange", #""b""#), ("symbol", #""X""#), ("ts", "1762873200123456"),
    ("bid", "1.5"), ("bid_qty", "3"), ("ask", "1.51"), ("ask_qty", "0.25"),
  ]

  /// Digits up to 20, ends of 62, 63 and 64 bits, the borders between units of time, zeros.
  private static var numbers: [String] {
    var numbers: [String] = [
      "0", "00", "01", "0.0", "0.10", "00.1", "-0", "-1", "-0.5", "1.", ".5",
    ]
    for digits in 1...20 {
      let nines = String(repeating: "9", count: digits)
      numbers += [
        nines, "1" + nines.dropFirst().map { _ in "0" }, "1" + nines, "0" + nines, nines + ".5",
        "0." + nines, "1." + nines, nines + ".0", nines + ".50", "0." + nines + "0", "-" + nines,
      ]
    }
    for border: Int64 in [100_000_000_000, 100_000_000_000_000, 100_000_000_000_000_000] {
      for value in [border - 1, border, border + 1] {
        numbers += ["\(value)", "\(value).5", "-\(value)", "\(value).000"]
      }
    }
    for value: UInt64 in [
      1 << 53, 1 << 62, 1 << 63, .max, 9_999_999_999_999_999, 10_000_000_000_000_000,
      9_223_372_036_854_775_807, 1_762_873_200, 1_762_873_200_123,
    ] {
      numbers += ["\(value)", "\(value &- 1)", "\(value &+ 1)"]
    }
    for exponent in ["e0", "E0", "e+0", "e-0", "e1", "e-1", "e18", "e-18", "e19", "e-19", "e30"] {
      numbers += ["0", "1", "1.5", "150", "123456789012345678", "1.50"].map { $0 + exponent }
    }
    numbers += ["1e", "1e+", "1e00000", "1e0000000001", "1e-99999", "1.e1", "0e5", "1e5.5"]
    return numbers
  }

  private static let others = [
    "null", "true", "false", "tru", "nul", "[]", "{}", "[1,2,{}]", #""""#, #"" ""#, #""1 ""#,
    #"" 1""#, #""abc""#, #""buy""#, #""sell""#, #""BUY""#, #""buyx""#, #""b\u0075y""#, #""\u0031""#,
    #""2025-11-11T15:00:00Z""#, #""2025-11-11T15:00:00.123456789+01:00""#, #""2025-11-11""#,
    #""2025-02-30""#, #""2025-11-11 15:00:00-00:30""#, #""2025-11-11T15:00:61Z""#,
    #""2025-11-11T15:00:00""#, #""0001-01-01""#, #""9999-12-31""#, #""default""#, #""é""#,
    #""BTC\/USDT""#, #""0123456789abcde""#, #""0123456789abcdef""#, #""0123456789abcdef01""#,
    #""a\"b""#, #""a\\""#, #""\ud800""#, #""\ud83d\ude00""#, "\"\u{1}\"", "\"\u{0}\"", "12abc",
  ]

  /// Each value in each place: after lines that teach the shape, and twice in a row, so that its own
  /// shape is learned too.
  @Test(arguments: [trade, candle, quote])
  private func bothPathsSayTheSame(_ fields: [(String, String)]) {
    var lines: [[UInt8]] = []
    let usual = Self.line(fields)
    let values = Self.others + Self.numbers.flatMap { [$0, "\"\($0)\""] }
    for place in fields.indices {
      for value in values {
        var changed = fields
        changed[place].1 = value
        lines += [usual, Self.line(changed), Self.line(changed), usual]
      }
    }
    let (fast, general) = ReadLines.byBothPaths(lines)
    #expect(fast.shaped > lines.count / 2)
    #expect(general.rejects.count > lines.count / 10)
  }

  private static func line(_ fields: [(String, String)]) -> [UInt8] {
    Array("{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}".utf8)
  }

  @Test func anIDBeforeTheFirstIsRefusedByBothPaths() {
    let pairs = [("7", "9"), ("9", "7"), ("7", "7"), ("-1", "3"), ("3", "-1"), ("null", "3")]
    for (first, last) in pairs {
      var fields = Self.trade
      fields[5].1 = first
      fields[6].1 = last
      let lines = [Self.line(Self.trade), Self.line(Self.trade), Self.line(fields)]
      ReadLines.byBothPaths(lines + lines)
    }
  }
}
