import CXCore
import CXRecord
import CXHTTP
import CXTestKit
import Testing

/// The whole way against the stand-in: what comes out is what the stand-in says is right, whatever
/// goes wrong on the way.
@Suite struct HistorySourceTests {
  private static let start = Timestamp(microseconds: 1_762_860_000_000_000)

  private func fetch(
    _ subject: HistoryPlan.Subject, _ symbol: Name, from exchange: StandIn,
    since: Timestamp = Self.start, until: Timestamp? = nil, limit: Int? = nil
  ) throws -> String {
    let plan = HistoryPlan(subject, symbols: [symbol], since: since, until: until, limit: limit)
    let url = exchange.baseURL + "/"
    var source = try HistorySource(plan, hosts: HistorySource.Hosts(rest: url, bulk: url))
    var lines: [UInt8] = []
    while let batch = try source.next() {
      #expect(batch.rejects.isEmpty)
      lines += batch.block.bytes
    }
    return String(decoding: lines, as: UTF8.self)
  }

  private func text(_ exchange: StandIn, _ path: String) throws -> String {
    let response = try HTTPClient().get(exchange.baseURL + "/standin/" + path)
    return String(decoding: response.body, as: UTF8.self)
  }

  @Test(arguments: ["BTCUSDT", "ethusdt", "OLDUSDT"])
  func `trades are the market's`(symbol: Name) throws {
    let exchange = try StandIn("--seed 11")
    let expected = try text(exchange, "trades?symbol=\(symbol.uppercasedASCII)")
    #expect(expected.count > 100_000)
    #expect(try fetch(.trades, symbol, from: exchange) == expected)
  }

  @Test func `symbols may be Chinese`() throws {
    let exchange = try StandIn("--seed 12")
    let name = "%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT"
    let expected = try text(exchange, "trades?symbol=\(name)")
    #expect(expected.contains("币安人生USDT"))
    #expect(try fetch(.trades, "币安人生usdt", from: exchange) == expected)
  }

