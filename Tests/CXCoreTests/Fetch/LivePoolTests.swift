import Testing

@testable import CXCore
@testable import CXRecord

/// Connections: within the exchange's limits, replaced in time, opened again when they break.
@Suite struct LivePoolTests {
  private func script(
    _ count: Int = 1, confirms: Bool = true, _ limits: (inout LiveLimits) -> Void = { _ in }
  ) -> LiveScript {
    var plan = LivePlan(
      .trades, symbols: count == 1 ? ["BTCUSDT"] : (0..<count).map { Name("S\($0)") })
    plan.limits.renewalJitter = 1
    limits(&plan.limits)
    var script = LiveScript(plan)
    script.confirms = confirms
    script.answers = { _ in
      let list = (0..<count).map { #"{"symbol":"S\#($0)","status":"TRADING"}"# }
      return count == 1
        ? nil : #"{"rateLimits":[],"symbols":[\#(list.joined(separator: ","))]}"#
    }
    return script
  }

  private func keepAlive(_ script: inout LiveScript, seconds: Int, link: Int, from id: Int64) {
    for step in 0..<seconds {
      script.trade(id + Int64(step), on: link)
      script.run(seconds: 1)
    }
  }

  @Test func `names go in batches of 200, four messages a second`() {
    var script = script(1_000)
    script.run(seconds: 0.5)
    let sent = script.texts("send")
    #expect(sent.count == 4)
    #expect(sent.allSatisfy { $0.split(separator: "@").count - 1 == 200 })
    script.run(seconds: 1)
    #expect(script.texts("send").count == 5)
    #expect(script.texts("connect").count == 1)
  }

  @Test func `more than 1024 streams take more connections`() {
    var script = script(2_500)
    script.run(seconds: 10)
    #expect(script.texts("connect").count == 3)
    let names = script.texts("send").flatMap { $0.split(separator: "\"") }
      .filter { $0.hasSuffix("@aggTrade") }
    #expect(names.count == 2_500)
    #expect(Set(names).count == 2_500)
  }

  @Test func `no more than so many connection attempts in five minutes`() {
    var script = script { $0.connectsPerFiveMinutes = 10 }
    for step in 0..<400 {
      script.run(seconds: 1)
      // Data before each break, so that there is no long wait for other reasons.
      if let id = script.opened.last {
        script.trade(Int64(step), on: id)
        script.close(id)
      }
    }
    let times = script.log.filter { $0.text.hasPrefix("connect") }.map(\.second)
    #expect(times.count > 10 && times.count <= 20)
    for (early, late) in zip(times, times.dropFirst(10)) { #expect(late - early >= 300) }
  }

  @Test func `waits between attempts double up to a bound`() {
    var script = script()
    script.run(seconds: 1)
    script.opens = false
    script.close(1)
    for id in 2...12 {
      script.run(seconds: 60)
      script.close(id)
    }
    let times = script.log.filter { $0.text.hasPrefix("connect") }.map(\.second)
    #expect(times.count >= 10)
    #expect(script.fault == nil)
  }

  @Test func `an address that never answered is given up`() {
    var script = script()
    script.opens = false
    for id in 1...5 {
      script.run(seconds: 20)
      script.close(id)
    }
    script.run(seconds: 20)
    #expect(script.fault?.kind == .unavailable)
  }

  @Test func `a connection is replaced with both open for a while`() {
    var script = script { $0.renewal = 100 * Timestamp.second }
    script.run(seconds: 1)
    keepAlive(&script, seconds: 98, link: 1, from: 1)
    #expect(script.texts("connect").count == 1)
    script.run(seconds: 1.5)
    #expect(script.texts("connect 2").count == 1)
    #expect(script.texts("close 1").isEmpty)
    // Both bring the same: each counts once.
    script.trade(99, on: 1)
    script.trade(99, on: 2)
    script.run(seconds: 3)
    #expect(script.texts("close 1").count == 1)
    #expect(script.ids == Array(1...99))
  }

  @Test(arguments: [
    #"{"e":"serverShutdown","E":1770123456789}"#,
    #"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}"#,
  ])
  func `a server that goes is left at once`(message: String) {
    var script = script()
    script.run(seconds: 1)
    script.message(1, message)
    script.run(seconds: 0.1)
    #expect(script.texts("connect 2").count == 1)
    script.run(seconds: 3)
    #expect(script.texts("close 1").count == 1)
  }

  @Test func `streams without a confirmation are asked about, and asked for again`() {
    var script = script(confirms: false)
    script.run(seconds: 6)
    #expect(script.texts("send 1").last?.contains("LIST_SUBSCRIPTIONS") == true)
    script.message(1, #"{"result":[],"id":2}"#)
    script.run(seconds: 1)
    #expect(script.texts("send 1").last?.contains(#"["btcusdt@aggTrade"],"id":3"#) == true)
    script.message(1, #"{"result":null,"id":3}"#)
    script.run(seconds: 20)
    #expect(script.texts("send 1").count == 3)
  }

  @Test func `streams that bring data need no confirmation`() {
    var script = script(confirms: false)
    script.run(seconds: 1)
    script.trade(1)
    script.run(seconds: 9)
    #expect(script.texts("send 1").count == 1)
  }

  @Test func `a connection that answers nothing is left`() {
    var script = script(confirms: false)
    script.run(seconds: 12)
    #expect(script.texts("close 1").count == 1)
    #expect(script.texts("connect 2").count == 1)
  }

  @Test(arguments: [
    #"{"code":2,"msg":"Invalid request: x","id":ID}"#,
    #"{"error":{"code":2,"msg":"Invalid request: x"},"id":ID}"#,
  ])
  func `a subscription refused again and again ends it`(reply: String) {
    var script = script(confirms: false)
    for id in 1...3 {
      script.run(seconds: 1)
      script.message(1, reply.replacing("ID", with: "\(id)"))
    }
    script.run(seconds: 1)
    #expect(script.fault?.message.contains("Invalid request: x (2)") == true)
  }

  @Test func `silence is looked into, and only what was missed ends the connection`() {
    var script = script()
    script.run(seconds: 1)
    script.trade(5)
    script.answers = { $0.number("limit") == 1 ? "[\(LiveScript.row(5))]" : nil }
    script.run(seconds: 32)
    #expect(script.texts("ask /api/v3/aggTrades").count == 1)
    #expect(script.texts("close").isEmpty)
    script.answers = { request in
      guard let from = request.number("fromId") else { return "[\(LiveScript.row(7))]" }
      return from > 7 ? "[]" : LiveScript.rows(from...7)
    }
    script.run(seconds: 40)
    #expect(script.texts("close 1").count == 1)
    #expect(script.texts("connect 2").count == 1)
    #expect(script.ids == [5, 6, 7])
  }

  @Test func `a symbol that stays quiet is asked for less and less`() {
    var script = script()
    script.answers = { $0.number("limit") == 1 ? "[\(LiveScript.row(5))]" : nil }
    script.run(seconds: 4_000)
    #expect(script.texts("close").isEmpty)
    #expect(script.texts("ask /api/v3/aggTrades").count < 200)
  }

  @Test func `symbols are asked about a hundred at a time`() {
    var script = script(250)
    script.run(seconds: 5)
    #expect(script.texts("ask /api/v3/exchangeInfo").count == 3)
    #expect(script.fault == nil)
  }

  @Test func `unknown messages and damaged ones do no harm`() {
    var script = script()
    script.run(seconds: 1)
    script.trade(1)
    for text in [
      "", "{", "[]", "null", #"{"e":"news"}"#, #"{"stream":"x@y","data":{"e":"news"}}"#,
      #"{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade"}}"#, #"{"result":null,"id":99}"#,
      #"{"stream":"btcusdt@aggTrade","data":{}}"#, #"{"id":1}"#, #"{"code":3,"msg":"x","id":null}"#,
    ] { script.message(1, text) }
    script.trade(2)
    script.run(seconds: 1)
    #expect(script.ids == [1, 2])
    #expect(script.fault == nil)
  }
}
