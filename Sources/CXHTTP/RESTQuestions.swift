import CXCore
import CXRecord
import CXSystem

/// Asks an exchange single questions, one after the other, with an ``HTTPClient``.
public struct RESTQuestions {
  private let client: HTTPClient
  private let hosts: HistorySource.Hosts
  private let tell: (FetchPause) -> Void
  private var last: QuestionFetch?

  /// Nothing asked yet; `tell` is told of each wait before it begins.
  ///
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ hosts: HistorySource.Hosts, configuration: HTTPConfiguration = .system,
    tell: @escaping (FetchPause) -> Void = { _ in }
  ) throws(Fault) {
    client = try HTTPClient(configuration) { Signals.pending != nil }
    self.hosts = hosts
    self.tell = tell
  }

  /// The exchange that is asked.
  var exchange: Exchange { hosts.exchange }

  /// The exchange's clock, as far as its answers told; the local one before the first.
  public var time: Timestamp {
    let now = Timestamp(microseconds: SystemClock.now)
    return last?.time(now: now) ?? now
  }

  /// The body of the answer; nil when a signal asked to stop.
  public mutating func ask(_ request: RESTRequest, symbol: Name = "") throws(Fault) -> [UInt8]? {
    var fetch = QuestionFetch(request, of: hosts.exchange, symbol: symbol, after: last)
    defer { last = fetch }
    while Signals.pending == nil {
      switch fetch.next(now: Timestamp(microseconds: SystemClock.now)) {
      case .request(let request):
        do throws(HTTPFailure) {
          let answer = try client.ask(request, of: hosts.rest, hosts.exchange)
          fetch.receive(answer, now: Timestamp(microseconds: SystemClock.now))
        } catch {
          switch error {
          case .transient(let fault): fetch.fail(fault.message)
          case .permanent(let fault): fetch.stop(fault)
          case .cancelled: return nil
          }
        }
      case .wait(let pause):
        if !pause.reason.isEmpty { tell(pause) }
        let jitter = pause.jitter > 0 ? Int64.random(in: 0...pause.jitter) : 0
        Signals.sleep(microseconds: pause.microseconds + jitter)
      case .fail(let fault): throw fault
      case .done, .download, .read: return fetch.body
      }
    }
    return nil
  }
}

/// The answers to questions that are asked once, as records.
public struct QuestionSource: Source {
  private var questions: RESTQuestions
  private var requests: ArraySlice<(request: RESTRequest, symbol: Name?)>
  private let exchange: Exchange
  private var batch = Batch()

  /// A source of the answers to some requests, each with the symbol of an answer that names none.
  public init(
    _ requests: [(request: RESTRequest, symbol: Name?)], _ questions: RESTQuestions
  ) {
    self.requests = requests[...]
    exchange = questions.exchange
    self.questions = questions
  }

  /// True: each answer comes from afar.
  public var wouldBlock: Bool { true }

  /// The records of the next answer; nil at the end.
  public mutating func next() throws(Fault) -> Batch? {
    guard let (request, symbol) = requests.popFirst(),
      let body = try questions.ask(request, symbol: symbol ?? "")
    else { return nil }
    batch.removeAll()
    batch.source = String(request.target.prefix { $0 != "?" })
    let time = questions.time.microseconds
    var options = PayloadOptions()
    options.symbol = symbol
    var parser = PayloadParser(exchange, options: options)
    body.withUnsafeBytes { parser.parse($0, line: 1, receivedAt: time, into: &batch) }
    return batch
  }
}
