import CXTestKit
import Testing

/// Trades followed through every fault of the sockets: what was written is a piece of the truth, line
/// for line, so nothing is missing, nothing comes twice, and all is in order.
@Suite struct TradeFaultTests {
  /// A fault, whether it ends the connection, and whether it is there before the program.
  struct Fault: CustomStringConvertible, Sendable {
    var query: String
    var reconnects = false
    var isEarly = false
    var description: String { query }
  }

  private static let faults = [
    Fault(query: "kind=lose&count=20"), Fault(query: "kind=duplicate&count=20"),
    Fault(query: "kind=disorder&count=5"), Fault(query: "kind=fragments&count=50"),
    Fault(query: "kind=big"), Fault(query: "kind=unknown"), Fault(query: "kind=extra"),
    Fault(query: "kind=close&code=1001", reconnects: true),
    Fault(query: "kind=close&code=1008", reconnects: true),
    Fault(query: "kind=cut", reconnects: true),
    Fault(query: "kind=shutdown", reconnects: true),
    Fault(query: "kind=shutdown-raw", reconnects: true),
    Fault(query: "kind=stall&ms=60000", reconnects: true),
    Fault(query: "kind=stall-pings&ms=60000", reconnects: true),
    Fault(query: "kind=refuse", isEarly: true), Fault(query: "kind=refuse-nested", isEarly: true),
    Fault(query: "kind=mute", isEarly: true),
    Fault(query: "kind=forbid&count=2", reconnects: true, isEarly: true),
  ]

  @Test(arguments: faults) func `nothing is lost and nothing doubled`(fault: Fault) throws {
    let followed = try Followed(
      "trades BTCUSDT --follow --stall 1s", faults: fault.isEarly ? [fault.query] : [])
    #expect(followed.run(lines: 50))
    if !fault.isEarly { _ = try followed.ask("socket?\(fault.query)") }
    #expect(followed.run(lines: 100))
    if fault.reconnects {
      #expect(followed.run(seconds: 10) { (try? $0.connections()) ?? 0 > 1 })
      #expect(followed.run(lines: 100))
    }
    try check(followed)
  }

  @Test(arguments: ["--lifetime 800", "--ping 100 --cut-every 500"])
  func `what the exchange does by itself does no harm`(options: String) throws {
    let followed = try Followed("trades BTCUSDT --follow", options: "--seed 32 \(options)")
    #expect(followed.run(lines: 400))
    #expect(try followed.connections() > 1)
    try check(followed)
  }

  @Test func `a connection is replaced before it is old, and nothing is asked for`() throws {
    let followed = try Followed("trades BTCUSDT --follow --renew 2s", options: "--seed 33")
    #expect(followed.run(seconds: 20) { (try? $0.connections()) ?? 0 > 2 })
    #expect(followed.run(lines: 50))
    #expect(try followed.ask("log").contains("aggTrades") == false)
    #expect(followed.errors == "")
    try check(followed)
  }

  @Test func `pongs keep the connection`() throws {
    let followed = try Followed("trades BTCUSDT --follow", options: "--seed 34 --ping 300")
    #expect(followed.run(lines: 300))
    #expect(try followed.connections() == 1)
    try check(followed)
  }

  @Test func `history and the socket are one`() throws {
    let followed = try Followed(
      "trades BTCUSDT --since 2025-11-11 --no-bulk --follow", market: Followed.short)
    #expect(followed.run(lines: 2_500, seconds: 60))
    let (lines, _) = followed.stop()
    let truth = try followed.ask("trades?symbol=BTCUSDT").split(separator: "\n")
    #expect(lines == Array(truth.prefix(lines.count)))
  }

  @Test func `what nobody has is one gap`() throws {
    let probe = try Followed("trades BTCUSDT --follow", options: "--seed 35")
    #expect(probe.run(lines: 1))
    let first = try #require(probe.lines.first?.number("id"))
    _ = probe.stop()
    let lost = (first + 400)...(first + 409)
    let followed = try Followed(
      "trades BTCUSDT --follow", options: "--seed 35 --lost \(lost.lowerBound)-\(lost.upperBound)")
    #expect(followed.run(seconds: 30) { $0.lines.contains { $0.contains("\"gap\"") } })
    #expect(followed.run(lines: 50))
    let (lines, _) = followed.stop()
    let gaps = lines.filter { $0.contains("\"gap\"") }
    #expect(gaps.count == 1)
    let place = try #require(lines.firstIndex { $0.contains("\"gap\"") })
    #expect(lines[place].number("from_id") == lines[place - 1].number("last_id").map { $0 + 1 })
    #expect(lines[place].number("to_id") == lines[place + 1].number("first_id").map { $0 - 1 })
    #expect(lines[place - 1].number("id") == lost.lowerBound - 1)
  }

  @Test(arguments: [("NOSUCH", "NOSUCH"), ("OLDUSDT", "BREAK")])
  func `what is not traded is said`(symbol: String, reason: String) throws {
    let followed = try Followed("trades \(symbol) --follow")
    let outcome = followed.finish()
    #expect(outcome.status == 66)
    #expect(outcome.errorText.contains(reason))
  }

  @Test func `an address where nobody answers is given up`() throws {
    let outcome = try BuiltProgram.run(
      "cx fetch BTCUSDT --base-url http://127.0.0.1:9 --ws-url ws://127.0.0.1:9")
    #expect(outcome.status == 69)
    #expect(outcome.errorText.contains("gave up"))
  }

  private func check(_ followed: Followed) throws {
    let (lines, outcome) = followed.stop()
    #expect(outcome.ending == .died(signal: 15))
    let truth = try followed.ask("trades?symbol=BTCUSDT").split(separator: "\n")
    let first = try #require(lines.first)
    let start = try #require(truth.firstIndex(of: first))
    let expected = truth[start...].prefix(lines.count)
    #expect(lines.count == expected.count)
    let wrong = zip(lines, expected).first { $0 != $1 }
    #expect(wrong == nil, "\(outcome.errorText.suffix(500))")
  }
}
