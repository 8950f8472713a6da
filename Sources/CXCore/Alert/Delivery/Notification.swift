import CXRecord

/// What a receiver is sent at once: one alert event, a group of them, or a digest.
public struct Notification: Sendable, Equatable {
  /// Its name, the same in every try: the event's own delivery key, or a hash of those of a group.
  public var key: String
  /// The name of the receiver.
  public var receiver: Name
  /// The events, oldest first; at least one.
  public var alerts: [AlertNotice]
  /// Whether it holds, in one piece, what the receiver's rate limit kept back.
  public var isDigest: Bool

  /// A notification; see the fields.
  public init(key: String, receiver: Name, alerts: [AlertNotice], isDigest: Bool = false) {
    self.key = key
    self.receiver = receiver
    self.alerts = alerts
    self.isDigest = isDigest
  }

  /// The key of a notification that holds events of these keys.
  public static func key(of keys: [String]) -> String {
    if let only = keys.first, keys.count == 1 { return only }
    return DeliveryKey.text(keys)
  }

  /// What it is about in one line: `firing: BTCUSDT 1m: price-move`, `BTCUSDT: 2 firing, 1 over`.
  public var title: String {
    let firing = alerts.count { $0.state == .firing }
    guard alerts.count > 1 else {
      return alerts.first.map { "\($0.state.rawValue): \($0.message)" } ?? ""
    }
    let symbols = Set(alerts.map(\.instrument.symbol)).sorted()
    let about = symbols.count <= 3 ? symbols.joined(separator: ", ") : "\(symbols.count) symbols"
    let counts = "\(firing) firing, \(alerts.count - firing) over"
    return "\(isDigest ? "digest: " : "")\(about): \(counts)"
  }

  /// The worst severity among its events.
  public var severity: String {
    let ranks = alerts.compactMap { AlertRule.severities.firstIndex(of: $0.severity) }
    return AlertRule.severities[ranks.max() ?? 1]
  }
}
