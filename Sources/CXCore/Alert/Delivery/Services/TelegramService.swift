import CXRecord

/// Telegram's bots (core.telegram.org/bots/api, sendMessage and sendPhoto).
///
/// The bot's token is part of the address, so messages name the method only.
public struct TelegramService: NotificationService {
  private let base: String
  private let token: String
  private let chat: String

  /// Reads `url`, `chat` (a number or `@name`) and the secret `token`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    base = try settings.baseURL("https://api.telegram.org")
    token = try secrets.required("token")
    chat = settings.text("chat") ?? ""
    guard token.utf8.allSatisfy({ 0x21..<0x7F ~= $0 && !"/?#%".utf8.contains($0) }) else {
      throw Fault(.configuration, "token: expected digits, a colon and letters")
    }
  }

  /// A message; or, where a chart fits in, a picture with the message below it.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    var texts: [String] = []
    for alert in notification.alerts {
      let facts = alert.facts.map { "\($0.name): \($0.value.shortened(to: 100))" }
      texts.append(
        "<b>\(alert.state.rawValue.uppercased())</b> "
          + MarkupText.escaped(alert.message.shortened(to: 300)) + "\n"
          + MarkupText.escaped(facts.joined(separator: "\n").shortened(to: 500)))
    }
    // 4,096 characters fit in a message; what is cut must not end within a tag or an entity.
    var shown = 0
    var text = notification.alerts.count > 1 ? MarkupText.escaped(notification.title) : ""
    for part in texts where text.count + part.count < 3_900 {
      text += (text.isEmpty ? "" : "\n\n") + part
      shown += 1
    }
    if shown < texts.count { text += "\n\nand \(texts.count - shown) more" }
    let isMild = notification.severity == AlertRule.severities[0]
    // And 1,024 below a picture.
    if text.count <= 1_000, let chart = notification.alerts.lazy.compactMap(\.chart).first {
      var form = FormData(key: notification.key)
      form.append("chat_id", Array(chat.utf8))
      form.append("caption", Array(text.utf8))
      form.append("parse_mode", Array("HTML".utf8))
      form.append("disable_notification", Array((isMild ? "true" : "false").utf8))
      form.append("photo", chart.png(), type: "image/png", file: "chart.png")
      return [request("sendPhoto", form.bytes, form.contentType)]
    }
    let body = JSONTree.object([
      ("chat_id", .text(chat)), ("text", .text(text)), ("parse_mode", .text("HTML")),
      ("disable_notification", .bool(isMild)),
      ("link_preview_options", .object([("is_disabled", .bool(true))])),
    ])
    return [request("sendMessage", body.bytes, "application/json")]
  }

  private func request(_ method: String, _ body: [UInt8], _ type: String) -> ServiceRequest {
    ServiceRequest(
      "\(base)/bot\(token)/\(method)", place: "\(base) \(method)", contentType: type, body: body)
  }

  /// The wait that 429 brings in the body: `{"parameters":{"retry_after":35}}`.
  public func verdict(of answer: RESTAnswer) -> DeliveryVerdict? {
    guard answer.status == 429, answer.retryAfterSeconds == nil else { return nil }
    let seconds = answer.body.withUnsafeBytes { bytes -> Int64? in
      var cursor = JSONCursor(bytes)
      var members = JSONMembers()
      guard (try? members.read(&cursor)) != nil, let inner = members["parameters"],
        inner.shape == .object
      else { return nil }
      var innerCursor = JSONCursor(inner.bytes)
      var parameters = JSONMembers()
      guard (try? parameters.read(&innerCursor)) != nil else { return nil }
      return try? parameters.optional("retry_after")?.integer()
    }
    guard let seconds, 0...86_400 ~= seconds else { return nil }
    return .again(
      after: seconds * Timestamp.second, reason: "\(base) asks to wait for \(seconds) s")
  }
}
