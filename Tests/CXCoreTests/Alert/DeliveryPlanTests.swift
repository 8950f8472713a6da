import CXCore
import CXRecord
import Testing

/// What is sent next, together with what, and when nothing may be.
@Suite struct DeliveryPlanTests {
  let second: Int64 = 1_000_000
  var receiver: Receiver {
    var receiver = Receiver(name: "r", kind: .exec)
    receiver.limit = RateLimit(count: 100, period: 60 * second)
    return receiver
  }

  private func waiting(
    _ id: Int64, _ subject: String, group: String? = nil, due: Int64 = 0, shipment: String? = nil
  ) -> WaitingDelivery {
    WaitingDelivery(
      id: id, subject: Name(subject), group: group ?? "\(id)", due: due, shipment: shipment)
  }

  private func plan(
    _ waiting: [WaitingDelivery], now: Int64 = 10, isLast: Bool = false
  ) -> DeliveryPlan {
    var ledger = DeliveryLedger()
    return DeliveryPlan(waiting, receiver, &ledger, now: now, isLast: isLast)
  }

  @Test func anEndDoesNotOvertakeItsBeginning() {
    #expect(
      plan([waiting(1, "a", due: 50, shipment: "s"), waiting(2, "a"), waiting(3, "b")])
        == .send([3], isDigest: false))
    #expect(
      plan([waiting(1, "a", due: 50, shipment: "s"), waiting(2, "a")]) == .wait(until: 50))
  }

  @Test func aGroupGoesTogetherButNotPastWhatHasToGoBefore() {
    #expect(
      plan([
        waiting(1, "a", group: "g"), waiting(2, "b", group: "h"), waiting(3, "b", group: "g"),
        waiting(4, "c", group: "g"),
      ]) == .send([1, 4], isDigest: false))
  }

  @Test func whatWasTriedIsTriedAsItWas() {
    #expect(
      plan([
        waiting(1, "a", group: "g", shipment: "s"), waiting(2, "b", group: "g", shipment: "s"),
        waiting(3, "c", group: "g"),
      ]) == .send([1, 2], isDigest: false))
  }

  @Test func aGroupIsWaitedForUntilNoMoreCome() {
    let group = [waiting(1, "a", group: "g", due: 90), waiting(2, "b", group: "g", due: 95)]
    #expect(plan(group) == .wait(until: 90))
    #expect(plan(group, isLast: true) == .send([1, 2], isDigest: false))
    #expect(plan([waiting(1, "a", due: 90, shipment: "s")], isLast: true) == .wait(until: 90))
  }

  @Test func whatIsAboveTheLimitGoesAsOneDigestWhenThePeriodIsOver() {
    var limited = receiver
    limited.limit = RateLimit(count: 2, period: 60 * second)
    var ledger = DeliveryLedger()
    let start = 1_762_873_200 * second
    var left = (1...5).map { waiting($0, "\($0)") }
    for expected in 1...2 {
      let plan = DeliveryPlan(left, limited, &ledger, now: start)
      #expect(plan == .send([Int64(expected)], isDigest: false))
      left.removeFirst()
    }
    let end = start + 60 * second
    #expect(DeliveryPlan(left, limited, &ledger, now: start + 1) == .wait(until: end))
    #expect(DeliveryPlan(left, limited, &ledger, now: end) == .send([3, 4, 5], isDigest: true))
    #expect(
      DeliveryPlan([waiting(6, "f")], limited, &ledger, now: end) == .send([6], isDigest: false))
  }

  @Test func aReceiverThatAsksForARestGetsIt() {
    var ledger = DeliveryLedger(quietUntil: 500)
    #expect(DeliveryPlan([waiting(1, "a")], receiver, &ledger, now: 10) == .wait(until: 500))
    #expect(
      DeliveryPlan([waiting(1, "a"), waiting(2, "b")], receiver, &ledger, now: 500)
        == .send([1], isDigest: false))
  }

  @Test func nothingWaits() {
    #expect(plan([]) == .idle)
  }
}
