import CXCore
import CXRecord
import Testing

/// Limits, refusals and failures, one by one.
@Suite struct HistoryFetchTests {
  private let plan = HistoryPlan(
    .trades, symbols: ["BTCUSDT"], since: Timestamp(microseconds: 1_762_870_000_000_000))
  private static let empty = ScriptedExchange.answer("[]")

  /// Answers the first request with these, one after the other, and then as it should be.
  private func run(_ troubles: [RESTAnswer?]) -> ScriptedExchange {
    ScriptedExchange(plan) { request, number in
      if number <= troubles.count { return troubles[number - 1] ?? Self.broken }
      return request.target.contains("aggTrades") ? Self.empty : nil
    }
  }

  private static let broken = ScriptedExchange.answer("")

  private func error(
    _ code: Int, _ status: Int = 400, _ headers: [String: String] = [:]
  ) -> RESTAnswer {
    ScriptedExchange.answer(
      #"{"code":\#(code),"msg":"Some words.\u0007"}"#, status: status, headers: headers)
  }

  @Test func `429 waits as long as it says and goes on`() {
    let run = run([error(-1003, 429, ["Retry-After": "7"])])
    #expect(run.fault == nil)
    #expect(run.pauses.map(\.microseconds) == [7_000_000])
  }

  @Test func `a web page with status 200 is named as such, and asked for again`() {
    let run = run([ScriptedExchange.answer("\n<!DOCTYPE html><html>wait</html>")])
    #expect(run.fault == nil)
    #expect(run.pauses.first?.reason.contains("a web page (HTML)") == true)
  }

  @Test func `429 without end, or with a long wait, is for later`() {
    let many = run(Array(repeating: error(-1003, 429, ["Retry-After": "1"]), count: 9))
    #expect(many.fault?.kind == .tryLater)
    #expect(many.requests.count == 6)
    let long = run([error(-1003, 429, ["Retry-After": "3600"])])
    #expect(long.fault?.kind == .tryLater)
    #expect(long.fault?.message.contains("until 2025-11-11T16:00:05") == true)
  }

  @Test func `418 says until when, and asks no more`() {
    let headers = ["Retry-After": "120", "Date": "Tue, 11 Nov 2025 15:00:00 GMT"]
    let run = run([error(-1003, 418, headers)])
    #expect(
      run.fault
        == Fault(.tryLater, "the exchange has banned this address until 2025-11-11T15:02:00Z"))
    #expect(run.requests.count == 1)
  }

  @Test(arguments: [
    (403, Fault.Kind.notPermitted), (451, .notPermitted), (301, .unavailable), (404, .unavailable),
  ])
  func `statuses that stay`(status: Int, kind: Fault.Kind) {
    let run = run([ScriptedExchange.answer("<html>", status: status)])
    #expect(run.fault?.kind == kind)
    #expect(run.requests.count == 1)
  }

  @Test(arguments: [(-1121, Fault.Kind.noInput), (-1120, .usage), (-1100, .usage), (-1102, .usage)])
  func `codes that stay`(code: Int, kind: Fault.Kind) {
    let run = run([error(code)])
    #expect(run.fault?.kind == kind)
    #expect(run.fault?.message.contains("BTCUSDT") == true)
    #expect(run.fault?.message.contains("\u{7}") == false)
    #expect(run.requests.count == 1)
  }

  @Test func `codes and statuses that pass are asked again, ever later`() {
    for answer in [
      error(-1001), error(-1007, 504), error(-1008, 503), ScriptedExchange.answer("", status: 500),
      ScriptedExchange.answer("<html>", status: 502), ScriptedExchange.answer("<html>"),
      ScriptedExchange.answer(""), ScriptedExchange.answer(#"{"serverTime":1762873205000,"#),
    ] {
      let run = run([answer, answer])
      #expect(run.fault == nil)
      #expect(run.pauses.map(\.microseconds) == [500_000, 1_000_000])
      #expect(run.pauses.map(\.jitter) == [250_000, 500_000])
    }
  }

  @Test func `who never answered is given up early, who did answer late`() {
    let never = ScriptedExchange(plan) { _, _ in ScriptedExchange.answer("", status: 500) }
    #expect(never.fault?.kind == .unavailable)
    #expect(never.requests.count == 4)
    let once = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? ScriptedExchange.answer("", status: 500) : nil
    }
    #expect(once.fault?.kind == .unavailable)
    #expect(once.requests.count == 1 + 9)
    #expect(once.pauses.map(\.microseconds).max() == 60_000_000)
    #expect(once.fault?.message == "the exchange answered 500 (gave up after 9 tries)")
  }

  @Test func `a success forgets the failures before it`() {
    var count: Int64 = 0
    let run = ScriptedExchange(plan) { request, number in
      guard request.target.contains("aggTrades") else { return nil }
      if number % 2 == 0 { return ScriptedExchange.answer("", status: 500) }
      count += 1
      if count > 30 { return Self.empty }
      let ids = #""a":\#(count),"f":\#(count),"l":\#(count)"#
      return ScriptedExchange.answer(#"[{\#(ids),"p":"1","q":"1","T":1762870000001,"m":true}]"#)
    }
    #expect(run.fault == nil)
    #expect(run.lines.count == 30)
    #expect(Set(run.pauses.map(\.microseconds)) == [500_000])
  }

  @Test func `the budget is kept: waits for the next minute before it is used up`() {
    // 5 seconds into a minute; other programs have used nearly everything.
    let run = ScriptedExchange(plan) { request, number in
      guard request.target.contains("aggTrades") else { return nil }
      let used = number == 2 ? "5397" : "8"
      let row = #"[{"a":1,"p":"1","q":"1","f":1,"l":1,"T":1762870000001,"m":true}]"#
      return ScriptedExchange.answer(
        number == 2 ? row : "[]", headers: ["X-MBX-USED-WEIGHT-1M": used])
    }
    #expect(run.fault == nil)
    #expect(run.pauses.count == 1)
    // To second 61 of the exchange's minute, from 5.05 (one request of 50 ms since its time came).
    #expect(run.pauses.first.map { (55_800_000...56_000_000).contains($0.microseconds) } == true)
  }

  @Test func `the exchange's own limit counts`() {
    let info = ScriptedExchange.answer(
      #"{"serverTime":1762873205000,"rateLimits":[{"rateLimitType":"RAW_REQUESTS","#
        + #""interval":"MINUTE","intervalNum":5,"limit":5},{"rateLimitType":"REQUEST_WEIGHT","#
        + #""interval":"MINUTE","intervalNum":1,"limit":26}]}"#)
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? Self.empty : info
    }
    // 20 for exchangeInfo; 26 less a tenth leaves no room for 4 more.
    #expect(run.pauses.count == 1)
    #expect(run.requests.count == 3)
  }
}
