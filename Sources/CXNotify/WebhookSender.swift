import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// Posts notifications as JSON, signed, to a URL.
///
/// Redirects are refusals, and addresses that are not of the public Internet are refused unless
/// allowed, when the connection is made.
struct WebhookSender: NotificationSender {
  private let request: HTTPRequests
  private let url: String
  private let headers: [(name: String, value: String)]
  private let secret: [UInt8]?

  init(_ settings: ReceiverSettings) throws(Fault) {
    url = settings.text("url") ?? ""
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      throw Fault(.configuration, "url: expected https://..., not \"\(url.prefix { $0 != ":" })\"")
    }
    secret = try settings.secret("secret")?.read()
    let own = settings.table("headers").sorted { $0.key < $1.key }
    for (name, value) in own
    where (name.text + value).unicodeScalars.contains(where: { $0.value < 0x20 }) {
      throw Fault(.configuration, "headers: \(name) holds a control character")
    }
    headers = own.map { (name: $0.key.text, value: $0.value) }
    request = try HTTPRequests(settings, allowsPrivate: settings.flag("allow_private"))
  }

  func send(_ notification: Notification) -> DeliveryVerdict {
    let body = WebhookMessage.body(notification)
    var fields = [
      (name: "Content-Type", value: "application/json"),
      (name: "Cx-Delivery", value: notification.key),
      (name: "Idempotency-Key", value: notification.key),
    ]
    if let secret {
      let signature = WebhookMessage.signature(of: body, secret: secret, now: SystemClock.now)
      fields.append((name: "Cx-Signature", value: signature))
    }
    return request.post(url, headers: fields + headers, body: body)
  }
}
