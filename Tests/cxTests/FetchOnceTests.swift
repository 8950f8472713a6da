import CXTestKit
import Testing

/// `cx fetch quotes` and `cx fetch tickers`, and symbols by quote asset, against the stand-in.
@Suite struct FetchOnceTests {
  private func run(_ commandLine: String, _ options: String = "") throws -> Outcome {
    let exchange = try StandIn("--minutes 30 " + options)
    return try BuiltProgram.run(
      commandLine, variables: ["URL": exchange.baseURL])
  }

  @Test func `quotes of named symbols`() throws {
    let outcome = try run("cx fetch quotes btcusdt 币安人生usdt --base-url $URL")
    #expect(outcome.status == 0)
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].hasPrefix(#"{"type":"quote","exchange":"binance","symbol":"BTCUSDT","ts":17628"#))
    #expect(lines[1].contains(#""symbol":"币安人生USDT""#))
    #expect(lines[1].contains(#""bid_qty":1.5,"#))
  }

  @Test func `tickers of all symbols that trade`() throws {
    let outcome = try run("cx fetch tickers --all usdt --base-url $URL")
    #expect(outcome.status == 0)
    let lines = outcome.outputText.split(separator: "\n")
    // OLDUSDT does not trade any more.
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.contains(#""type":"ticker""#) && $0.contains("last_id") })
  }

  @Test func `a failure that passes is asked again`() throws {
    let outcome = try run(
      "cx fetch quotes BTCUSDT --base-url $URL", "--fault 500 --fault truncated")
    #expect(outcome.status == 0)
    #expect(outcome.outputText.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("quotes NOSUCH", 66), ("quotes", 64), ("quotes --all USDT BTCUSDT", 64),
    ("tickers --all XYZ", 66),
  ])
  func `wrong symbols have a status`(arguments: String, status: Int32) throws {
    let outcome = try run("cx fetch \(arguments) --base-url $URL")
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errorText.isEmpty)
  }

  @Test func `candles of all symbols that trade`() throws {
    let outcome = try run(
      "cx fetch candles --all USDT --limit 2 --since 2025-11-11 --base-url $URL --no-bulk")
    #expect(outcome.status == 0)
    #expect(outcome.outputText.split(separator: "\n").count == 6)
  }

  @Test func `a dry run says what it would take`() throws {
    let exchange = try StandIn("--seed 24 --minutes 2000 --pace 20000")
    let options = "--dry-run --since 2025-11-01 --base-url $URL --bulk-url $URL"
    let file = "$URL/data/spot/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2025-11-10.zip"
    let outcome = try BuiltProgram.run(
      "cx fetch trades BTCUSDT \(options); cx fetch candles BTCUSDT ETHUSDT \(options);"
        + " curl -s \(file) | wc -c", variables: ["URL": exchange.baseURL])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    let rows = outcome.outputText.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(rows[0] == ["symbol", "files", "bytes", "requests", "weight"])
    // One day has a file; today's trades come by REST, and so would the days without files.
    #expect(rows[1].prefix(2) == ["BTCUSDT", "1"])
    #expect(rows.last?.first == rows[1][2])
    #expect(rows[5].prefix(2) == ["BTCUSDT", "1"])
    #expect(rows[7].prefix(2) == ["total", "2"])
    #expect(Int(rows[7][2]) == (Int(rows[5][2]) ?? 0) + (Int(rows[6][2]) ?? 0))
  }

  @Test func `trades one by one`() throws {
    let outcome = try run(
      "cx fetch trades BTCUSDT --raw-trades --since 2025-11-11 --base-url $URL --no-bulk;"
        + " curl -s $URL/standin/rawtrades?symbol=BTCUSDT")
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.count > 1_000)
    #expect(lines.prefix(lines.count / 2) == lines.suffix(lines.count / 2))
  }
}
