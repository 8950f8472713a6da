import CXCore
import CXRecord
import CXSQLite
import Foundation
import Testing

/// The outbox on a disk: what is noted is there once, and is tried as it was tried.
@Suite struct SQLiteOutboxTests {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(
    "cx-outbox-\(UUID().uuidString).db"
  ).path
  let receiver = Receiver(name: "ops", kind: .exec)

  private func notice(_ key: String, _ state: String = "firing", rule: String = "r") throws
    -> AlertNotice
  {
    try AlertNotice(
      line: """
        {"type":"alert","exchange":"binance","symbol":"BTCUSDT","ts":1762873260000000,\
        "rule":"\(rule)","state":"\(state)","severity":"warning","message":"m","rev":0,\
        "key":"\(key)"}
        """)
  }

  @Test func anEventIsNotedOnceForEachReceiver() throws {
    var outbox = try SQLiteOutbox(path)
    let other = Receiver(name: "mail", kind: .exec)
    for _ in 0..<2 {
      try outbox.add(
        [NewDelivery(try notice("k"), for: receiver), NewDelivery(try notice("k"), for: other)],
        now: 5)
    }
    #expect(try outbox.deliveries(OutboxQuestion()).map(\.receiver) == ["ops", "mail"])
  }

  @Test func whatWasTriedIsTriedAgainInTheSameNotificationByWhoeverComesNext() throws {
    var grouping = receiver
    grouping.groupBy = ["symbol"]
    var outbox = try SQLiteOutbox(path)
    try outbox.add(
      [NewDelivery(try notice("a"), for: grouping), NewDelivery(try notice("b"), for: grouping)],
      now: 1)
    guard case .send(let first) = try outbox.next(for: grouping, now: 1, isLast: false) else {
      Issue.record("nothing to send")
      return
    }
    #expect(first.notification.alerts.map(\.key) == ["a", "b"])
    // As after kill -9: nobody settles it, somebody else opens the file, and more came.
    var another = try SQLiteOutbox(path)
    try another.add([NewDelivery(try notice("c", rule: "s"), for: grouping)], now: 2)
    guard case .send(let second) = try another.next(for: grouping, now: 2, isLast: false) else {
      Issue.record("nothing to send again")
      return
    }
    #expect(second.notification == first.notification)
    #expect(second.tries == 2)
    try another.settle(second, .delivered, quietUntil: nil, now: 3)
    guard case .send(let third) = try another.next(for: grouping, now: 3, isLast: false) else {
      Issue.record("the third event is lost")
      return
    }
    #expect(third.notification.alerts.map(\.key) == ["c"])
    try another.settle(third, .dead(reason: "no"), quietUntil: nil, now: 4)
    #expect(try another.next(for: grouping, now: 5, isLast: false) == .idle)
  }

  @Test func whatWasDeliveredIsNotDeliveredByAReplay() throws {
    var outbox = try SQLiteOutbox(path)
    try outbox.add([NewDelivery(try notice("a"), for: receiver)], now: 1)
    guard case .send(let sent) = try outbox.next(for: receiver, now: 1, isLast: false) else {
      Issue.record("nothing to send")
      return
    }
    try outbox.settle(sent, .delivered, quietUntil: nil, now: 2)
    try outbox.add([NewDelivery(try notice("a"), for: receiver)], now: 3)
    #expect(try outbox.next(for: receiver, now: 3, isLast: false) == .idle)
  }

  @Test func deadLettersAreListedRetriedAndDropped() throws {
    var outbox = try SQLiteOutbox(path)
    try outbox.add([NewDelivery(try notice("a"), for: receiver)], now: 1)
    guard case .send(let sent) = try outbox.next(for: receiver, now: 1, isLast: false) else {
      Issue.record("nothing to send")
      return
    }
    try outbox.settle(sent, .dead(reason: "no such page"), quietUntil: nil, now: 2)
    var dead = OutboxQuestion()
    dead.standings = [.dead]
    let listed = try outbox.deliveries(dead)
    #expect(listed.map(\.reason) == ["no such page"])
    #expect(try outbox.retry(dead, now: 9) == 1)
    guard case .send(let again) = try outbox.next(for: receiver, now: 9, isLast: false) else {
      Issue.record("not retried")
      return
    }
    #expect(again.notification.key == sent.notification.key)
    #expect(again.tries == 1)
    var named = OutboxQuestion()
    named.keys = ["a"]
    #expect(try outbox.drop(named) == 1)
    #expect(try outbox.deliveries(OutboxQuestion()).isEmpty)
  }

  @Test func aFileOfALaterVersionIsRefused() throws {
    try Database(path).execute("PRAGMA user_version=99")
    let fault = #expect(throws: Fault.self) { try SQLiteOutbox(path) }
    #expect(fault?.kind == .configuration)
    #expect(fault?.message.contains("99") == true)
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    try Data("this is not a database, but long enough to be looked at as one".utf8).write(
      to: URL(fileURLWithPath: path))
    let fault = #expect(throws: Fault.self) { try SQLiteOutbox(path) }
    #expect(fault?.kind == .configuration)
  }
}
