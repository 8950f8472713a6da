import CXCore
import CXRecord

/// Drives a ``HistoryFetch`` with answers from a closure, and lets its own time pass.
struct ScriptedExchange {
  /// An answer, or nil for none at all.
  typealias Reply = (_ request: RESTRequest, _ number: Int) -> RESTAnswer?

  /// A bulk file: how getting it goes, and its rows.
  typealias File = (outcome: BulkOutcome, rows: [String])

  static let now: Int64 = 1_762_873_205_000_000
  static let info = answer(
    #"{"serverTime":1762873205000,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","#
      + #""interval":"MINUTE","intervalNum":1,"limit":6000}]}"#)

  private(set) var requests: [String] = []
  private(set) var files: [String] = []
  private(set) var notices: [String] = []
  private(set) var position: [Name: HistoryCursor] = [:]
  private(set) var pauses: [FetchPause] = []
  private(set) var lines: [String] = []
  private(set) var rejects: [Reject] = []
  private(set) var fault: Fault?

  static func answer(
    _ body: String, status: Int = 200, headers: [String: String] = [:]
  ) -> RESTAnswer {
    RESTAnswer(status: status, body: Array(body.utf8)) { headers[$0] }
  }

  /// Runs the plan to its end; exchangeInfo is answered by itself unless `reply` does.
  ///
  /// The local clock is `skew` microseconds ahead of the exchange's.
  init(
    _ plan: HistoryPlan, steps: Int = 2_000, skew: Int64 = 0,
    bulk: (_ file: BulkFile) -> File = { _ in (.absent, []) }, _ reply: Reply
  ) {
    var fetch = HistoryFetch(plan)
    var page: Batch?
    var done = 0
    defer { position = fetch.position }
    var local = Self.now + skew
    var batch = Batch()
    for _ in 0..<steps {
      let action = fetch.next(now: Timestamp(microseconds: local))
      notices += fetch.takeNotices()
      switch action {
      case .download(let file):
        files.append(file.stem)
        page = nil
        fetch.downloaded(file, bulk(file).outcome, into: &batch)
      case .read(let file):
        if page == nil {
          var read = Batch(instruments: batch.instruments)
          var recording = Recording(name: file.stem + ".csv")
          for row in bulk(file).rows {
            Array(row.utf8).withUnsafeBytes { recording.read($0, into: &read) }
          }
          page = read
          done = 0
        }
        if let page, done < page.records.count || done == 0 && !page.rejects.isEmpty {
          done = fetch.take(page, from: done, into: &batch)
        } else {
          page = nil
          fetch.endFile()
        }
      case .request(let request):
        requests.append(request.target)
        local += 50_000
        let isInfo = request.target.hasPrefix("/api/v3/exchangeInfo")
        if let answer = reply(request, requests.count) ?? (isInfo ? Self.info : nil) {
          fetch.receive(answer, now: Timestamp(microseconds: local), into: &batch)
        } else {
          fetch.fail("no answer")
        }
      case .wait(let pause):
        pauses.append(pause)
        local += pause.microseconds
      case .done:
        finish(batch)
        return
      case .fail(let fault):
        self.fault = fault
        finish(batch)
        return
      }
    }
    fault = Fault(.usage, "the script did not end")
    finish(batch)
  }

  private mutating func finish(_ batch: Batch) {
    lines = batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
    rejects = batch.rejects
  }

  /// A request by its number from 0; empty where there were fewer.
  func request(_ number: Int) -> String {
    number < requests.count ? requests[number] : ""
  }

  /// The value of a numeric field in each line that has it.
  func numbers(_ field: String) -> [Int64] {
    lines.compactMap { line in
      line.split(separator: ",").first { $0.hasPrefix("\"\(field)\":") }
        .flatMap { Int64($0.drop { $0 != ":" }.dropFirst()) }
    }
  }
}

extension RESTRequest {
  /// The number behind `name=`.
  func number(_ name: String) -> Int64? {
    target.split { "?&".contains($0) }.first { $0.hasPrefix(name + "=") }
      .flatMap { Int64($0.dropFirst(name.utf8.count + 1)) }
  }
}
