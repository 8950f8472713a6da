@testable import CXCore
@testable import CXRecord

/// Drives a ``LiveFetch`` by hand, with its own clock and no exchange: a test says what happens.
struct LiveScript {
  private(set) var fetch: LiveFetch
  private(set) var batch: Batch
  /// What it did: `connect 1`, `send 1 {...}`, `close 1`, `ask /api/...`, each with the second.
  private(set) var log: [(second: Double, text: String)] = []
  private(set) var opened: [Int] = []
  private(set) var fault: Fault?
  /// The request that waits for its answer.
  private(set) var asked: RESTRequest?
  /// Whether connections open by themselves, and commands are confirmed by themselves.
  var opens = true
  var confirms = true
  var answers: (RESTRequest) -> String? = { _ in nil }
  private(set) var ticks: Int64 = 1_000_000_000
  private let begin: Int64 = 1_000_000_000

  init(_ plan: LivePlan) {
    batch = Batch()
    fetch = LiveFetch(plan, instruments: batch.instruments)
  }

  var now: LiveMoment {
    LiveMoment(
      ticks: ticks, wall: Timestamp(microseconds: ScriptedExchange.now + ticks - begin))
  }

  var lines: [String] { batch.lines }

  func texts(_ prefix: String) -> [String] {
    log.map(\.text).filter { $0.hasPrefix(prefix) }
  }

  /// Lets so much time pass, and does what is wanted meanwhile.
  mutating func run(seconds: Double) {
    let end = ticks + Int64(seconds * 1_000_000)
    for _ in 0..<100_000 {
      let action = fetch.next(now: now, into: &batch)
      switch action {
      case .connect(let id, let target):
        note("connect \(id) \(target)")
        if opens {
          fetch.opened(id, now: now)
          opened.append(id)
        }
      case .send(let id, let text):
        note("send \(id) \(text)")
        let number = text.split(separator: ":").last.map { $0.filter(\.isNumber) } ?? ""
        if confirms { message(id, #"{"result":null,"id":\#(number)}"#) }
      case .close(let id): note("close \(id)")
      case .request(let request):
        note("ask \(request.target)")
        answer(request)
      case .wait(let until):
        if until >= end {
          ticks = end
          return
        }
        ticks = max(until, ticks + 1)
      case .done: return
      case .fail(let fault):
        self.fault = fault
        return
      }
    }
  }

  private mutating func answer(_ request: RESTRequest) {
    let symbol = request.target.split(separator: "=").last ?? ""
    let info =
      #"{"serverTime":1762873205000,"rateLimits":[],"symbols":["#
      + #"{"symbol":"\#(symbol)","status":"TRADING"}]}"#
    if let body = answers(request) {
      receive(body)
    } else if request.target.contains("symbol="), request.target.contains("exchangeInfo") {
      receive(info)
    } else {
      asked = request
    }
  }

  private mutating func note(_ text: String) {
    log.append((Double(ticks - begin) / 1_000_000, text))
  }

  mutating func message(_ id: Int, _ text: String) {
    Array(text.utf8).withUnsafeBytes { fetch.message(id, $0, now: now, into: &batch) }
  }

  mutating func close(_ id: Int) { fetch.closed(id, "cut", now: now) }
  mutating func open(_ id: Int) { fetch.opened(id, now: now) }

  mutating func receive(_ body: String, status: Int = 200) {
    asked = nil
    // The script begins at 15:00:05.
    let second = (ticks - begin) / 1_000_000 + 5
    let parts = [second / 3_600 + 15, second / 60 % 60, second % 60]
    let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    let answer = ScriptedExchange.answer(
      body, status: status, headers: ["Date": "Tue, 11 Nov 2025 \(clock) GMT"])
    fetch.receive(answer, now: now, into: &batch)
  }

  mutating func fail() {
    asked = nil
    fetch.fail("no answer", now: now, into: &batch)
  }

  /// An aggregate trade of one execution: ids of trades are those of aggregates plus 1000.
  mutating func trade(_ id: Int64, on link: Int = 1, symbol: String = "BTCUSDT") {
    let stream = symbol.lowercased() + "@aggTrade"
    message(link, #"{"stream":"\#(stream)","data":\#(Self.row(id, symbol: symbol))}"#)
  }

  static func row(_ id: Int64, symbol: String? = nil) -> String {
    let head = symbol.map { #""e":"aggTrade","E":1,"s":"\#($0)","# } ?? ""
    return #"{\#(head)"a":\#(id),"p":"10.5","q":"1","f":\#(id + 1_000),"l":\#(id + 1_000),"#
      + #""T":\#(1_762_873_000_000 + id),"m":true,"M":true}"#
  }

  static func rows(_ ids: ClosedRange<Int64>) -> String {
    "[" + ids.map { row($0) }.joined(separator: ",") + "]"
  }

  /// The ids of the lines; gaps as their negative first id.
  var ids: [Int64] {
    lines.compactMap { line in
      let name = line.contains("\"gap\"") ? "\"from_id\":" : "\"id\":"
      guard let range = line.firstRange(of: name) else { return nil }
      let number = Int64(line[range.upperBound...].prefix { $0.isNumber }) ?? 0
      return line.contains("\"gap\"") ? -number : number
    }
  }
}
