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

  @Test func `changes of a book that skip numbers are a gap`() {
    var script = script(.depth)
    for (first, last) in [(1, 3), (4, 6), (9, 9)] {
      script.message(
        1,
        #"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1762873201000,"#
          + #""s":"BTCUSDT","U":\#(first),"u":\#(last),"b":[],"a":[]}}"#)
    }
    #expect(types(script) == ["depth", "depth", "gap", "depth"])
    #expect(script.lines.dropFirst(2).first?.contains(#""from_id":7,"to_id":8"#) == true)
  }
}
