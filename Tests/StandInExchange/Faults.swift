/// Faults to come, first in, first out; and what each looks like.
struct Faults {
  private struct Entry {
    var kind: String
    var path: String?
    var milliseconds: Int64
  }

  private var queue: [Entry] = []

  /// Queues what `/standin/fault?kind=KIND&count=N&path=aggTrades&ms=2000` says.
  mutating func add(_ query: Query) -> Answer {
    guard let kind = query["kind"], Self.kinds.contains(kind) else {
      return Answer("unknown kind; there are: " + Self.kinds.joined(separator: " "), status: 400)
    }
    let entry = Entry(
      kind: kind, path: query["path"], milliseconds: query["ms"].flatMap(Int64.init) ?? 2_000)
    queue += Array(repeating: entry, count: query["count"].flatMap(Int.init) ?? 1)
    return Answer("{}")
  }

  /// What becomes of an answer: the next queued fault that fits the path, or the answer itself.
  mutating func apply(_ path: String, now: Int64, _ answer: () -> Answer) -> Answer {
    let index = queue.firstIndex { entry in entry.path.map { path.hasSuffix("/" + $0) } ?? true }
    guard let index else { return answer() }
    let entry = queue.remove(at: index)
    if let made = Self.made(entry.kind, now: now) { return made }
    var result = answer()
    switch entry.kind {
    case "truncated": result.manner = .truncated
    case "wrong-checksum": result.body = String(result.body.reversed())
    case "slow": result.manner = .slow(entry.milliseconds)
    case "gzip": result.manner = .gzipped
    case "cut-json": result.body = String(result.body.prefix(result.body.utf8.count / 2))
    case "rows-missing": result.body = Self.withoutRows(result.body)
    case "short-page": result.body = Self.shortened(result.body)
    default: result.body = ""
    }
    return result
  }

  private static let kinds = [
    "429", "418", "403", "451", "500", "502", "503", "-1001", "-1008", "truncated", "slow", "gzip",
    "cut-json", "rows-missing", "short-page", "empty", "no-rows",
    "wrong-checksum",
  ]

  private static func made(_ kind: String, now: Int64) -> Answer? {
    switch kind {
    case "429": return slowDown(seconds: 1)
    case "418": return banned(seconds: 120, now: now)
    case "403", "502":
      var answer = Answer("<html><h1>\(kind) ERROR</h1></html>", status: Int(kind) ?? 0)
      answer.type = "text/html"
      return answer
    case "451":
      return Refusal(
        status: 451, code: 0,
        message: "Service unavailable from a restricted location according to 'b. Eligibility'"
      ).answer
    case "500", "503": return Answer("", status: Int(kind) ?? 0)
    case "-1001": return Refusal(code: -1001, message: "Internal error.").answer
    case "-1008": return Refusal(status: 503, code: -1008, message: "Server is busy.").answer
    case "no-rows": return Answer("[]")
    default: return nil
    }
  }

  static func slowDown(seconds: Int64) -> Answer {
    var answer = Refusal(
      status: 429, code: -1003, message: "Too much request weight used."
    ).answer
    answer.headers.append(("Retry-After", String(seconds)))
    return answer
  }

  static func banned(seconds: Int64, now: Int64) -> Answer {
    var answer = Refusal(
      status: 418, code: -1003,
      message: "Way too much request weight used; IP banned until \(now + seconds * 1_000)."
    ).answer
    answer.headers.append(("Retry-After", String(seconds)))
    return answer
  }

  private static func rows(_ body: String) -> [Substring] {
    body.dropFirst().dropLast().split(separator: "}").map { $0.drop { $0 == "," } + "}" }
  }

  /// Five rows from the tenth on are left out, as after a loss in the exchange's own store.
  private static func withoutRows(_ body: String) -> String {
    let all = rows(body)
    return "[" + (all.prefix(10) + all.dropFirst(15)).joined(separator: ",") + "]"
  }

  private static func shortened(_ body: String) -> String {
    "[" + rows(body).prefix(20).joined(separator: ",") + "]"
  }
}
