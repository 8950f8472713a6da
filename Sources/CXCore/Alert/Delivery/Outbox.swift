import CXRecord

/// Where alert events are kept from the moment they are noted until their receivers have them.
///
/// What a call changed is on the disk when it returns, and several programs may share one outbox.
/// One thread uses a value; another opens the outbox for itself. Moments are microseconds since 1970
/// UTC.
public protocol Outbox {
  /// Notes events for receivers; an event that a receiver has or had already changes nothing.
  mutating func add(_ deliveries: [NewDelivery], now: Int64) throws(Fault)
  /// What to do for a receiver; what is to be sent is tried in the same form until it is settled.
  mutating func next(
    for receiver: Receiver, now: Int64, isLast: Bool
  ) throws(Fault) -> OutboxStep
  /// Says what became of a notification, and when its receiver wants to be tried again at all.
  mutating func settle(
    _ shipment: Shipment, _ fate: DeliveryFate, quietUntil: Int64?, now: Int64
  ) throws(Fault)
  /// The deliveries that a question is about, oldest first.
  mutating func deliveries(_ question: OutboxQuestion) throws(Fault) -> [DeliveryRecord]
  /// Has them tried anew, as if they never were; returns how many there are.
  mutating func retry(_ question: OutboxQuestion, now: Int64) throws(Fault) -> Int
  /// Forgets them; returns how many there were.
  mutating func drop(_ question: OutboxQuestion) throws(Fault) -> Int
}

/// An event for a receiver.
public struct NewDelivery: Sendable, Equatable {
  /// The event.
  public var notice: AlertNotice
  /// Whose it is.
  public var receiver: Receiver

  /// An event for a receiver.
  public init(_ notice: AlertNotice, for receiver: Receiver) {
    self.notice = notice
    self.receiver = receiver
  }
}

/// What an outbox has to do for a receiver.
public enum OutboxStep: Sendable, Equatable {
  /// Send this, and settle it.
  case send(Shipment)
  /// Ask again at that moment, or when something was added.
  case wait(until: Int64)
  /// Nothing waits.
  case idle
}

/// A notification that is being tried.
public struct Shipment: Sendable, Equatable {
  /// What is sent.
  public var notification: Notification
  /// The number of this try, from 1.
  public var tries: Int64
  /// When the oldest of its events was noted.
  public var created: Int64

  /// A notification that is being tried; see the fields.
  public init(notification: Notification, tries: Int64, created: Int64) {
    self.notification = notification
    self.tries = tries
    self.created = created
  }
}

/// Which deliveries are meant: all that fit what is given.
public struct OutboxQuestion: Sendable, Equatable {
  /// Delivery keys of events or notifications, or their first digits; none means any.
  public var keys: [String] = []
  /// A receiver's name.
  public var receiver: Name?
  /// Where they stand; none means anywhere.
  public var standings: [DeliveryStanding] = []

  /// All deliveries.
  public init() {}
}

/// Where a delivery stands.
public enum DeliveryStanding: String, Sendable, CaseIterable {
  /// It is tried until it is delivered or given up.
  case waiting
  /// The receiver has it.
  case delivered
  /// It was refused or given up.
  case dead
}

/// A delivery as the outbox knows it.
public struct DeliveryRecord: Sendable, Equatable {
  /// The event's delivery key.
  public var key: String
  /// The notification it was tried in; nil before the first try.
  public var shipment: String?
  /// The receiver's name.
  public var receiver: Name
  /// Where it stands.
  public var standing: DeliveryStanding
  /// How often it was tried.
  public var tries: Int64
  /// When it was noted.
  public var created: Int64
  /// When it is tried next, was delivered, or was given up.
  public var moment: Int64
  /// Why the last try failed; empty where none did.
  public var reason: String
  /// The event as a line of JSON.
  public var line: String

  /// A delivery; see the fields.
  public init(
    key: String, shipment: String?, receiver: Name, standing: DeliveryStanding, tries: Int64,
    created: Int64, moment: Int64, reason: String, line: String
  ) {
    self.key = key
    self.shipment = shipment
    self.receiver = receiver
    self.standing = standing
    self.tries = tries
    self.created = created
    self.moment = moment
    self.reason = reason
    self.line = line
  }
}
