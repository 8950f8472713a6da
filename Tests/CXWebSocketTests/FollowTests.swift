import CXTestKit
import Testing

/// Candles, quotes and tickers followed, and outputs that do not read on.
@Suite struct FollowTests {
  private static var ids: Regex<Substring> { #/,"first_id":\d+,"last_id":\d+/# }

  @Test(arguments: [nil, "kind=cut", "kind=close&code=1001", "kind=shutdown"])
  func `candles are the market's, history and socket together`(fault: String?) throws {
    let followed = try Followed("candles BTCUSDT --since 2025-11-11 --no-bulk --follow")
    #expect(followed.run(lines: 22))
    if let fault { _ = try followed.ask("socket?\(fault)") }
    #expect(followed.run(lines: 5))
    let (lines, _) = followed.stop()
    // A kline by REST has no ids.
    let made = lines.map { String($0).replacing(Self.ids, with: "") }
    let truth = try followed.ask("candles?symbol=BTCUSDT&interval=1m").split(separator: "\n")
    #expect(made == truth.prefix(made.count).map(String.init))
  }

  @Test(arguments: ["quotes", "tickers"])
  func `what a break lost of others is one gap a symbol`(kind: String) throws {
    let followed = try Followed("\(kind) BTCUSDT ETHUSDT --follow")
    #expect(followed.run(seconds: 10) { $0.lines.contains { $0.contains("ETHUSDT") } })
    _ = try followed.ask("socket?kind=cut")
    #expect(followed.run(seconds: 10) { $0.lines.count { $0.contains("\"gap\"") } == 2 })
    #expect(followed.run(lines: 20))
    let (lines, _) = followed.stop()
    let gaps = lines.filter { $0.contains("\"gap\"") }
    #expect(Set(gaps.map { $0.contains("BTCUSDT") }).count == 2)
    #expect(gaps.allSatisfy { ($0.number("to") ?? 0) > ($0.number("from") ?? .max) })
  }

  /// The watch finds out, by data.
  @Test func `a stream that was confirmed and brings nothing is subscribed again`() throws {
    let followed = try Followed(
      "trades BTCUSDT ETHUSDT --follow --stall 500ms", options: "--seed 44",
      faults: ["kind=forget"])
    #expect(followed.run(seconds: 20) { $0.lines.contains { $0.contains("ETHUSDT") } })
    #expect(try followed.connections() == 2)
    let (lines, _) = followed.stop()
    for symbol in ["BTCUSDT", "ETHUSDT"] {
      let own = lines.filter { $0.contains(symbol) }
      let pairs = zip(own, own.dropFirst())
      #expect(pairs.allSatisfy { $0.number("last_id").map { $0 + 1 } == $1.number("first_id") })
    }
  }

  @Test func `while an answer is waited for, the other symbols go on`() throws {
    let followed = try Followed("trades BTCUSDT ETHUSDT --follow", options: "--seed 43")
    #expect(followed.run(seconds: 10) { $0.lines.contains { $0.contains("ETHUSDT") } })
    _ = try followed.ask("fault?kind=slow&ms=4000&path=aggTrades")
    _ = try followed.ask("socket?kind=lose&count=1")
    #expect(followed.run(seconds: 5) { (try? $0.ask("log").contains("fromId")) == true })
    // The slow answer takes longer than this.
    #expect(followed.run(lines: 200, seconds: 3))
    _ = followed.stop()
  }

  @Test func `raw payloads replay as the same records`() throws {
    let followed = try Followed("BTCUSDT --raw")
    #expect(followed.run(lines: 50))
    let (lines, _) = followed.stop()
    let replayed = try BuiltProgram.run(
      "cx fetch replay", input: lines.map { $0 + "\n" }.joined())
    let truth = try followed.ask("trades?symbol=BTCUSDT").split(separator: "\n")
    let made = replayed.outputText.split(separator: "\n")
    let start = try #require(truth.firstIndex { $0 == made.first })
    #expect(made == Array(truth[start...].prefix(made.count)))
    #expect(made.count == lines.count)
  }

  /// The exchange gives up on who does not answer pings; what was missed meanwhile is fetched.
  @Test func `an output that does not read on loses nothing`() throws {
    let followed = try Followed(
      "trades BTCUSDT --follow --raw-trades", options: "--seed 41 --ping 300",
      tail: "| (sleep 5; cat)")
    #expect(followed.run(lines: 3_000, seconds: 40))
    let (lines, _) = followed.stop()
    let ids = lines.dropLast().compactMap { $0.number("id") }
    #expect(ids.count >= 2_900)
    #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 + 1 == $1 })
    #expect(try followed.connections() > 1)
  }
}
