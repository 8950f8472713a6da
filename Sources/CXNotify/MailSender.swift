import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// Sends mail through a server, under TLS unless told otherwise.
struct MailSender: NotificationSender {
  private let mail: MailSettings
  private let client: SMTPClient

  init(_ settings: ReceiverSettings) throws(Fault) {
    mail = try MailSettings(settings)
    var configuration = SMTPConfiguration(url: settings.text("url") ?? "")
    guard ["smtp://", "smtps://"].contains(where: configuration.url.hasPrefix),
      configuration.url.utf8.allSatisfy({ 0x21..<0x7F ~= $0 && $0 != UInt8(ascii: "@") })
    else {
      throw Fault(
        .configuration,
        "url: expected such as smtp://mail.example.com:587 or smtps://mail.example.com")
    }
    switch settings.text("tls") ?? "required" {
    case "required": configuration.requiresTLS = true
    case "none": configuration.requiresTLS = false
    default: throw Fault(.configuration, "tls: expected required or none")
    }
    configuration.username = settings.text("username")
    configuration.password = try settings.secret("password")?.text()
    if (configuration.username == nil) != (configuration.password == nil) {
      throw Fault(.configuration, "username and password_file (or password_env) go together")
    }
    if !configuration.requiresTLS, configuration.username != nil,
      configuration.url.hasPrefix("smtp://")
    {
      throw Fault(.configuration, "tls: none, and a password: it would be sent for all to read")
    }
    if let file = settings.text("ca_file") { configuration.certificateFile = file }
    if let limit = settings.number("timeout") {
      configuration.timeoutMilliseconds = Int(max(1, min(limit / 1_000, 600_000)))
    }
    client = try SMTPClient(configuration) { Signals.pending != nil }
  }

  func send(_ notification: Notification) -> DeliveryVerdict {
    let message = mail.message(notification)
    return client.send(
      message.bytes(date: Timestamp(microseconds: SystemClock.now)), from: message.from.address,
      to: message.to.map(\.address))
  }
}
