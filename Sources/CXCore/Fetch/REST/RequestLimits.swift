import CXRecord

/// What an exchange lets one address ask, and when to ask again: its clock, its budget, its wishes.
struct RequestLimits {
  private(set) var clock = ServerClock()
  private var budget = WeightBudget()
  private var backoff = Backoff()
  private var slowdowns = 0
  private var pause: FetchPause?
  private let spacing: Int64
  private var lastRequest: Timestamp?

  /// Limits of an exchange that wants so many microseconds between two requests.
  init(spacing: Int64 = 0) {
    self.spacing = spacing
  }

  /// The pause that is due before anything else.
  mutating func takePause() -> FetchPause? {
    defer { pause = nil }
    return pause
  }

  /// The pause before a request, or nil; then the request counts as made.
  mutating func spend(_ request: RESTRequest, now: Timestamp) -> FetchPause? {
    let serverNow = clock.time(now: now)
    if let wait = budget.pause(before: request.weight, at: serverNow) {
      return FetchPause(microseconds: wait, jitter: 0, reason: "this minute's requests are used up")
    }
    if let lastRequest, spacing > 0 {
      let rest = spacing - max(0, now.microseconds - lastRequest.microseconds)
      // Too short to be worth telling.
      if rest > 0 { return FetchPause(microseconds: rest, jitter: 0, reason: "") }
    }
    lastRequest = now
    budget.spend(request.weight, at: serverNow)
    return nil
  }

  /// Takes what an answer says besides its body.
  mutating func note(_ answer: RESTAnswer, now: Timestamp) {
    if let date = answer.date { clock.note(date, now: now) }
    if let used = answer.usedWeight { budget.note(used: used, at: clock.time(now: now)) }
  }

  /// Takes the exchange's facts.
  mutating func note(_ info: ExchangeFacts, now: Timestamp) {
    if let time = info.serverTime { clock.note(time, now: now) }
    if let limit = info.weightLimit { budget.limit = limit }
  }

  /// Takes the weight that all programs of this address have used in a minute of the exchange's
  /// clock, counted from 1970.
  mutating func note(_ usage: WeightUsage, now: Timestamp) {
    budget.note(usage, at: clock.time(now: now))
  }

  /// What was used in the minute that is.
  mutating func usage(now: Timestamp) -> WeightUsage {
    budget.usage(at: clock.time(now: now))
  }

  /// Notes that an answer was of use.
  mutating func succeed() {
    slowdowns = 0
    backoff.succeed()
  }

  /// Notes a failure that may pass; returns the fault when it is time to give up.
  mutating func fail(_ reason: String) -> Fault? {
    guard let wait = backoff.fail() else {
      let count = backoff.failures
      return Fault(.unavailable, "\(reason) (gave up after \(count) tries)")
    }
    pause = FetchPause(microseconds: wait, jitter: wait / 2, reason: reason)
    return nil
  }

  /// Notes that the exchange wants fewer requests; returns the fault when waiting takes too long.
  mutating func slowDown(_ seconds: Int64?, now: Timestamp) -> Fault? {
    slowdowns += 1
    let wait = seconds ?? 60
    if slowdowns > 5 || wait > 900 {
      return Fault(.tryLater, "the exchange wants fewer requests\(time(after: seconds, now: now))")
    }
    pause = FetchPause(
      microseconds: wait * Timestamp.second, jitter: Timestamp.second / 2,
      reason: "the exchange wants fewer requests")
    return nil
  }

  /// The fault of a ban.
  func ban(_ seconds: Int64?, now: Timestamp) -> Fault {
    Fault(.tryLater, "the exchange has banned this address\(time(after: seconds, now: now))")
  }

  private func time(after seconds: Int64?, now: Timestamp) -> String {
    guard let seconds else { return ": try again later" }
    let until = clock.time(now: now).microseconds + seconds * Timestamp.second
    return " until \(Timestamp(microseconds: until).rfc3339)"
  }
}
