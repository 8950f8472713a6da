import CXCore
import CXRecord
import CXSystem

/// Carries what an outbox has for one receiver, a notification at a time.
struct Courier {
  private var outbox: any Outbox
  private var sender: any NotificationSender
  private let receiver: Receiver
  private let complain: @Sendable (String) -> Void
  /// Whether the last try failed and may not fail next time.
  ///
  /// It is told once when that begins, and once when it is over.
  private(set) var isFailing = false
  /// Notifications that were refused or given up.
  private(set) var dead = 0

  init(
    _ outbox: any Outbox, _ sender: any NotificationSender, _ receiver: Receiver,
    _ complain: @escaping @Sendable (String) -> Void
  ) {
    self.outbox = outbox
    self.sender = sender
    self.receiver = receiver
    self.complain = complain
  }

  /// Sends what is due, if anything is; returns the microseconds until something may be again, 0
  /// where it may be already.
  mutating func step(now: Int64, isLast: Bool) throws(Fault) -> Int64 {
    switch try outbox.next(for: receiver, now: now, isLast: isLast) {
    case .idle: return .max
    case .wait(let moment): return max(1, moment - now)
    case .send(let shipment):
      let verdict = sender.send(shipment.notification)
      let ended = SystemClock.now
      let fate = DeliveryFate(
        of: verdict, key: shipment.notification.key, tries: shipment.tries,
        created: shipment.created, now: ended, giveUpAfter: receiver.giveUpAfter)
      try outbox.settle(shipment, fate, quietUntil: quiet(verdict, fate), now: ended)
      tell(fate)
      return 0
    }
  }

  /// A receiver that asks for a rest gets it, for everything.
  private func quiet(_ verdict: DeliveryVerdict, _ fate: DeliveryFate) -> Int64? {
    if case .again(.some, _) = verdict, case .waits(let until, _) = fate { return until }
    return nil
  }

  private mutating func tell(_ fate: DeliveryFate) {
    switch fate {
    case .delivered:
      if isFailing { complain("\(receiver.name): delivers again") }
      isFailing = false
    case .waits(_, let reason):
      if !isFailing { complain("\(receiver.name): not delivered yet, tried again: \(reason)") }
      isFailing = true
    case .dead(let reason):
      dead += 1
      complain("\(receiver.name): not delivered: \(reason); cx alert outbox lists it")
    }
  }
}