  @Test(arguments: ["1s", "1m", "5m", "1h"])
  func `candles are the market's, but for the open one`(interval: Name) throws {
    let exchange = try StandIn("--seed 13")
    let expected = try text(exchange, "candles?symbol=BTCUSDT&interval=\(interval)")
    #expect(!expected.isEmpty)
    #expect(
      try fetch(.candles(interval: interval), "BTCUSDT", from: exchange) == expected)
  }

  @Test func `bounds are kept, the second one outside`() throws {
    let exchange = try StandIn("--seed 14")
    let all = try text(exchange, "trades?symbol=BTCUSDT").split(separator: "\n")
    func time(_ line: Substring) -> Int64 {
      let parts = line.split(separator: ",")
      return parts.first { $0.hasPrefix("\"ts\":") }.flatMap { Int64($0.dropFirst(5)) } ?? 0
    }
    let since = Timestamp(microseconds: time(all[700]))
    let until = Timestamp(microseconds: time(all[3_200]))
    let expected = all.filter {
      time($0) >= since.microseconds && time($0) < until.microseconds
    }
    let actual = try fetch(.trades, "BTCUSDT", from: exchange, since: since, until: until)
    #expect(actual == expected.map { $0 + "\n" }.joined())
    let limited = try fetch(
      .trades, "BTCUSDT", from: exchange, since: since, until: until, limit: 1_234)
    #expect(limited == expected.prefix(1_234).map { $0 + "\n" }.joined())
  }

  @Test(arguments: [
    "429", "500", "502", "503", "-1001", "-1008", "truncated", "cut-json", "empty", "gzip",
    "rows-missing", "short-page", "no-rows",
  ])
  func `a passing fault changes nothing of the trades`(kind: String) throws {
    let exchange = try StandIn("--seed 15 --minutes 60")
    let expected = try text(exchange, "trades?symbol=BTCUSDT")
    _ = try text(exchange, "fault?kind=\(kind)&path=aggTrades")
    #expect(try fetch(.trades, "BTCUSDT", from: exchange) == expected)
  }

  @Test(arguments: ["429", "500", "-1001", "truncated", "cut-json", "empty", "gzip", "no-rows"])
  func `a passing fault changes nothing of the candles`(kind: String) throws {
    let exchange = try StandIn("--seed 15 --minutes 60")
    let expected = try text(exchange, "candles?symbol=BTCUSDT&interval=1m")
    _ = try text(exchange, "fault?kind=\(kind)&path=klines")
    #expect(try fetch(.candles(interval: "1m"), "BTCUSDT", from: exchange) == expected)
  }

  @Test(arguments: [
    ("418", Fault.Kind.tryLater, "2025-11-11T15:0"),
    ("403", Fault.Kind.notPermitted, "data-api.binance.vision"),
    ("451", Fault.Kind.notPermitted, "data-api.binance.vision"),
  ])
  func `a lasting fault ends it`(kind: String, status: Fault.Kind, says: String) throws {
    let exchange = try StandIn()
    _ = try text(exchange, "fault?kind=\(kind)")
    let fault = #expect(throws: Fault.self) {
      try fetch(.trades, "BTCUSDT", from: exchange)
    }
    #expect(fault?.kind == status)
    #expect(fault?.message.contains(says) == true)
  }

  @Test func `what the exchange lost is a gap record`() throws {
    let exchange = try StandIn("--seed 16 --lost 1110-1119")
    let expected = try text(exchange, "trades?symbol=BTCUSDT").split(separator: "\n")
    let actual = try fetch(.trades, "BTCUSDT", from: exchange).split(separator: "\n")
    let gaps = actual.filter { $0.contains(#""type":"gap""#) }
    #expect(gaps.count == 1)
    #expect(gaps.first?.hasSuffix(#""reason":"feed"}"#) == true)
    #expect(actual.count == expected.count - 10 + 1)
    let asked = try text(exchange, "log").split(separator: "\n").filter {
      $0.contains("fromId=1110&")
    }
    #expect(asked.count == 1)
  }

  @Test func `a candle that is missing though there were trades is a gap, a halt is none`() throws {
    let exchange = try StandIn("--seed 18")
    let market = try text(exchange, "trades?symbol=BTCUSDT").split(separator: "\n")
    let candles = try text(exchange, "candles?symbol=BTCUSDT&interval=1m").split(separator: "\n")
    // The halt of ten minutes has no candles, and is asked for.
    #expect(candles.count == 180 - 10)
    _ = try text(exchange, "drop?symbol=BTCUSDT&back=4")
    let actual = try fetch(.candles(interval: "1m"), "BTCUSDT", from: exchange)
      .split(separator: "\n")
    #expect(actual.count == candles.count)
    #expect(actual.filter { $0.contains(#""type":"candle""#) }.count == candles.count - 1)
    let gap = actual.first { $0.contains(#""type":"gap""#) } ?? ""
    #expect(gap.hasSuffix(#""reason":"candles"}"#))
    let lost = candles[candles.count - 4].split(separator: ",")
    #expect(lost.contains { $0.hasPrefix("\"ts\":") && gap.contains($0 + ",") })
    let first =
      gap.split(separator: ",").first { $0.hasPrefix("\"from_id\":") }?.dropFirst(10) ?? ""
    #expect(market.contains { $0.contains("\"first_id\":\(first),") })
    #expect(
      try text(exchange, "log").split(separator: "\n").filter { $0.hasSuffix("limit=1") }.count == 3
    )
  }

  @Test func `an unknown symbol is named`() throws {
    let exchange = try StandIn()
    let fault = #expect(throws: Fault.self) { try fetch(.trades, "nosuch", from: exchange) }
    #expect(fault == Fault(.noInput, "the exchange has no symbol NOSUCH"))
  }

  @Test func `a base URL without a scheme is refused`() {
    #expect {
      try HistorySource.Hosts(rest: "api.binance.com", bulk: "https://data.binance.vision")
    } throws: {
      ($0 as? Fault)?.kind == .usage
    }
  }

  @Test func `nothing but the first request asks by time`() throws {
    let exchange = try StandIn("--seed 17")
    _ = try fetch(.trades, "BTCUSDT", from: exchange)
    let asked = try text(exchange, "log").split(separator: "\n").filter { $0.contains("aggTrades") }
    #expect(asked.count > 5)
    #expect(asked.filter { $0.contains("startTime=") }.count == 1)
    #expect(asked.dropFirst().allSatisfy { $0.contains("fromId=") && !$0.contains("Time=") })
  }
}
