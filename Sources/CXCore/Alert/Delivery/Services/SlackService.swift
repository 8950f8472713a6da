import CXRecord

/// Slack's incoming webhooks (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks),
/// which Mattermost and Rocket.Chat understand too.
///
/// The whole address is the secret.
public struct SlackService: NotificationService {
  private let url: String

  /// Reads the secret `url`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    url = try secrets.required("url")
    try ReceiverSettings.checkWeb(url, "url")
  }

  /// A message with a coloured bar for each event, 20 at most; Slack advises against more.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    let shown = notification.alerts.prefix(20)
    var attachments = shown.map(attachment)
    if shown.count < notification.alerts.count {
      let rest = notification.alerts.count - shown.count
      attachments.append(.object([("text", .text("and \(rest) more"))]))
    }
    let body = JSONTree.object([
      ("text", .text(Self.escaped(notification.title.shortened(to: 1_000)))),
      ("attachments", .list(attachments)),
    ])
    return [ServiceRequest(url, place: "Slack's webhook", body: body.bytes)]
  }

  private func attachment(_ alert: AlertNotice) -> JSONTree {
    let facts = alert.facts.map { "*\(Self.escaped($0.name))* \(Self.escaped($0.value))" }
    let text = "*\(alert.state.rawValue)* \(Self.escaped(alert.message.shortened(to: 1_000)))"
    // A section takes 3,000 characters.
    return .object([
      ("color", .text(alert.colour)),
      ("fallback", .text(Self.escaped(alert.message.shortened(to: 1_000)))),
      (
        "blocks",
        .list([
          .object([
            ("type", .text("section")),
            (
              "text",
              .object([
                ("type", .text("mrkdwn")),
                (
                  "text",
                  .text((text + "\n" + facts.joined(separator: " · ")).shortened(to: 2_900))
                ),
              ])
            ),
          ])
        ])
      ),
    ])
  }

  /// Slack's three entities; without them a text could mention everybody (`<!channel>`).
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
