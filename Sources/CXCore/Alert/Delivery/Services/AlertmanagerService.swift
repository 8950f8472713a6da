import CXRecord

/// Alertmanager's API v2 (`POST /api/v2/alerts`, its openapi.yaml).
///
/// It groups, silences and routes by itself, so it is told of every event. An alert that fires is
/// told once, not every few minutes, so it carries its own end: `hold` after it began.
public struct AlertmanagerService: NotificationService {
  private let base: String
  private let hold: Int64
  private let authorization: String?

  /// Reads `url`, `hold` (a day unless told) and the secret `token`, sent as a bearer's.
  public init(_ settings: ReceiverSettings, secrets: [String: String]) throws(Fault) {
    base = try settings.baseURL()
    hold = settings.number("hold") ?? Timestamp.day
    authorization = secrets["token"].map { "Bearer \($0)" }
  }

  /// All events at once; of several about one alert the latest.
  public func requests(for notification: Notification, now: Timestamp) -> [ServiceRequest] {
    var latest: [Name: Int] = [:]
    for (index, alert) in notification.alerts.enumerated() { latest[alert.subject] = index }
    let alerts = latest.values.sorted().map { alert(notification.alerts[$0]) }
    let url = base + "/api/v2/alerts"
    return [
      ServiceRequest(
        url, place: url, authorization: authorization, body: JSONTree.list(alerts).bytes)
    ]
  }

  private func alert(_ alert: AlertNotice) -> JSONTree {
    let time = Timestamp(microseconds: alert.time)
    let (end, overflow) = alert.time.addingReportingOverflow(hold)
    let isFiring = alert.state == .firing
    return .object([
      ("labels", .object(labels(alert))),
      (
        "annotations",
        .object([
          ("summary", .text(alert.message)), ("value", alert.value.map { .text($0) }),
          ("key", .text(alert.key)),
        ])
      ),
      // Without a beginning, one that ended is joined to the one that began.
      ("startsAt", isFiring ? .text(time.rfc3339) : nil),
      (
        "endsAt",
        .text(isFiring ? Timestamp(microseconds: overflow ? .max : end).rfc3339 : time.rfc3339)
      ),
    ])
  }

  /// Labels by the data model of Prometheus: what a name may not hold is an underscore, and an empty
  /// label is none.
  private func labels(_ alert: AlertNotice) -> [(name: String, value: JSONTree?)] {
    var labels = alert.labels
    labels["alertname"] = alert.rule.text
    labels["severity"] = alert.severity
    labels["symbol"] = alert.instrument.symbol.text
    labels["exchange"] = alert.instrument.exchange.text
    labels["interval"] = alert.interval.text
    labels["tenant"] = alert.instrument.tenant.text
    var result: [Name: String] = [:]
    for (name, value) in labels where !value.isEmpty {
      var plain = name.text.unicodeScalars.map { scalar -> Character in
        let isLetter = scalar.isASCII && scalar.properties.isAlphabetic
        let isDigit = ("0"..."9").contains(scalar)
        return isLetter || isDigit ? Character(scalar) : "_"
      }
      if plain.first?.isNumber != false { plain.insert("_", at: 0) }
      result[Name(String(plain))] = value
    }
    return result.sorted { $0.key < $1.key }.map { ($0.key.text, .text($0.value)) }
  }
}
