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
    let outcome = try run(
      "cx fetch trades BTCUSDT --dry-run --since 2025-11-01 --base-url $URL;"
        + " cx fetch candles BTCUSDT ETHUSDT --dry-run --since 2025-11-01 --base-url $URL")
    #expect(outcome.status == 0)
    let rows = outcome.outputText.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(rows[0] == ["symbol", "files", "requests", "weight"])
    // Ten days of files, and today's trades by REST: two pages, and the empty one behind them.
    #expect(rows[1] == ["BTCUSDT", "10", "4", "32"])
    #expect(rows[5] == ["BTCUSDT", "10", "2", "22"])
    #expect(rows[7] == ["total", "20", "4", "44"])
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
