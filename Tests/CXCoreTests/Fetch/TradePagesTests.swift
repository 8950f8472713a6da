import CXCore
import CXRecord
import Testing

@Suite struct TradePagesTests {
  private static let start: Int64 = 1_762_870_000_000
  private let plan = HistoryPlan(
    .trades, symbols: ["btcusdt"], since: Timestamp(microseconds: start * 1_000))

  private func row(_ id: Int64, time: Int64? = nil) -> String {
    #"{"a":\#(id),"p":"1.5","q":"2","f":\#(id * 2),"l":\#(id * 2 + 1),"#
      + #""T":\#(time ?? Self.start + id),"m":true,"M":true}"#
  }

  private func page(_ ids: some Sequence<Int64>) -> RESTAnswer {
    ScriptedExchange.answer("[" + ids.map { row($0) }.joined(separator: ",") + "]")
  }

  @Test func `the first page is by time, the others by id, and an empty page ends it`() {
    let run = ScriptedExchange(plan) { request, _ in
      if request.number("startTime") == Self.start { return page(0..<1_000) }
      switch request.number("fromId") {
      case 1_000: return page(1_000..<1_300)
      case 1_300: return page([])
      default: return nil
      }
    }
    #expect(run.fault == nil)
    #expect(run.numbers("id") == Array(0..<1_300))
    #expect(
      run.requests == [
        "/api/v3/exchangeInfo?symbol=BTCUSDT",
        "/api/v3/aggTrades?symbol=BTCUSDT&startTime=1762870000000&limit=1000",
        "/api/v3/aggTrades?symbol=BTCUSDT&fromId=1000&limit=1000",
        "/api/v3/aggTrades?symbol=BTCUSDT&fromId=1300&limit=1000",
      ])
  }

  @Test func `a page in another order is put in order, and nothing of it is lost`() {
    let run = ScriptedExchange(plan) { request, _ in
      if request.number("startTime") == Self.start { return page((0..<1_000).reversed()) }
      if request.number("fromId") == 1_000 { return page([1_003, 1_000, 1_002, 1_001]) }
      return request.target.contains("aggTrades") ? page([]) : nil
    }
    #expect(run.fault == nil)
    #expect(run.numbers("id") == Array(0..<1_004))
    #expect(!run.lines.contains { $0.contains("gap") })
  }

  @Test func `a first page that is empty by a fault is no end`() {
    var answers = [page([]), page(0..<7), page([])][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? answers.popFirst() : nil
    }
    #expect(run.numbers("id") == Array(0..<7))
    #expect(run.fault == nil)
  }

  @Test func `until is outside, and nothing is asked behind it`() {
    var plan = plan
    plan.until = .at(Timestamp(microseconds: (Self.start + 5) * 1_000))
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? page(0..<1_000) : nil
    }
    #expect(run.numbers("id") == Array(0..<5))
    #expect(run.requests.count == 2)
  }

  @Test func `a limit cuts`() {
    var plan = plan
    plan.limit = 1_002
    let run = ScriptedExchange(plan) { request, _ in
      guard request.target.contains("aggTrades") else { return nil }
      let first = request.number("fromId") ?? 0
      return page(first..<first + 1_000)
    }
    #expect(run.numbers("id") == Array(0..<1_002))
    #expect(run.requests.count == 3)
  }

  @Test func `rows that come twice are dropped`() {
    var answers = [page([0, 1, 1, 2, 0]), page([2, 3]), page([])][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? answers.popFirst() : nil
    }
    #expect(run.numbers("id") == [0, 1, 2, 3])
  }

  @Test func `a hole is asked for again, and filled`() {
    var answers = [page([0, 1, 5, 6]), page(2..<7), page([])][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? answers.popFirst() : nil
    }
    #expect(run.numbers("id") == Array(0..<7))
    #expect(run.request(2).contains("fromId=2&"))
    #expect(!run.lines.contains { $0.contains("gap") })
  }

  @Test func `a hole that stays is one gap record, naming the trades`() {
    let run = ScriptedExchange(plan) { request, _ in
      guard request.target.contains("aggTrades") else { return nil }
      let first = request.number("fromId") ?? 0
      return page([0, 1, 5, 6].filter { $0 >= first })
    }
    #expect(run.numbers("id") == [0, 1, 5, 6])
    #expect(
      run.lines.dropFirst(2).first
        == #"{"type":"gap","exchange":"binance","symbol":"BTCUSDT","ts":1762870000005000,"#
        + #""from_id":4,"to_id":9,"reason":"feed"}"#)
    #expect(run.lines.count == 5)
    #expect(run.requests.filter { $0.contains("fromId=2&") }.count == 1)
  }

  @Test func `void rows are stepped over`() {
    let void = #"{"a":1,"p":"0","q":"0","f":-1,"l":-1,"T":1762870000000,"m":false,"M":false}"#
    let next = #"{"a":2,"p":"1","q":"1","f":2,"l":2,"T":1762870000001,"m":false,"M":true}"#
    var answers = [
      ScriptedExchange.answer("[\(row(0)),\(void),\(next)]"), page([]),
    ][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? answers.popFirst() : nil
    }
    #expect(run.numbers("id") == [0, 2])
    #expect(run.lines.count == 2)
    #expect(run.rejects.isEmpty)
  }

  @Test func `a bad row is refused, its neighbours stay`() {
    let bad = #"{"a":1,"p":"abc","q":"1","f":2,"l":3,"T":1762870000001,"m":false,"M":true}"#
    var answers = [
      ScriptedExchange.answer("[\(row(0)),\(bad),\(row(2))]"), page([]),
    ][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? answers.popFirst() : nil
    }
    #expect(run.numbers("id") == [0, 2])
    #expect(run.rejects.count == 1)
    #expect(run.rejects.first?.source == "aggTrades of BTCUSDT")
    #expect(run.rejects.first?.line == 2)
  }

  @Test func `the same page for ever is noticed`() {
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("aggTrades") ? page(0..<1_000) : nil
    }
    #expect(run.fault?.kind == .unavailable)
    #expect(run.numbers("id") == Array(0..<1_000))
  }

  @Test func `symbols follow one another, each with its own ids`() {
    let plan = HistoryPlan(
      .trades, symbols: ["BTCUSDT", "币安人生usdt"],
      since: Timestamp(microseconds: Self.start * 1_000))
    let run = ScriptedExchange(plan) { request, _ in
      guard request.target.contains("aggTrades") else { return nil }
      return request.number("fromId") == nil ? page(0..<3) : page([])
    }
    #expect(run.numbers("id") == [0, 1, 2, 0, 1, 2])
    #expect(
      run.request(3)
        == "/api/v3/exchangeInfo?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT")
  }

  /// Whatever mixture of failures, lies and losses: each trade once, in order.
  @Test(arguments: 0..<40)
  func `random damage changes nothing`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let ids = (0..<Int64.random(in: 1...3_500, using: &random)).map { $0 }
    var troubles = 0
    let run = ScriptedExchange(plan) { request, _ in
      guard request.target.contains("aggTrades") else { return nil }
      let first = request.number("fromId") ?? 0
      var rows = ids.filter { $0 >= first }.prefix(1_000).map { $0 }
      // Never twice running: an honest exchange answers in the end.
      troubles = troubles > 0 ? 0 : Int.random(in: 0...6, using: &random)
      switch troubles {
      case 1: return nil
      case 2: return ScriptedExchange.answer("", status: 503)
      case 3: return ScriptedExchange.answer("[" + rows.prefix(3).map { row($0) }.joined())
      case 4:
        rows = Array(rows.prefix(Int.random(in: 0...rows.count, using: &random)))
        if rows.isEmpty { troubles = 0 }
      case 5:
        if rows.count > 2 { rows.remove(at: Int.random(in: 1..<rows.count - 1, using: &random)) }
      case 6: rows += rows.suffix(5)
      default: break
      }
      return page(rows)
    }
    #expect(run.fault == nil)
    #expect(run.numbers("id") == ids)
    #expect(run.lines.count == ids.count)
  }
}
