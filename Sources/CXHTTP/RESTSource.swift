import CXCore
import CXSystem

/// History by REST: does what a ``HistoryFetch`` says, with an ``HTTPClient``.
///
/// A signal to stop ends it as the end of the history would, between two pages or in the middle of
/// a wait.
public struct RESTSource: Source {
  private var fetch: HistoryFetch
  private let client: HTTPClient
  private let baseURL: String
  private let onPause: (FetchPause) -> Void
  private var batch = Batch()

  /// A source that has asked nothing yet.
  ///
  /// - Parameters:
  ///   - plan: what to fetch.
  ///   - baseURL: the exchange's, without a path: `https://api.binance.com`.
  ///   - configuration: of the requests.
  ///   - onPause: is told of each wait before it begins.
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed, and of kind `usage` for
  ///   a base URL that is none.
  public init(
    _ plan: HistoryPlan, baseURL: String,
    configuration: HTTPConfiguration = .system,
    onPause: @escaping (FetchPause) -> Void = { _ in }
  ) throws(Fault) {
    try Self.check(baseURL: baseURL)
    fetch = HistoryFetch(plan)
    client = try HTTPClient(configuration) { Signals.pending != nil }
    self.baseURL = String(baseURL.reversed().drop { $0 == "/" }.reversed())
    self.onPause = onPause
    batch.source = self.baseURL
  }

  /// Checks a base URL.
  ///
  /// - Throws: A fault of kind `usage` for one that is none.
  public static func check(baseURL: String) throws(Fault) {
    guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
      throw Fault(.usage, "--base-url takes http://HOST or https://HOST: \"\(baseURL)\"")
    }
  }

  /// True: the next page has to come from afar, so what is there should be shown first.
  public var wouldBlock: Bool { true }

  /// The records of the next page that has some, or nil at the end.
  public mutating func next() throws(Fault) -> Batch? {
    batch.removeAll()
    while Signals.pending == nil {
      switch fetch.next(now: Timestamp(microseconds: SystemClock.now)) {
      case .request(let request):
        ask(request)
        if !batch.records.isEmpty || !batch.rejects.isEmpty { return batch }
      case .wait(let pause):
        onPause(pause)
        let jitter = pause.jitter > 0 ? Int64.random(in: 0...pause.jitter) : 0
        Signals.sleep(microseconds: pause.microseconds + jitter)
      case .done: return nil
      case .fail(let fault): throw fault
      }
    }
    return nil
  }

  private mutating func ask(_ request: RESTRequest) {
    do throws(HTTPFailure) {
      let response = try client.get(baseURL + request.target)
      let answer = RESTAnswer(status: response.status, body: response.body) {
        response.headers[$0]
      }
      fetch.receive(answer, now: Timestamp(microseconds: SystemClock.now), into: &batch)
    } catch {
      switch error {
      case .transient(let fault): fetch.fail(fault.message)
      case .permanent(let fault): fetch.stop(fault)
      case .cancelled: break
      }
    }
  }
}
