import CXRecord

/// Discord's webhooks (docs.discord.com/developers/resources/webhook, Execute Webhook).
///
/// The whole address is the secret.
public struct DiscordService: NotificationService {
  private let url: String

  /// Reads the secret `url`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    url = try secrets.required("url")
    try ReceiverSettings.checkWeb(url, "url")
  }

  /// A message with an embed for each event, 5 at most, so that all stay below 6,000 characters; and
  /// the first event's chart.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    let shown = notification.alerts.prefix(5)
    let picture = shown.lazy.compactMap(\.chart).first?.png()
    let embeds = shown.enumerated().map { index, alert in
      embed(alert, hasPicture: index == 0 && picture != nil)
    }
    let left = notification.alerts.count - shown.count
    let more = left > 0 ? ", \(left) of them not shown" : ""
    let body = JSONTree.object([
      ("content", .text((notification.title + more).shortened(to: 500))),
      ("embeds", .list(embeds)),
      // A message text can mention nobody.
      ("allowed_mentions", .object([("parse", .list([]))])),
    ]).bytes
    let place = "Discord's webhook"
    guard let picture else { return [ServiceRequest(url, place: place, body: body)] }
    var form = FormData(key: notification.key)
    form.append("payload_json", body, type: "application/json")
    form.append("files[0]", picture, type: "image/png", file: "chart.png")
    return [ServiceRequest(url, place: place, contentType: form.contentType, body: form.bytes)]
  }

  private func embed(_ alert: AlertNotice, hasPicture: Bool) -> JSONTree {
    .object([
      ("title", .text("\(alert.state.rawValue): \(alert.rule)".shortened(to: 200))),
      ("description", .text(alert.message.shortened(to: 500))),
      ("color", .number(Int64(alert.colour.dropFirst(), radix: 16) ?? 0)),
      ("timestamp", .text(Timestamp(microseconds: alert.time).rfc3339)),
      (
        "fields",
        .list(
          alert.facts.prefix(8).map { name, value in
            .object([
              ("name", .text(name.shortened(to: 30))), ("value", .text(value.shortened(to: 60))),
              ("inline", .bool(true)),
            ])
          })
      ),
      (
        "image",
        hasPicture ? .object([("url", .text("attachment://chart.png"))]) : nil
      ),
    ])
  }
}
