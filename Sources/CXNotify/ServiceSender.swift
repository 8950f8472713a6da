import CXCore
import CXRecord
import CXSystem

/// Sends through a service behind HTTP, and keeps its secrets out of what is said about it.
struct ServiceSender: NotificationSender {
  private let service: any NotificationService
  private let request: HTTPRequests
  private let secrets: [String]

  init(_ type: any NotificationService.Type, _ receiver: Receiver) throws(Fault) {
    var secrets: [String: String] = [:]
    for setting in receiver.kind.settings {
      if let place = receiver.settings.secret(setting.name) {
        secrets[setting.name] = try place.text()
      }
    }
    self.secrets = secrets.values.flatMap(Self.parts)
    service = try type.init(receiver.settings, secrets: secrets)
    // The address is the operator's own, and Alertmanager's is seldom public.
    request = try HTTPRequests(receiver.settings, allowsPrivate: true)
  }

  /// Sends each request in turn; the first that fails ends it, and the next try begins anew.
  func send(_ notification: Notification) -> DeliveryVerdict {
    let now = Timestamp(microseconds: SystemClock.now)
    for part in service.requests(for: notification, now: now) {
      var headers = [(name: "Content-Type", value: part.contentType)]
      if let value = part.authorization { headers.append((name: "Authorization", value: value)) }
      let verdict = request.post(
        part.url, place: part.place, headers: headers, body: part.body,
        judge: service.verdict(of:))
      switch verdict {
      case .delivered: continue
      case .again(let after, let reason): return .again(after: after, reason: shown(reason))
      case .refused(let reason): return .refused(reason: shown(reason))
      }
    }
    return .delivered
  }

  /// A secret, and of one that is an address what a server sees of it: path and query.
  private static func parts(of secret: String) -> [String] {
    let parts = secret.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[1].isEmpty, !parts[3].isEmpty else { return [secret] }
    return [secret, String(parts[3]), String(parts[3].prefix { $0 != "?" })]
  }

  /// A server may say the secret it was sent.
  private func shown(_ reason: String) -> String {
    secrets.reduce(reason) { $0.replacing($1, with: "***") }
  }
}
