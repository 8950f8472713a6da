import CXTestKit
import Foundation
import Testing

/// `cx fetch --state`: killed anywhere and started again, no hole and no double.
@Suite struct FetchStateTests {
  private static let options = "--seed 41 --minutes 3200 --pace 20000"
  private static let command =
    "cx fetch trades BTCUSDT ETHUSDT --base-url $URL --bulk-url $URL --since 2025-11-09 "
    + "--state state --to file:out"

  private func truth(_ exchange: StandIn) throws -> String {
    let fetch = "curl -s $URL/standin/trades?symbol"
    return try BuiltProgram.run(
      "\(fetch)=BTCUSDT; \(fetch)=ETHUSDT", variables: ["URL": exchange.baseURL]
    ).outputText
  }

  @Test func `killed again and again, the file is that of one run`() throws {
    let exchange = try StandIn(Self.options)
    let outcome = try BuiltProgram.run(
      """
      i=0
      while [ $i -lt 12 ]; do
        i=$((i + 1))
        \(Self.command) & p=$!
        sleep 0.$((i * 7 % 10))$i; kill -9 $p 2> /dev/null; wait $p 2> /dev/null
      done
      \(Self.command) || exit
      cat out
      """, variables: ["URL": exchange.baseURL], seconds: 120)
    #expect(outcome.status == 0)
    let expected = try truth(exchange)
    #expect(outcome.outputText == expected, "\(outcome.outputText.utf8.count) bytes")
  }

  @Test func `what was written behind the state is cut off`() throws {
    let exchange = try StandIn(Self.options)
    let outcome = try BuiltProgram.run(
      "\(Self.command) --until 2025-11-10; printf '{\"half' >> out; \(Self.command) && sort out",
      variables: ["URL": exchange.baseURL])
    #expect(outcome.status == 0)
    // The second run goes on with each symbol where the first one ended, one after the other.
    let expected = try truth(exchange).split(separator: "\n").sorted()
    #expect(outcome.outputText.split(separator: "\n").sorted() == expected)
  }

  @Test func `another file than the last run's is refused`() throws {
    let exchange = try StandIn(Self.options)
    let outcome = try BuiltProgram.run(
      "\(Self.command) --until 2025-11-10; head -c 99 out > o; mv o out; \(Self.command)",
      variables: ["URL": exchange.baseURL])
    #expect(outcome.status == 78)
    #expect(outcome.errorText.contains("has 99 bytes"))
  }

  @Test func `nothing new is nothing written, and ids and hashes are all it keeps`() throws {
    let exchange = try StandIn(Self.options)
    let outcome = try BuiltProgram.run(
      "\(Self.command); \(Self.command); cp out before; \(Self.command); cmp out before; cat state",
      variables: ["URL": exchange.baseURL])
    #expect(outcome.status == 0)
    #expect(outcome.outputText.contains("sha256"))
    #expect(outcome.outputText.contains("nextID"))
  }

  /// What had come of a month's file is not fetched again: the rest comes by the files of its days.
  @Test func `stopped in the middle of a month's file, it goes on there`() throws {
    let exchange = try StandIn("--seed 43 --minutes 49000 --pace 300000 --now 1735820105000")
    let command =
      "cx fetch trades BTCUSDT --base-url $URL --bulk-url $URL --since 2024-12-01 --state state"
    // Nobody reads on, so the program stands still in the middle when the signal comes.
    let outcome = try BuiltProgram.run(
      """
      mkfifo pipe; \(command) > pipe & p=$!
      { dd bs=1 count=1 2> /dev/null; kill -TERM $p; cat; } < pipe
      { wait $p; } 2> /dev/null; echo $? >&2
      curl -s $URL/standin/log | grep -c '2024-12.zip$' >&2
      \(command)
      curl -s $URL/standin/log | grep -c '2024-12.zip$' >&2
      """, variables: ["URL": exchange.baseURL])
    #expect(outcome.errorText == "143\n1\n1\n")
    let truth = try BuiltProgram.run(
      "curl -s $URL/standin/trades?symbol=BTCUSDT", variables: ["URL": exchange.baseURL])
    // The day before is not wanted. A boolean, since the texts would fill the screen.
    #expect(outcome.outputText.utf8.count > 1_000_000)
    let isEqual = truth.outputText.hasSuffix(outcome.outputText)
    #expect(isEqual)
  }

  @Test func `candles that the exchange corrected come again with the next revision`() throws {
    let exchange = try StandIn("--seed 42 --minutes 60")
    let command =
      "cx fetch candles BTCUSDT --base-url $URL --since 2025-11-11 --state state"
    let outcome = try BuiltProgram.run(
      "\(command) > first; curl -s \"$URL/standin/correct?symbol=BTCUSDT&back=2\"; "
        + "\(command); \(command); tail -n 2 first | head -n 1",
      variables: ["URL": exchange.baseURL])
    #expect(outcome.status == 0)
    let lines = outcome.outputText.split(separator: "\n")
    // The correction's answer, the candle once, and what it was before.
    #expect(lines.count == 3)
    #expect(lines[1].hasSuffix(#""rev":1}"#))
    #expect(lines[2].hasSuffix(#""rev":0}"#))
    func time(_ line: Substring) -> Substring? {
      line.split(separator: ",").first { $0.hasPrefix("\"ts\":") }
    }
    #expect(time(lines[1]) == time(lines[2]))
  }
}
