import CXRecord

/// SendGrid's Mail Send (www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send).
public struct SendGridService: NotificationService {
  private let base: String
  private let apiKey: String
  private let mail: MailSettings

  /// Reads `from`, `to`, `url` and the secret `api_key`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    base = try settings.baseURL("https://api.sendgrid.com")
    apiKey = try secrets.required("api_key")
    mail = try MailSettings(settings)
  }

  /// One mail to all.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    let message = mail.message(notification)
    let to = message.to.map { JSONTree.object(Self.person($0)) }
    let pictures = message.pictures.map { picture in
      JSONTree.object([
        ("content", .text(Base64.text(picture.png))), ("type", .text("image/png")),
        ("filename", .text("chart.png")), ("disposition", .text("inline")),
        ("content_id", .text(picture.name)),
      ])
    }
    let body = JSONTree.object([
      ("personalizations", .list([.object([("to", .list(to))])])),
      ("from", .object(Self.person(message.from))),
      ("subject", .text(message.subject.shortened(to: 250))),
      (
        "content",
        .list([
          .object([("type", .text("text/plain")), ("value", .text(message.text))]),
          .object([("type", .text("text/html")), ("value", .text(message.html))]),
        ])
      ),
      ("attachments", pictures.isEmpty ? nil : .list(pictures)),
      (
        "headers",
        .object([
          ("Message-ID", .text(message.messageID)), ("X-CX-Delivery", .text(message.key)),
        ])
      ),
    ])
    let url = base + "/v3/mail/send"
    return [
      ServiceRequest(url, place: url, authorization: "Bearer \(apiKey)", body: body.bytes)
    ]
  }

  private static func person(_ address: MailAddress) -> [(name: String, value: JSONTree?)] {
    [
      ("email", .text(address.address)),
      ("name", address.name.isEmpty ? nil : .text(address.name)),
    ]
  }
}
