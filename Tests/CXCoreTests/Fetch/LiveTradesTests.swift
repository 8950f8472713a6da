import Testing

@testable import CXCore
@testable import CXRecord

/// Trades from the socket joined to themselves by id, over holes, doubles and breaks.
@Suite struct LiveTradesTests {
  private func script(
    cursor: HistoryCursor? = nil, _ limits: (inout LiveLimits) -> Void = { _ in }
  ) -> LiveScript {
    var plan = LivePlan(.trades, symbols: ["btcusdt"])
    limits(&plan.limits)
    if let cursor { plan.cursors = ["BTCUSDT": cursor] }
    var script = LiveScript(plan)
    script.run(seconds: 1)
    return script
  }

  @Test func `what comes in order is handed out at once`() {
    var script = script()
    for id in 5...9 as ClosedRange<Int64> { script.trade(id) }
    #expect(script.ids == [5, 6, 7, 8, 9])
  }

  @Test func `doubles are dropped`() {
    var script = script()
    for id in [5, 6, 5, 6, 7, 7] as [Int64] { script.trade(id) }
    #expect(script.ids == [5, 6, 7])
    #expect(script.fetch.doubles == 3)
  }

  @Test func `what is only late is waited for and not asked for`() {
    var script = script()
    for id in [5, 8, 7, 6, 9] as [Int64] { script.trade(id) }
    #expect(script.ids == [5, 6, 7, 8, 9])
    script.run(seconds: 5)
    #expect(script.texts("ask /api/v3/aggTrades").isEmpty)
  }

  @Test func `a hole is asked for by id, and what came behind it waits`() {
    var script = script()
    for id in [5, 9, 10] as [Int64] { script.trade(id) }
    #expect(script.ids == [5])
    script.run(seconds: 1)
    #expect(script.asked?.target.contains("fromId=6&") == true)
    script.trade(11)
    script.receive(LiveScript.rows(6...12))
    #expect(script.ids == Array(5...11))
    script.trade(12)
    #expect(script.ids == Array(5...12))
  }

  @Test func `a long hole takes several pages`() {
    var script = script()
    script.trade(5)
    script.trade(2_500)
    script.answers = { request in
      guard let from = request.number("fromId") else { return nil }
      return LiveScript.rows(from...(from + 999))
    }
    script.run(seconds: 2)
    #expect(script.ids == Array(5...2_500))
    #expect(script.texts("ask /api/v3/aggTrades").count == 3)
  }

  @Test func `two holes are filled one after the other`() {
    var script = script()
    for id in [5, 7, 9] as [Int64] { script.trade(id) }
    script.answers = { request in
      request.number("fromId").map { LiveScript.rows($0...$0) }
    }
    script.run(seconds: 20)
    #expect(script.ids == [5, 6, 7, 8, 9])
  }

  @Test func `what REST does not have yet is asked for again`() {
    var script = script()
    script.trade(5)
    script.trade(7)
    var asked = 0
    script.answers = { request in
      guard request.number("fromId") != nil else { return nil }
      asked += 1
      return asked < 5 ? "[]" : LiveScript.rows(6...7)
    }
    script.run(seconds: 10)
    #expect(script.ids == [5, 6, 7])
  }

  @Test func `what nobody has is one gap`() {
    var script = script()
    for id in [5, 9] as [Int64] { script.trade(id) }
    script.answers = { _ in LiveScript.rows(9...9) }
    script.run(seconds: 30)
    #expect(script.ids == [5, -1_006, 9])
    let gap = script.lines.first { $0.contains("gap") }
    #expect(gap?.contains(#""to_id":1008,"reason":"feed""#) == true)
    script.trade(10)
    #expect(script.ids.last == 10)
  }

  @Test func `when REST does not answer at all it is a gap, and on`() {
    var script = script()
    for id in [5, 9] as [Int64] { script.trade(id) }
    for _ in 0..<40 where script.ids.count < 3 {
      script.run(seconds: 70)
      if script.asked != nil { script.fail() }
    }
    #expect(script.ids == [5, -1_006, 9])
    #expect(script.fault == nil)
  }

  @Test func `a ban ends it with the time`() {
    var script = script()
    for id in [5, 9] as [Int64] { script.trade(id) }
    script.run(seconds: 1)
    script.receive("{}", status: 418)
    script.run(seconds: 1)
    #expect(script.fault?.kind == .tryLater)
  }

  @Test func `history goes on where its cursor says, also while the market is quiet`() {
    var cursor = HistoryCursor(since: Timestamp(microseconds: 0))
    cursor.nextID = 40
    cursor.lastTrade = 1_039
    var script = script(cursor: cursor)
    #expect(script.asked?.target.contains("fromId=40&") == true)
    script.trade(43)
    script.receive(LiveScript.rows(40...42))
    script.run(seconds: 5)
    script.receive("[]")
    script.run(seconds: 5)
    #expect(script.ids == [40, 41, 42, 43])
    #expect(script.fetch.position["BTCUSDT"]?.nextID == 44)
  }

  @Test func `what finds no room while it waits is asked for later`() {
    var script = script { $0.waiting = 100 }
    script.trade(5)
    let last: Int64 = 3_000
    for id in 7...last { script.trade(id) }
    script.answers = { request in
      guard let from = request.number("fromId") else { return nil }
      return LiveScript.rows(from...(from + 999))
    }
    script.run(seconds: 2)
    #expect(script.ids.count < Int(last) - 4)
    script.trade(last + 1)
    script.run(seconds: 60)
    #expect(script.ids == Array(5...(last + 1)))
  }

  @Test(arguments: 1...20) func `any disorder and doubling gives each once, in order`(seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    var script = script()
    script.trade(1)
    var ids = (2...200).map(Int64.init)
    for _ in 0..<100 {
      let place = Int(random.below(UInt64(ids.count)))
      switch random.below(3) {
      case 0: ids.insert(ids[place], at: Int(random.below(UInt64(ids.count))))
      case 1: ids.swapAt(place, min(place + 3, ids.count - 1))
      default: if ids[place] != 200 { ids.remove(at: place) }
      }
    }
    script.answers = { request in
      guard let from = request.number("fromId"), from <= 200 else { return "[]" }
      return LiveScript.rows(from...min(200, from + 20))
    }
    for id in ids {
      script.trade(id)
      if random.below(4) == 0 { script.run(seconds: 0.3) }
    }
    if !ids.contains(200) { script.trade(200) }
    script.run(seconds: 100)
    #expect(script.ids == Array(1...200))
  }
}
