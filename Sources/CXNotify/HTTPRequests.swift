import CXCore
import CXHTTP
import CXSystem

/// Posts, and what came of them as verdicts: the common half of all receivers behind HTTP.
struct HTTPRequests {
  private let client: HTTPClient

  /// A client with the receiver's `timeout`.
  init(_ settings: ReceiverSettings, allowsPrivate: Bool) throws(Fault) {
    var configuration = HTTPConfiguration.system
    let limit = settings.number("timeout") ?? Senders.timeout
    let milliseconds = Int(max(1, min(limit / 1_000, 600_000)))
    configuration.totalTimeoutMilliseconds = milliseconds
    configuration.connectTimeoutMilliseconds = milliseconds
    configuration.maximumBodyBytes = 1 << 20
    configuration.allowsPrivateAddresses = allowsPrivate
    client = try HTTPClient(configuration) { Signals.pending != nil }
  }

  /// Posts a body and judges the answer by its status.
  ///
  /// `place` is what messages call the address, where the address itself is a secret.
  func post(
    _ url: String, place: String? = nil, headers: [(name: String, value: String)], body: [UInt8]
  ) -> DeliveryVerdict {
    let place = place ?? HTTPClient.place(of: url)
    do throws(HTTPFailure) {
      let answer = try client.post(url, headers: headers, body: body)
      return DeliveryVerdict(
        RESTAnswer(status: answer.status, body: answer.body) { answer.headers[$0] }, from: place)
    } catch {
      return verdict(of: error)
    }
  }

  private func verdict(of failure: HTTPFailure) -> DeliveryVerdict {
    switch failure {
    case .transient(let fault): .again(after: nil, reason: fault.message)
    case .permanent(let fault) where fault.kind == .notPermitted || fault.kind == .usage:
      .refused(reason: fault.message)
    // A certificate or a library that somebody may put right.
    case .permanent(let fault): .again(after: nil, reason: fault.message)
    case .cancelled: .again(after: nil, reason: "stopped while it was sent")
    }
  }
}
