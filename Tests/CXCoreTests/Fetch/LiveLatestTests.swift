import Testing

@testable import CXCore

/// Quotes and tickers: each once, and what a broken connection lost is a gap.
@Suite struct LiveLatestTests {
  private func script(_ subject: LivePlan.Subject, raw: Bool = false) -> LiveScript {
    var plan = LivePlan(subject, symbols: ["BTCUSDT"])
    plan.isRaw = raw
    var script = LiveScript(plan)
    script.run(seconds: 1)
    return script
  }

  private static func quote(_ number: Int) -> String {
    #"{"stream":"btcusdt@bookTicker","data":{"u":\#(number),"s":"BTCUSDT","b":"25.35","#
      + #""B":"31.21","a":"25.36","A":"40.66"}}"#
  }

  private func types(_ script: LiveScript) -> [Substring] {
    script.lines.map { $0.split(separator: "\"")[3] }
  }

  @Test func `quotes come once and in order`() {
    var script = script(.quotes)
    for number in [5, 7, 6, 7, 9] { script.message(1, Self.quote(number)) }
    #expect(types(script) == ["quote", "quote", "quote"])
    #expect(script.fetch.doubles == 2)
  }

  @Test func `what a break lost is one gap, with its times`() {
    var script = script(.quotes)
    script.message(1, Self.quote(1))
    script.close(1)
    script.run(seconds: 5)
    script.message(2, Self.quote(2))
    script.message(2, Self.quote(3))
    #expect(types(script) == ["quote", "gap", "quote", "quote"])
    let begin = ScriptedExchange.now + 1_000_000
    #expect(script.lines[1].contains(#""from":\#(begin),"to":\#(begin + 5_000_000)"#))
  }

  @Test func `tickers tell their order by their time`() {
    var script = script(.tickers)
    for time in [1_762_873_201_000, 1_762_873_202_000, 1_762_873_202_000] {
      script.message(
        1,
        #"{"stream":"btcusdt@ticker","data":{"e":"24hrTicker","E":\#(time),"s":"BTCUSDT","c":"1"}}"#
      )
    }
    #expect(types(script) == ["ticker", "ticker"])
  }

  @Test func `raw payloads come as they are, behind their time`() {
    var script = script(.quotes, raw: true)
    script.message(1, Self.quote(1))
    script.message(1, Self.quote(1))
    let time = ScriptedExchange.now + 1_000_000
    #expect(script.lines == Array(repeating: "\(time)000 \(Self.quote(1))", count: 2))
  }

  private func change(_ script: inout LiveScript, _ first: Int, _ last: Int) {
    script.message(
      1,
      #"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1762873201000,"#
        + #""s":"BTCUSDT","U":\#(first),"u":\#(last),"b":[["10","\#(last)"]],"a":[]}}"#)
  }

  @Test func `a book is shown when its picture has come, and not behind a gap`() {
    var script = script(.depth(.changes))
    var picture = 1
    var pictures = 0
    script.answers = { request in
      guard request.target.contains("/depth?") else { return nil }
      pictures += 1
      return #"{"lastUpdateId":\#(picture),"bids":[["10","1"]],"asks":[["11","1"]]}"#
    }
    change(&script, 4, 6)
    #expect(types(script) == [])
    // Older than the first change: of no use.
    script.run(seconds: 0.4)
    #expect(types(script) == [])
    picture = 5
    script.run(seconds: 2)
    #expect(pictures == 2)
    change(&script, 7, 7)
    #expect(types(script) == ["depth", "depth"])
    #expect(script.lines.first?.contains(#""last_id":6,"snapshot":true,"bids":[[10,6]]"#) == true)
    change(&script, 10, 10)
    change(&script, 11, 11)
    #expect(types(script) == ["depth", "depth", "gap"])
    #expect(script.lines.last?.contains(#""from_id":8,"to_id":9"#) == true)
    picture = 10
    script.run(seconds: 1)
    #expect(types(script) == ["depth", "depth", "gap", "depth"])
    #expect(script.lines.last?.contains(#""last_id":11,"snapshot":true"#) == true)
  }

  @Test func `when prices have moved beyond the picture another one is asked for`() {
    var script = script(.depth(.levels(1)))
    var last = 5
    script.answers = { request in
      guard request.target.contains("/depth?") else { return nil }
      let bids = (1...1_000).map { #"["\#(2_000 - $0)","\#(last)"]"# }.joined(separator: ",")
      return #"{"lastUpdateId":\#(last),"bids":[\#(bids)],"asks":[["3000","1"]]}"#
    }
    change(&script, 6, 6)
    script.run(seconds: 1)
    #expect(script.lines.count == 1)
    let gone = (1...1_000).map { #"["\#(2_000 - $0)","0"]"# }.joined(separator: ",")
    script.message(
      1,
      #"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1762873201000,"#
        + #""s":"BTCUSDT","U":7,"u":7,"b":[\#(gone)],"a":[]}}"#)
    // What is left, 10, is not known to be the best.
    #expect(script.lines.count == 1)
    last = 7
    script.run(seconds: 1)
    #expect(script.texts("ask /api/v3/depth").count == 2)
    #expect(script.lines.count == 2)
  }
}
