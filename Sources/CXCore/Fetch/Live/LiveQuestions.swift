import CXRecord

/// A question to ask by REST while following.
enum LiveQuestion: Hashable, Comparable {
  /// Whether the symbols from that number on exist and are traded.
  case symbols(from: Int)
  /// What is missing of a symbol.
  case missing(Int)
  /// A picture of a symbol's book.
  case picture(Int)
  /// The newest trade of a symbol that is suspiciously quiet.
  case newest(Int)
}

/// The questions that wait: asked one after the other, within the exchange's limits.
struct LiveQuestions {
  private var wanted: [LiveQuestion: Int64] = [:]
  private var pausedUntil: Int64 = 0
  private var random: RandomStream
  /// The question whose turn it is; it may take several requests.
  private(set) var current: LiveQuestion?
  /// Whether a request is on its way.
  private(set) var isAsked = false
  var limits: RequestLimits
  /// Waits that are worth telling.
  private var notices: [String] = []

  init(seed: UInt64, spacing: Int64) {
    limits = RequestLimits(spacing: spacing)
    random = RandomStream(seed: seed &+ 1)
  }

  /// Notes a question for that moment; an earlier one stays.
  mutating func want(_ question: LiveQuestion, at time: Int64) {
    if current == question { return }
    wanted[question] = min(wanted[question] ?? .max, time)
  }

  /// The question whose turn it is now; nil while an answer or a pause is waited for.
  mutating func next(now: Int64) -> LiveQuestion? {
    if isAsked || pausedUntil > now { return nil }
    if let pause = limits.takePause() {
      let jitter = Int64(random.below(UInt64(max(1, pause.jitter))))
      pausedUntil = now + pause.microseconds + jitter
      note(pause)
      return nil
    }
    if let current { return current }
    let due = wanted.filter { $0.value <= now }
    guard let first = due.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
    wanted[first.key] = nil
    current = first.key
    return current
  }

  /// The request, if the budget allows it now.
  mutating func ask(_ request: RESTRequest, now: LiveMoment) -> RESTRequest? {
    if let pause = limits.spend(request, now: now.wall) {
      pausedUntil = now.ticks + pause.microseconds
      note(pause)
      return nil
    }
    isAsked = true
    return request
  }

  /// What is worth telling since this was last asked.
  mutating func takeNotices() -> [String] {
    defer { notices.removeAll() }
    return notices
  }

  private mutating func note(_ pause: FetchPause) {
    guard pause.microseconds >= Timestamp.second, !pause.reason.isEmpty else { return }
    notices.append("\(pause.reason): waiting \(pause.lengthText)")
  }

  /// Notes that the answer came, or that none will.
  mutating func answered() {
    isAsked = false
  }

  /// The question has had its answer.
  mutating func done() {
    current = nil
  }

  /// When there is something to ask.
  var deadline: Int64 {
    if isAsked { return .max }
    if current != nil { return pausedUntil }
    guard let first = wanted.values.min() else { return .max }
    return max(first, pausedUntil)
  }

  /// The exchange's time.
  func present(now: LiveMoment) -> Timestamp {
    limits.clock.time(now: now.wall)
  }
}
