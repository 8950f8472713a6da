import Testing

@testable import CXCore

/// Candles as they close: each once, those that closed meanwhile by REST, corrected ones again.
@Suite struct LiveCandlesTests {
  private static let minute: Int64 = 60_000
  private static let start: Int64 = 1_762_873_200_000

  private func script(updates: Bool = false) -> LiveScript {
    var plan = LivePlan(.candles(interval: "1m"), symbols: ["BTCUSDT"])
    plan.showsUpdates = updates
    var script = LiveScript(plan)
    script.run(seconds: 1)
    return script
  }

  private static func event(_ number: Int64, closed: Bool = true, close: String = "11") -> String {
    let time = start + number * minute
    return
      #"{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":\#(time),"#
      + #""T":\#(time + minute - 1),"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"10","c":"\#(close)","#
      + #""h":"12","l":"9","v":"1","n":2,"x":\#(closed),"q":"10","V":"1","Q":"10","B":"0"}}}"#
  }

  private static func rows(_ numbers: ClosedRange<Int64>, close: String = "11") -> String {
    let rows = numbers.map { number in
      let time = start + number * minute
      return #"[\#(time),"10","12","9","\#(close)","1",\#(time + minute - 1),"10",2,"1","10","0"]"#
    }
    return "[" + rows.joined(separator: ",") + "]"
  }

  private func minutes(_ script: LiveScript) -> [Int64] {
    script.lines.compactMap { line in
      line.split(separator: ",").first { $0.hasPrefix("\"ts\":") }
        .flatMap { Int64($0.dropFirst(5)) }.map { ($0 / 1_000 - Self.start) / Self.minute }
    }
  }

  @Test func `only closed ones, each once`() {
    var script = script()
    for number in 0...2 as ClosedRange<Int64> {
      script.message(1, Self.event(number, closed: false))
      script.message(1, Self.event(number))
      script.message(1, Self.event(number))
    }
    #expect(minutes(script) == [0, 1, 2])
    #expect(script.lines.allSatisfy { $0.contains(#""final":true,"rev":0"#) })
  }

  @Test func `open ones too where that is asked`() {
    var script = script(updates: true)
    script.message(1, Self.event(0, closed: false))
    script.message(1, Self.event(0))
    script.message(1, Self.event(0, closed: false))
    script.message(1, Self.event(1, closed: false))
    #expect(minutes(script) == [0, 0, 1])
    #expect(script.lines.first?.contains(#""final":false"#) == true)
  }

  @Test func `one that did not come is asked for`() {
    var script = script()
    script.message(1, Self.event(0))
    script.answers = { $0.target.contains("aggTrades") ? "[\(LiveScript.row(1))]" : nil }
    script.run(seconds: 240)
    script.message(1, Self.event(3))
    #expect(minutes(script) == [0])
    script.answers = { $0.target.contains("klines") ? Self.rows(0...2) : nil }
    script.run(seconds: 5)
    #expect(minutes(script) == [0, 1, 2, 3])
  }

  @Test func `where there are none, as in a halt, it goes on`() {
    var script = script()
    script.message(1, Self.event(0))
    script.message(1, Self.event(30))
    script.answers = { $0.target.contains("klines") ? Self.rows(0...0) : nil }
    script.run(seconds: 10)
    #expect(minutes(script) == [0, 30])
  }

  @Test func `where there were trades but no candle, a gap has their ids`() {
    var script = script()
    script.message(1, Self.event(0))
    script.message(1, Self.event(3))
    script.answers = { request in
      if request.target.contains("klines") { return Self.rows(0...0) }
      return "[\(LiveScript.row(request.target.contains("startTime") ? 7 : 9))]"
    }
    script.run(seconds: 10)
    script.message(1, Self.event(4))
    #expect(minutes(script) == [0, 3, 1, 4])
    #expect(script.ids.contains(-1_007))
    let gap = script.lines.first { $0.contains("\"gap\"") } ?? ""
    #expect(gap.contains(#""from_id":1007,"to_id":1009,"reason":"candles""#))
  }

  @Test func `what could not be asked for is a gap in time`() {
    var script = script()
    script.message(1, Self.event(0))
    script.message(1, Self.event(3))
    for _ in 0..<60 where script.asked != nil || script.lines.count < 2 {
      script.run(seconds: 100)
      if script.asked != nil { script.fail() }
    }
    let gaps = script.lines.filter { $0.contains("\"gap\"") }
    #expect(gaps.count == 1)
    let (from, to) = (Self.start + Self.minute, Self.start + 3 * Self.minute)
    #expect(gaps.first?.contains(#""from":\#(from)000,"to":\#(to)000,"reason":"candles""#) == true)
    script.message(1, Self.event(4))
    #expect(minutes(script).suffix(1) == [4])
  }

  @Test func `after a break the last ones are asked for again, and corrected ones come again`() {
    var script = script()
    script.message(1, Self.event(0))
    script.message(1, Self.event(1))
    // The watch asks for the newest trade of what is silent.
    script.answers = { $0.target.contains("aggTrades") ? "[\(LiveScript.row(1))]" : nil }
    script.run(seconds: 200)
    script.answers = { $0.target.contains("klines") ? Self.rows(0...2, close: "11.5") : nil }
    script.close(1)
    script.run(seconds: 30)
    #expect(minutes(script) == [0, 1, 0, 1, 2])
    let revisions = script.lines.map { $0.contains(#""rev":1"#) }
    #expect(revisions == [false, false, true, true, false])
  }

  @Test func `after a break equal ones do not come again, though REST does not tell their ids`() {
    var script = script()
    script.message(1, Self.event(0))
    script.message(1, Self.event(1))
    script.answers = { $0.target.contains("klines") ? Self.rows(0...1) : nil }
    script.close(1)
    script.run(seconds: 30)
    #expect(minutes(script) == [0, 1])
    #expect(!script.texts("ask /api/v3/klines").isEmpty)
  }
}
