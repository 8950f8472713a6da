import CXCore
import CXRecord
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

  /// Posts a body and judges the answer: by `judge`, or where that is nil by its status.
  ///
  /// `place` is what messages call the address, where the address itself is a secret.
  func post(
    _ url: String, place: String? = nil, headers: [(name: String, value: String)], body: [UInt8],
    judge: (RESTAnswer) -> DeliveryVerdict? = { _ in nil }
  ) -> DeliveryVerdict {
    let known = HTTPClient.place(of: url)
    let place = place ?? known
    do throws(HTTPFailure) {
      let response = try client.post(url, headers: headers, body: body)
      let answer = RESTAnswer(status: response.status, body: response.body) {
        response.headers[$0]
      }
      return judge(answer) ?? DeliveryVerdict(answer, from: place)
    } catch {
      return verdict(of: error) { $0.replacing(known, with: place) }
    }
  }

  private func verdict(
    of failure: HTTPFailure, _ shown: (String) -> String
  ) -> DeliveryVerdict {
    switch failure {
    case .transient(let fault): .again(after: nil, reason: shown(fault.message))
    case .permanent(let fault) where fault.kind == .notPermitted || fault.kind == .usage:
      .refused(reason: shown(fault.message))
    // A certificate or a library that somebody may put right.
    case .permanent(let fault): .again(after: nil, reason: shown(fault.message))
    case .cancelled: .again(after: nil, reason: "stopped while it was sent")
    }
  }
}
