import CXCore
import CXRecord
import Testing

/// The machine's way through bulk files, with files and answers made up here.
@Suite struct HistoryBulkTests {
  // 2025-11-10, the day before the scripted exchange's.
  private static let day: Int64 = 1_762_732_800_000_000

  private func plan(cursors: [Name: HistoryCursor] = [:]) -> HistoryPlan {
    var plan = HistoryPlan(
      .trades, symbols: ["X"], since: Timestamp(microseconds: Self.day),
      until: Timestamp(microseconds: Self.day + 86_400_000_000))
    plan.usesBulk = true
    plan.cursors = cursors
    return plan
  }

  private func row(_ id: Int64) -> String {
    "\(id),1.5,2,\(id * 2),\(id * 2 + 1),\(Self.day + id),True,True"
  }

  private func page(_ ids: some Sequence<Int64>) -> RESTAnswer {
    ScriptedExchange.answer(
      "["
        + ids.map {
          #"{"a":\#($0),"p":"1.5","q":"2","f":\#($0 * 2),"l":\#($0 * 2 + 1),"T":\#(Self.day + $0)}"#
        }.joined(separator: ",") + "]")
  }

  private func pages(_ request: RESTRequest, _ all: Range<Int64>) -> RESTAnswer? {
    guard request.target.contains("aggTrades") else { return nil }
    return page((request.number("fromId") ?? all.lowerBound)..<all.upperBound)
  }

  @Test func `a day is its file, and REST is not asked`() {
    let run = ScriptedExchange(
      plan(), bulk: { _ in (.got(sha256: "s"), (0..<50).map { row($0) }) }, { _, _ in nil })
    #expect(run.fault == nil)
    #expect(run.numbers("id") == Array(0..<50))
    #expect(run.files == ["X-aggTrades-2025-11-10"])
    #expect(run.requests.count == 1)
    #expect(run.position["X"]?.nextID == 50)
    #expect(
      run.position["X"]?.files == [BulkDigest(name: "X-aggTrades-2025-11-10.zip", sha256: "s")])
  }

  @Test func `a hole in a file is filled by REST, and reading goes on behind it`() {
    let rows = [0, 1, 2, 6, 7].map { row($0) }
    let run = ScriptedExchange(plan(), bulk: { _ in (.got(sha256: "s"), rows) }) { request, _ in
      pages(request, 0..<8)
    }
    #expect(run.numbers("id") == Array(0..<8))
    #expect(run.requests.last?.contains("fromId=3&") == true)
    #expect(run.notices.count == 1)
  }

  @Test func `a hole that REST has too is one gap`() {
    let rows = [0, 1, 2, 6, 7].map { row($0) }
    let run = ScriptedExchange(plan(), bulk: { _ in (.got(sha256: "s"), rows) }) { request, _ in
      request.target.contains("aggTrades") ? page([6, 7]) : nil
    }
    #expect(run.numbers("id") == [0, 1, 2, 6, 7])
    #expect(run.numbers("from_id") == [6])
    #expect(run.numbers("to_id") == [11])
  }

  @Test(arguments: [
    "5,1.5,0.0,10,11,1762732800000005,True,True", "5,0,2,10,11,1762732800000005,True,True",
  ])
  func `a file with a quantity that was lost is not believed, and REST has it all`(bad: String) {
    let rows = (0..<5).map { row($0) } + [bad] + (6..<20).map { row($0) }
    let run = ScriptedExchange(plan(), bulk: { _ in (.got(sha256: "s"), rows) }) { request, _ in
      pages(request, 0..<20)
    }
    #expect(run.numbers("id") == Array(0..<20))
    #expect(run.rejects.map(\.line) == [6])
    #expect(run.rejects.first?.reason.contains("is not above 0") == true)
  }

  @Test(arguments: [-86_400, -3_600, -1, 1, 3_600, 86_400])
  func `a local clock that is wrong changes nothing`(seconds: Int64) {
    var open = plan()
    open.until = nil
    func run(_ skew: Int64) -> ScriptedExchange {
      ScriptedExchange(
        open, skew: skew * Timestamp.second,
        bulk: { _ in (.got(sha256: "s"), (0..<50).map { row($0) }) }
      ) { request, _ in pages(request, 50..<90) }
    }
    #expect(run(seconds).lines == run(0).lines)
    #expect(run(seconds).requests == run(0).requests)
    #expect(run(0).numbers("id") == Array(0..<90))
  }

  @Test func `a checksum that is wrong twice is told, and REST has it all`() {
    let run = ScriptedExchange(plan(), bulk: { _ in (.mismatch, []) }) { request, _ in
      pages(request, 0..<20)
    }
    #expect(run.files.count == 2)
    #expect(run.rejects.count == 1)
    #expect(run.numbers("id") == Array(0..<20))
  }

  @Test func `a host that does not answer is given up, not the fetch`() {
    let run = ScriptedExchange(plan(), bulk: { _ in (.failed("no"), []) }) { request, _ in
      pages(request, 0..<20)
    }
    #expect(run.fault == nil)
    #expect(run.files.count > 2 && run.files.count < 12)
    #expect(run.rejects.count == 1)
    #expect(run.numbers("id") == Array(0..<20))
  }

  @Test func `another run goes on behind the last id, and tells of a file that was replaced`() {
    var cursor = HistoryCursor(since: Timestamp(microseconds: Self.day + 9))
    cursor.nextID = 10
    cursor.lastTrade = 19
    cursor.files = [BulkDigest(name: "X-aggTrades-2025-11-10.zip", sha256: "old")]
    let run = ScriptedExchange(
      plan(cursors: ["X": cursor]), bulk: { _ in (.got(sha256: "new"), (0..<50).map { row($0) }) },
      { _, _ in nil })
    #expect(run.numbers("id") == Array(10..<50))
    #expect(run.notices.contains { $0.contains("replaced") })
    #expect(!run.notices.contains { $0.contains("twice") })
  }
}
