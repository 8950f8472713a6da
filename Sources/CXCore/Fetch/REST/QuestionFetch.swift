import CXRecord

/// Asks single questions without doing any input or output: keeps within the exchange's budget,
/// waits when told to, and asks again when an answer did not come.
///
///     next(now) -> request -> receive(answer) or fail(reason) -> next(now) -> ... -> body
public struct QuestionFetch {
  private let request: RESTRequest
  private let symbol: Name
  private let exchange: Exchange
  private var limits: RequestLimits
  private var fault: Fault?

  /// The body of the answer, when it came.
  public private(set) var body: [UInt8]?

  /// A question that was not asked yet, about `symbol`, for messages; `before` is the question
  /// before it, whose limits go on.
  public init(
    _ request: RESTRequest, of exchange: Exchange, symbol: Name = "",
    after before: QuestionFetch? = nil
  ) {
    self.request = request
    self.exchange = exchange
    self.symbol = symbol
    limits = before?.limits ?? RequestLimits(spacing: exchange.rules.spacing)
  }

  /// What is to be done now; `now` is the local clock.
  public mutating func next(now: Timestamp) -> FetchAction {
    if let fault { return .fail(fault) }
    if body != nil { return .done }
    if let pause = limits.takePause() { return .wait(pause) }
    return limits.spend(request, now: now).map(FetchAction.wait) ?? .request(request)
  }

  /// Takes the answer.
  public mutating func receive(_ answer: RESTAnswer, now: Timestamp) {
    limits.note(answer, now: now)
    switch RESTVerdict(answer, symbol: symbol, of: exchange) {
    case .accept:
      // A body cut off in the middle is no answer.
      let isWhole = answer.body.withUnsafeBytes { bytes in
        var cursor = JSONCursor(bytes)
        return (try? cursor.value()) != nil && (try? cursor.end()) != nil
      }
      guard isWhole else { return fail("the answer is damaged") }
      limits.succeed()
      body = answer.body
    case .retry(let reason): fail(reason)
    case .slowDown(let seconds): fault = limits.slowDown(seconds, now: now)
    case .banned(let seconds): fault = limits.ban(seconds, now: now)
    case .fail(let what): fault = what
    }
  }

  /// Takes note that no answer came, and why.
  public mutating func fail(_ reason: String) {
    fault = limits.fail(reason)
  }

  /// Takes note of a failure that asking again does not cure.
  public mutating func stop(_ fault: Fault) {
    self.fault = fault
  }

  /// The exchange's clock, as far as its answers told; the local one before the first.
  public func time(now: Timestamp) -> Timestamp { limits.clock.time(now: now) }
}
