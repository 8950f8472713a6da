import CXTestKit
import Testing

/// `cx fetch --check` against a stand-in whose bulk files and REST differ, or do not.
@Suite struct FetchCheckTests {
  // From 2024-12-30 to 2025-01-02 12:15, over the change from milliseconds to microseconds.
  private static let market = "--seed 61 --minutes 5000 --pace 20000 --now 1735820105000"

  /// Runs a check after the stand-in's file was given a condition.
  private func check(_ arguments: String, _ faults: [String] = []) throws -> Outcome {
    let exchange = try StandIn(Self.market)
    let setUp = faults.map { "curl -sf \"$URL/standin/bulk?\($0)\" > answer || exit 90\n" }
    return try BuiltProgram.run(
      setUp.joined() + "cx fetch \(arguments) --check --base-url $URL --bulk-url $URL",
      variables: ["URL": exchange.baseURL])
  }

  private func expectSilence(_ outcome: Outcome) {
    #expect(outcome.status == 0)
    #expect(outcome.outputText == "")
    #expect(outcome.errorText == "")
  }

  @Test(arguments: [
    "candles BTCUSDT ETHUSDT", "candles BTCUSDT --interval 1h", "trades BTCUSDT ETHUSDT",
    "trades BTCUSDT --raw-trades",
  ])
  func `what agrees is silent`(subject: String) throws {
    expectSilence(try check("\(subject) --since 2024-12-31T06:00:00Z --until 2025-01-02"))
  }

  @Test func `an altered volume comes from both, with status 1`() throws {
    let outcome = try check(
      "candles BTCUSDT ETHUSDT --since 2024-12-31 --until 2025-01-02 --progress",
      ["stem=ETHUSDT-1m-2025-01-01&condition=altered"])
    #expect(outcome.status == 1)
    let lines = outcome.outputText.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.contains("\"ETHUSDT\"") && $0.contains(Self.row11) })
    #expect(lines.first?.hasSuffix(#","source":"bulk"}"#) == true)
    #expect(lines.last?.hasSuffix(#","source":"rest"}"#) == true)
    // Nothing but the volume and what is made of it.
    #expect(Self.fields(lines.first) == Self.fields(lines.last))
    #expect(outcome.errorText.contains(" 1 differing, 0 only in bulk files, 0 only by REST"))
  }

  private static let row11 = #""ts":1735690200000000,"#

  private static func fields(_ line: String?) -> [Substring] {
    let changed = ["\"volume\"", "\"vwap\"", "\"source\""]
    return (line ?? "").split(separator: ",").filter { field in
      !changed.contains { field.hasPrefix($0) }
    }
  }

  @Test(arguments: ["candles", "trades"])
  func `what only REST has is told`(subject: String) throws {
    let stem = subject == "candles" ? "1m" : "aggTrades"
    let outcome = try check(
      "\(subject) BTCUSDT --since 2024-12-31 --until 2025-01-02",
      ["stem=BTCUSDT-\(stem)-2024-12-31&condition=hole"])
    #expect(outcome.status == 1)
    #expect(outcome.errorText == "")
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.hasSuffix(#","source":"rest"}"#) })
  }

  @Test func `a file that cannot be had is not compared`() throws {
    let range = "candles BTCUSDT --since 2024-12-31 --until 2025-01-02"
    let day = "stem=BTCUSDT-1m-2024-12-31&condition="
    expectSilence(try check(range, [day + "absent"]))
    let stale = try check(range, [day + "stale"])
    #expect(stale.status == 2)
    #expect(stale.outputText == "")
    #expect(stale.errorText.contains("BTCUSDT-1m-2024-12-31.zip"))
  }

  @Test func `no file at all is no agreement`() throws {
    let outcome = try check("candles BTCUSDT --since 2025-01-02")
    #expect(outcome.status == 66)
    #expect(outcome.errorText.contains("nothing to compare"))
  }

  @Test(arguments: [
    ("--exchange kraken", "kraken"), ("--follow", "--follow"), ("--raw", "--raw"),
    ("--state kept", "--state"), ("--limit 5", "--limit"), ("--no-bulk", "--no-bulk"),
    ("--dry-run", "--dry-run"),
  ])
  func `what it excludes is refused`(option: String, named: String) throws {
    let outcome = try BuiltProgram.run("cx fetch candles BTCUSDT --check \(option)")
    #expect(outcome.status == 64)
    #expect(outcome.errorText.contains("--check"))
    #expect(outcome.errorText.contains(named))
  }
}
