import CXRecord

/// Somebody who is told of alerts, as a file describes it.
public struct Receiver: Sendable, Equatable {
  /// Its name, unique among receivers.
  public var name: Name
  /// How it is reached.
  public var kind: ReceiverKind
  /// What its kind needs to know.
  public var settings = ReceiverSettings()
  /// Fields and labels; events that have them in common and wait together go as one.
  public var groupBy: [Name] = []
  /// How long the first event of a group waits for others, microseconds.
  public var groupWait: Int64 = 0
  /// How many notifications it takes; what is above goes as a digest.
  public var limit = RateLimit(count: 60, period: 60 * Timestamp.second)
  /// How long a notification is tried, in microseconds, before it is a dead letter.
  public var giveUpAfter: Int64 = 3 * 86_400 * Timestamp.second

  /// A receiver with nothing set.
  public init(name: Name, kind: ReceiverKind) {
    self.name = name
    self.kind = kind
  }

  /// What events of one group have in common; without grouping each event is its own.
  public func group(of notice: AlertNotice) -> String {
    if groupBy.isEmpty { return notice.key }
    return DeliveryKey.text(groupBy.flatMap { [$0.text, notice.text($0) ?? ""] })
  }
}

/// How many notifications a receiver takes within a period.
public struct RateLimit: Sendable, Equatable {
  /// Notifications, at least 1.
  public var count: Int64
  /// Microseconds, at least 1.
  public var period: Int64

  /// A limit; see the fields.
  public init(count: Int64, period: Int64) {
    self.count = count
    self.period = period
  }
}
