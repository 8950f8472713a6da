import CXRecord

/// Mailgun's MIME messages (documentation.mailgun.com, "Send an email in MIME format").
public struct MailgunService: NotificationService {
  private let url: String
  private let authorization: String
  private let mail: MailSettings

  /// Reads `from`, `to`, `domain`, `url` (https://api.eu.mailgun.net in Europe) and the secret
  /// `api_key`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    let base = try settings.baseURL("https://api.mailgun.net")
    mail = try MailSettings(settings)
    let domain = settings.text("domain") ?? mail.from.domain
    guard MailAddress(parsing: "x@\(domain)") != nil else {
      throw Fault(.configuration, "domain: \"\(domain)\" is no domain")
    }
    url = "\(base)/v3/\(domain)/messages.mime"
    authorization = "Basic " + Base64.text(Array("api:\(try secrets.required("api_key"))".utf8))
  }

  /// One mail to all, the same as by SMTP.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    let message = mail.message(notification)
    var form = FormData(key: notification.key)
    form.append("to", Array(message.to.map(\.address).joined(separator: ",").utf8))
    form.append(
      "message", message.bytes(date: now), type: "message/rfc822", file: "message.mime")
    return [
      ServiceRequest(
        url, place: url, contentType: form.contentType, authorization: authorization,
        body: form.bytes)
    ]
  }
}
