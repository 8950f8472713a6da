import CXTestKit
import Testing

/// `cx fetch trades` and `cx fetch candles` as a user runs them, against the stand-in exchange.
@Suite struct FetchHistoryTests {
  private func run(_ commandLine: String, _ exchange: StandIn) throws -> Outcome {
    try BuiltProgram.run(commandLine, variables: ["URL": exchange.baseURL])
  }

  private static let since = "--base-url $URL --since 2025-11-11"

  @Test func `trades become the exchange's candles`() throws {
    let exchange = try StandIn("--seed 21")
    let outcome = try run("cx fetch trades BTCUSDT \(Self.since) | cx window 1h", exchange)
    #expect(outcome.status == 0)
    #expect(outcome.errorText == "")
    let candles = try run("cx fetch candles btcusdt --interval 1h \(Self.since)", exchange)
    #expect(candles.status == 0)
    let expected = candles.outputText.split(separator: "\n")
    #expect(expected.count == 3)
    // A kline has no ids, and the hour that is open is no kline yet.
    let made = outcome.outputText.split(separator: "\n").map(Self.withoutIDs)
    #expect(made.prefix(3) == expected.map(String.init)[...])
  }

  private static func withoutIDs(_ line: Substring) -> String {
    line.split(separator: ",", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\"first_id\"") && !$0.hasPrefix("\"last_id\"") }
      .joined(separator: ",")
  }

  @Test func `several symbols, one after another`() throws {
    let exchange = try StandIn("--seed 22")
    let outcome = try run(
      "cx fetch candles BTCUSDT 币安人生usdt --limit 2 \(Self.since)", exchange)
    #expect(outcome.status == 0)
    let symbols = outcome.outputText.split(separator: "\n").map {
      $0.contains("\"BTCUSDT\"") ? 1 : $0.contains("\"币安人生USDT\"") ? 2 : 0
    }
    #expect(symbols == [1, 1, 2, 2])
  }

  @Test(arguments: [
    ("BTCUSDT", "418", 75, "until 2025-11-11T15:0"), ("BTCUSDT", "451", 77, "data-api"),
    ("NOSUCH", "gzip", 66, "NOSUCH"), ("BTCUSDT --interval 7m", "gzip", 64, "Invalid interval"),
    ("BTCUSDT --until 2025-11-10", "gzip", 64, "--until"), ("BTCUSDT --limit 0", "gzip", 64, "0"),
  ])
  func `endings have a status and a reason`(
    arguments: String, fault: String, status: Int32, reason: String
  ) throws {
    let exchange = try StandIn("--fault \(fault)")
    let outcome = try run("cx fetch candles \(arguments) \(Self.since)", exchange)
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorText.contains("cx fetch: "))
    #expect(outcome.errorText.contains(reason))
  }

  @Test func `a reader that goes away ends it well`() throws {
    let exchange = try StandIn()
    let outcome = try run("cx fetch trades BTCUSDT \(Self.since) | head -n 1", exchange)
    #expect(outcome.errorText == "")
    #expect(outcome.outputText.split(separator: "\n").count == 1)
  }

  /// The exchange counts by address, so what one program has used up another one waits for.
  @Test func `two programs share the minute's weight`() throws {
    // The clock stands near the beginning of a minute.
    let exchange = try StandIn("--seed 25 --weight-limit 1200 --pace 300")
    let outcome = try run(
      """
      for symbol in BTCUSDT ETHUSDT; do
        cx fetch trades $symbol --raw-trades --no-bulk --progress \(Self.since) 2> $symbol > out &
        until grep -o 'used up' $symbol; do kill -0 $! || break; sleep 0.05; done
        kill $!
      done
      curl -s $URL/standin/log | grep -c ETHUSDT; curl -s $URL/standin/log | grep -c 429
      """, exchange)
    #expect(outcome.outputText == "used up\nused up\n0\n0\n")
  }

  /// The stand-in's clock is another year than this machine's.
  @Test func `so long ago is by the exchange's clock`() throws {
    let exchange = try StandIn("--seed 26")
    let outcome = try run(
      "cx fetch candles BTCUSDT --since 1h --base-url $URL | wc -l; "
        + "cx fetch candles BTCUSDT --since today --limit 1 --base-url $URL", exchange)
    #expect(outcome.outputText.contains("59\n"))
    #expect(outcome.outputText.contains(#""symbol":"BTCUSDT""#))
    #expect(outcome.errorText == "")
  }

  @Test func `a wait is told, watched or not`() throws {
    let exchange = try StandIn("--weight-limit 26")
    let outcome = try run(
      "cx fetch trades BTCUSDT --no-bulk \(Self.since) & sleep 2; kill -TERM $!; wait $!", exchange)
    #expect(outcome.errorText.contains("this minute's requests are used up: waiting "))
  }

  @Test(arguments: ["--stall 60000000d", "--renew 106751991d"])
  func `options beyond all bounds are refused`(option: String) throws {
    let outcome = try BuiltProgram.run("cx fetch BTCUSDT \(option)")
    #expect(outcome.status == 64)
    #expect(outcome.errorText.contains("100 years"))
  }

  @Test func `a signal during a wait ends it at once, by that signal`() throws {
    let exchange = try StandIn("--weight-limit 26")
    let outcome = try run(
      "cx fetch trades BTCUSDT \(Self.since) & sleep 1; kill -TERM $!; wait $!; echo $?", exchange)
    #expect(outcome.outputText.hasSuffix("143\n"))
  }
}
