/// Fetches history by REST without doing any input or output: it says what to ask or how long to
/// wait, and takes the answers.
///
/// For each symbol it asks for the exchange's facts (does the symbol exist, what time is it there,
/// how much may be asked), then for page after page. It keeps within the exchange's budget, waits
/// when told to, and asks again when an answer did not come or is damaged.
///
///     next(now) -> request -> receive(answer) or fail(reason) -> next(now) -> ...
public struct HistoryFetch {
  private let plan: HistoryPlan
  private var position = 0
  // Nil until the symbol's facts are known.
  private var pages: (any HistoryPages)?
  private var clock = ServerClock()
  private var budget = WeightBudget()
  private var backoff = Backoff()
  private var slowdowns = 0
  private var pause: FetchPause?
  private var fault: Fault?

  /// A fetch that has not begun.
  public init(_ plan: HistoryPlan) {
    self.plan = plan
  }

  /// What is to be done now; `now` is the local clock.
  public mutating func next(now: Timestamp) -> FetchAction {
    if let fault { return .fail(fault) }
    if let pause {
      self.pause = nil
      return .wait(pause)
    }
    while position < plan.symbols.count {
      guard let request = currentRequest() else {
        position += 1
        pages = nil
        continue
      }
      let serverNow = clock.time(now: now)
      if let wait = budget.pause(before: request.weight, at: serverNow) {
        return .wait(
          FetchPause(microseconds: wait, jitter: 0, reason: "this minute's requests are used up"))
      }
      budget.spend(request.weight, at: serverNow)
      return .request(request)
    }
    return .done
  }

  /// Takes the answer to the request that ``next(now:)`` wanted, and appends the records in it.
  public mutating func receive(_ answer: RESTAnswer, now: Timestamp, into batch: inout Batch) {
    if let date = answer.date { clock.note(date, now: now) }
    if let used = answer.usedWeight { budget.note(used: used, at: clock.time(now: now)) }
    switch RESTVerdict(answer, symbol: symbol) {
    case .accept:
      slowdowns = 0
      answer.body.withUnsafeBytes { accept($0, now: now, into: &batch) }
    case .retry(let reason): fail(reason)
    case .slowDown(let seconds): slowDown(seconds, now: now)
    case .banned(let seconds):
      fault = Fault(
        .tryLater, "the exchange has banned this address\(time(after: seconds, now: now))")
    case .fail(let what): fault = what
    }
  }

  /// Takes note that no answer came, and why.
  public mutating func fail(_ reason: String) {
    guard let wait = backoff.fail() else {
      let count = backoff.failures
      fault = Fault(.unavailable, "\(reason) (gave up after \(count) tries)")
      return
    }
    pause = FetchPause(microseconds: wait, jitter: wait / 2, reason: reason)
  }

  /// Takes note of a failure that asking again does not cure.
  public mutating func stop(_ fault: Fault) {
    self.fault = fault
  }

  private var symbol: String {
    position < plan.symbols.count ? plan.symbols[position] : ""
  }

  private mutating func currentRequest() -> RESTRequest? {
    if pages == nil { return ExchangeInfo.request(symbol: symbol) }
    return pages?.request()
  }

  private mutating func accept(
    _ body: UnsafeRawBufferPointer, now: Timestamp, into batch: inout Batch
  ) {
    do throws(HistoryProblem) {
      if pages == nil {
        try begin(body, now: now)
      } else {
        try pages?.receive(body, serverTime: clock.latest ?? now, into: &batch)
      }
      backoff.succeed()
    } catch {
      switch error {
      case .damaged(let problem): fail("the answer for \(symbol) \(problem.reason)")
      case .stuck:
        fault = Fault(.unavailable, "the exchange answers with the same page of \(symbol) for ever")
      }
    }
  }

  private mutating func begin(
    _ body: UnsafeRawBufferPointer, now: Timestamp
  ) throws(HistoryProblem) {
    let info: ExchangeInfo
    do throws(PayloadProblem) {
      info = try ExchangeInfo(body: body)
    } catch {
      throw .damaged(error)
    }
    if let time = info.serverTime { clock.note(time, now: now) }
    if let limit = info.weightLimit { budget.limit = limit }
    // What has not happened yet is not history: without this, paging would chase the present.
    let present = clock.latest ?? now
    let until = min(plan.until ?? present, present)
    switch plan.subject {
    case .trades:
      pages = TradePages(symbol: symbol, since: plan.since, until: until, limit: plan.limit)
    case .candles(let interval):
      pages = CandlePages(
        symbol: symbol, interval: interval, since: plan.since, until: until, limit: plan.limit)
    }
  }

  private mutating func slowDown(_ seconds: Int64?, now: Timestamp) {
    slowdowns += 1
    let wait = seconds ?? 60
    if slowdowns > 5 || wait > 900 {
      fault = Fault(
        .tryLater, "the exchange wants fewer requests\(time(after: seconds, now: now))")
      return
    }
    pause = FetchPause(
      microseconds: wait * Timestamp.second, jitter: Timestamp.second / 2,
      reason: "the exchange wants fewer requests")
  }

  private func time(after seconds: Int64?, now: Timestamp) -> String {
    guard let seconds else { return ": try again later" }
    let until = clock.time(now: now).microseconds + seconds * Timestamp.second
    return " until \(Timestamp(microseconds: until).rfc3339)"
  }
}
