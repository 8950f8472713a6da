import CXCore
import CXRecord
import Testing

@Suite struct CandlePagesTests {
  // Two hours and 5 seconds before the exchange's present, on a minute.
  private static let start: Int64 = 1_762_866_000_000
  private static let minute: Int64 = 60_000
  private let plan = HistoryPlan(
    .candles(interval: "1m"), symbols: ["BTCUSDT"], since: Timestamp(microseconds: start * 1_000))

  private func row(_ number: Int64) -> String {
    let open = Self.start + number * Self.minute
    return #"[\#(open),"1","2","0.5","1.5","10",\#(open + Self.minute - 1),"15",4,"3","4","0"]"#
  }

  private func page(_ numbers: some Sequence<Int64>) -> RESTAnswer {
    ScriptedExchange.answer("[" + numbers.map { row($0) }.joined(separator: ",") + "]")
  }

  private func numbers(_ run: ScriptedExchange) -> [Int64] {
    run.numbers("ts").map { ($0 / 1_000 - Self.start) / Self.minute }
  }

  @Test func `the open candle is left out, and ends it`() {
    // The present is 5 seconds into minute 120.
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("klines") ? page(0...120) : nil
    }
    #expect(run.fault == nil)
    #expect(numbers(run) == Array(0..<120))
    #expect(
      run.request(1)
        == "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1762866000000"
        + "&endTime=1762873204999&limit=1000")
    #expect(run.requests.count == 2)
  }

  @Test func `a page with the newest first is put in order`() {
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("klines") ? page((0...120).reversed()) : nil
    }
    #expect(numbers(run) == Array(0..<120))
  }

  @Test(arguments: [-400 * Timestamp.day, 400 * Timestamp.day])
  func `what is relative is so to the exchange's clock, however wrong the local one is`(
    skew: Int64
  ) {
    let plan = HistoryPlan(
      .candles(interval: "1m"), symbols: ["BTCUSDT"], since: .ago(7_205 * Timestamp.second),
      until: .ago(7_200 * Timestamp.second + 5 * Timestamp.second - 180 * Timestamp.second))
    let run = ScriptedExchange(plan, skew: skew) { request, _ in
      request.target.contains("klines") ? page(0...120) : nil
    }
    #expect(run.fault == nil)
    #expect(numbers(run) == [0, 1, 2])
  }

  @Test func `a candle that closes at the exchange's very present is closed`() {
    let info = ScriptedExchange.answer(
      #"{"serverTime":\#(Self.start + 3 * Self.minute),"rateLimits":[]}"#)
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("klines") ? page(0...3) : info
    }
    #expect(numbers(run) == [0, 1, 2])
  }

  @Test func `the Date header moves the exchange's clock on`() {
    let date = ["Date": "Tue, 11 Nov 2025 15:01:00 GMT"]
    let rows = (0...121).map { row($0) }.joined(separator: ",")
    var plan = plan
    plan.until = .at(Timestamp(microseconds: (Self.start + 121 * Self.minute) * 1_000))
    let run = ScriptedExchange(plan) { request, number in
      number == 1
        ? ScriptedExchange.answer(
          #"{"serverTime":1762873205000,"rateLimits":[]}"#, headers: date)
        : ScriptedExchange.answer("[\(rows)]", headers: date)
    }
    #expect(numbers(run) == Array(0...120))
  }

  @Test func `pages follow by time, over holes and an empty answer`() {
    var answers = [page(0..<20), page([]), page(30..<60), page([]), page([])][...]
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("klines") ? answers.popFirst() : nil
    }
    // The second page is empty behind a short one: that is the end.
    #expect(numbers(run) == Array(0..<20))
    #expect(run.request(2).contains("startTime=\(Self.start + 19 * Self.minute + 1)&"))
  }

  @Test func `candles off the grid are kept, and so are those that they overlap`() {
    let half = Self.start + Self.minute / 2
    let offGrid =
      #"[\#(half),"1","2","0.5","1.5","10",\#(half + Self.minute - 1),"15",4,"3","4","0"]"#
    let rows = [row(0), offGrid, offGrid, row(1), row(1), row(2)].joined(separator: ",")
    let run = ScriptedExchange(plan) { request, _ in
      guard let from = request.number("startTime") else { return nil }
      return from > Self.start ? page([]) : ScriptedExchange.answer("[\(rows)]")
    }
    let opens = run.numbers("ts").map { $0 / 1_000 }
    #expect(opens == [0, 30_000, 60_000, 120_000].map { Self.start + $0 })
  }

  @Test func `a full page is followed by the next`() {
    let plan = HistoryPlan(
      .candles(interval: "1m"), symbols: ["BTCUSDT"],
      since: Timestamp(microseconds: (Self.start - 1_500 * Self.minute) * 1_000),
      until: Timestamp(microseconds: Self.start * 1_000))
    let run = ScriptedExchange(plan) { request, _ in
      guard let from = request.number("startTime") else { return nil }
      let first = (from - Self.start) / Self.minute
      return page((first..<0).prefix(1_000))
    }
    #expect(numbers(run) == Array(-1_500..<0))
    #expect(run.requests.count == 3)
  }

  @Test func `bounds between milliseconds are rounded to what lies inside`() {
    let plan = HistoryPlan(
      .candles(interval: "1m"), symbols: ["BTCUSDT"],
      since: Timestamp(microseconds: Self.start * 1_000 - 999),
      until: Timestamp(microseconds: (Self.start + Self.minute) * 1_000 + 1))
    let run = ScriptedExchange(plan) { request, _ in
      request.target.contains("klines") ? page([0, 1]) : nil
    }
    #expect(run.request(1).contains("startTime=1762866000000&endTime=1762866060000&"))
    #expect(numbers(run) == [0, 1])
  }

  @Test func `nothing is asked where nothing can be`() {
    var plan = plan
    plan.until = plan.since
    let run = ScriptedExchange(plan) { _, _ in nil }
    #expect(run.requests == ["/api/v3/exchangeInfo?symbol=BTCUSDT"])
    #expect(run.fault == nil)
  }
}
