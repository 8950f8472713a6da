import CXRecord

/// PagerDuty's Events API v2 (developer.pagerduty.com, "Send an Event").
///
/// An alert that fires triggers an incident, and its end resolves it: both have the alert's own
/// deduplication key.
public struct PagerDutyService: NotificationService {
  private let base: String
  private let routingKey: String

  /// Reads `url` and the secret `routing_key`.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    base = try settings.baseURL("https://events.pagerduty.com")
    routingKey = try secrets.required("routing_key")
  }

  /// A request for each event, in their order: an incident's end must not overtake its beginning.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    notification.alerts.map { alert in
      ServiceRequest(
        base + "/v2/enqueue", place: base + "/v2/enqueue", body: event(alert).bytes)
    }
  }

  private func event(_ alert: AlertNotice) -> JSONTree {
    let isFiring = alert.state == .firing
    let source = [alert.instrument.exchange, alert.instrument.symbol].filter { !$0.isEmpty }
    let payload = JSONTree.object([
      (
        "summary",
        .text(alert.message.isEmpty ? alert.rule.text : alert.message.shortened(to: 1_000))
      ),
      ("source", .text(source.isEmpty ? "cx" : source.joined(separator: " "))),
      ("severity", .text(alert.severity)),
      ("timestamp", .text(Timestamp(microseconds: alert.time).rfc3339)),
      ("class", .text(alert.rule.text)),
      ("custom_details", .object(alert.facts.map { ($0.name, .text($0.value)) })),
    ])
    return .object([
      ("routing_key", .text(routingKey)),
      ("event_action", .text(isFiring ? "trigger" : "resolve")),
      ("dedup_key", .text(alert.subject.text)),
      ("payload", isFiring ? payload : nil),
      ("client", isFiring ? .text("cx") : nil),
    ])
  }
}
