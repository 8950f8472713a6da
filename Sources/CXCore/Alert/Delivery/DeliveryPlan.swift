import CXRecord

/// A delivery that waits: one event for one receiver.
public struct WaitingDelivery: Sendable, Equatable {
  /// Its number in the outbox; later ones are higher.
  public var id: Int64
  /// The alert it is about, whatever its state.
  public var subject: Name
  /// What it may be sent with.
  public var group: String
  /// It is not sent before: microseconds since 1970 UTC.
  public var due: Int64
  /// The notification it was first tried in, and is tried in again; nil before.
  public var shipment: String?

  /// A delivery that waits; see the fields.
  public init(id: Int64, subject: Name, group: String, due: Int64, shipment: String? = nil) {
    self.id = id
    self.subject = subject
    self.group = group
    self.due = due
    self.shipment = shipment
  }
}

/// What to do next for a receiver.
public enum DeliveryPlan: Sendable, Equatable {
  /// Send the deliveries of these numbers as one notification.
  case send([Int64], isDigest: Bool)
  /// Nothing is to be done before a moment, unless more comes.
  case wait(until: Int64)
  /// Nothing waits.
  case idle

  /// Events that one digest holds at most.
  static let largestDigest = 200

  /// Decides, and counts what is to be sent.
  ///
  /// `waiting` is in the order of the numbers. What is about the same alert goes in that order: as
  /// long as its beginning waits, so does its end. A notification that was tried is tried again as
  /// it was, so that its key means the same; others take in what waits of their group.
  /// `isLast` says that no more events come, so that nothing waits for its group.
  public init(
    _ waiting: [WaitingDelivery], _ receiver: Receiver, _ ledger: inout DeliveryLedger, now: Int64,
    isLast: Bool = false
  ) {
    var picked: [WaitingDelivery] = []
    var blocked: Set<Name> = []
    var earliest: Int64?
    let leave = ledger.leave(receiver.limit, now: now)
    for delivery in waiting {
      if let first = picked.first {
        let together =
          first.shipment == nil
          ? delivery.shipment == nil && !blocked.contains(delivery.subject)
            && (delivery.group == first.group || leave == .digest)
            && picked.count < Self.largestDigest
          : delivery.shipment == first.shipment
        if together { picked.append(delivery) } else { blocked.insert(delivery.subject) }
        continue
      }
      let isDue = delivery.due <= now || (isLast && delivery.shipment == nil)
      if isDue && !blocked.contains(delivery.subject) {
        picked.append(delivery)
      } else {
        if !isDue { earliest = min(earliest ?? .max, delivery.due) }
        blocked.insert(delivery.subject)
      }
    }
    if picked.isEmpty {
      self = earliest.map { .wait(until: $0) } ?? .idle
    } else if case .wait(let moment) = leave {
      // The receiver's own wish is no overflow.
      if now >= ledger.quietUntil { ledger.isHeld = true }
      self = .wait(until: moment)
    } else {
      ledger.count(receiver.limit, now: now)
      let isDigest = leave == .digest && picked.count > 1 && picked[0].shipment == nil
      self = .send(picked.map(\.id), isDigest: isDigest)
    }
  }
}
