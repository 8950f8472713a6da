import CXRecord

/// Who sends mail to whom, as receivers of all kinds of mail have it.
public struct MailSettings: Sendable {
  /// Who sends.
  public let from: MailAddress
  /// Who gets it.
  public let to: [MailAddress]

  /// Reads `from` and `to`.
  public init(_ settings: ReceiverSettings) throws(Fault) {
    from = try Self.address(settings.text("from") ?? "", "from")
    var to: [MailAddress] = []
    for text in settings.texts("to") { to.append(try Self.address(text, "to")) }
    self.to = to
  }

  /// The mail of a notification.
  public func message(_ notification: Notification) -> MailMessage {
    AlertMail.message(notification, from: from, to: to)
  }

  private static func address(_ text: String, _ name: String) throws(Fault) -> MailAddress {
    guard let address = MailAddress(parsing: text) else {
      throw Fault(
        .configuration,
        "\(name): \"\(text)\" is no address; expected ops@example.com or Ops <ops@example.com>")
    }
    return address
  }
}
