import CXCore
import CXRecord

/// An ``Outbox`` in a SQLite file.
///
/// A row is an event for a receiver. What was tried keeps the key of the notification it was tried
/// in, so that it is tried in the same one again.
public struct SQLiteOutbox: Outbox {
  let database: Database

  // Delivered events are remembered for so long, lest a replay delivers them again.
  private static let memory = 90 * 86_400 * Timestamp.second

  // What a plan looks at; more waits its turn.
  static let horizon: Int64 = 2_000

  // subject, grouping: see WaitingDelivery. moment: next try, or when it was settled.
  private static let steps = [
    """
    CREATE TABLE delivery (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      receiver TEXT NOT NULL,
      standing TEXT NOT NULL,
      subject TEXT NOT NULL,
      grouping TEXT NOT NULL,
      created INTEGER NOT NULL,
      moment INTEGER NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0,
      shipment TEXT,
      digest INTEGER NOT NULL DEFAULT 0,
      reason TEXT NOT NULL DEFAULT '',
      line TEXT NOT NULL,
      context TEXT NOT NULL,
      UNIQUE (key, receiver)
    ) STRICT;
    CREATE INDEX waiting ON delivery (receiver, id) WHERE standing = 'waiting';
    CREATE INDEX settled ON delivery (moment) WHERE standing = 'delivered';
    CREATE TABLE ledger (
      receiver TEXT PRIMARY KEY,
      start INTEGER NOT NULL,
      count INTEGER NOT NULL,
      held INTEGER NOT NULL,
      quiet_until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
  ]

  /// Opens the outbox in a file, and makes it if it is not there.
  public init(_ path: String) throws(Fault) {
    database = try Database(path)
    try database.migrate(Self.steps)
  }

  /// Notes events for receivers; an event that a receiver has or had already changes nothing.
  public mutating func add(_ deliveries: [NewDelivery], now: Int64) throws(Fault) {
    if deliveries.isEmpty { return }
    try database.transaction { () throws(Fault) in
      let statement = try Statement(
        database,
        """
        INSERT OR IGNORE INTO delivery
        (key, receiver, standing, subject, grouping, created, moment, line, context)
        VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, ?)
        """)
      for delivery in deliveries {
        let (notice, receiver) = (delivery.notice, delivery.receiver)
        try statement.bind([
          .text(notice.key), .name(receiver.name), .name(notice.subject),
          .text(receiver.group(of: notice)), .integer(now),
          .integer(now &+ receiver.groupWait), .text(notice.line),
          .text(notice.context.joined(separator: "\n")),
        ])
        _ = try statement.step()
      }
      try database.run(
        "DELETE FROM delivery WHERE standing = 'delivered' AND moment < ?",
        [.integer(now - Self.memory)])
    }
  }

  /// What to do for a receiver; what is to be sent is tried in the same form until it is settled.
  public mutating func next(
    for receiver: Receiver, now: Int64, isLast: Bool
  ) throws(Fault) -> OutboxStep {
    try database.transaction { () throws(Fault) in
      let waiting = try waiting(for: receiver)
      if waiting.isEmpty { return .idle }
      let old = try ledger(of: receiver)
      var new = old
      let plan = DeliveryPlan(waiting, receiver, &new, now: now, isLast: isLast)
      if new != old { try save(new, of: receiver) }
      switch plan {
      case .idle: return .idle
      case .wait(let moment): return .wait(until: moment)
      case .send(let numbers, let isDigest):
        return .send(try ship(numbers, to: receiver, isDigest: isDigest))
      }
    }
  }

  /// Says what became of a notification, and when its receiver wants to be tried again at all.
  public mutating func settle(
    _ shipment: Shipment, _ fate: DeliveryFate, quietUntil: Int64?, now: Int64
  ) throws(Fault) {
    let (standing, moment, reason): (DeliveryStanding, Int64, String) =
      switch fate {
      case .delivered: (.delivered, now, "")
      case .waits(let until, let reason): (.waiting, until, reason)
      case .dead(let reason): (.dead, now, reason)
      }
    try database.transaction { () throws(Fault) in
      try database.run(
        """
        UPDATE delivery SET standing = ?, moment = ?, reason = ?
        WHERE receiver = ? AND shipment = ? AND standing = 'waiting'
        """,
        [
          .text(standing.rawValue), .integer(moment), .text(reason),
          .name(shipment.notification.receiver), .text(shipment.notification.key),
        ])
      if let quietUntil {
        try database.run(
          "UPDATE ledger SET quiet_until = ? WHERE receiver = ?",
          [.integer(quietUntil), .name(shipment.notification.receiver)])
      }
    }
  }

  /// The deliveries that a question is about, oldest first.
  public mutating func deliveries(_ question: OutboxQuestion) throws(Fault) -> [DeliveryRecord] {
    let (condition, values) = Self.condition(question)
    let statement = try Statement(
      database,
      """
      SELECT key, shipment, receiver, standing, tries, created, moment, reason, line
      FROM delivery WHERE \(condition) ORDER BY id
      """)
    try statement.bind(values)
    var records: [DeliveryRecord] = []
    while try statement.step() {
      records.append(
        DeliveryRecord(
          key: statement.text(0) ?? "", shipment: statement.text(1),
          receiver: statement.name(2),
          standing: DeliveryStanding(rawValue: statement.text(3) ?? "") ?? .waiting,
          tries: statement.integer(4), created: statement.integer(5),
          moment: statement.integer(6), reason: statement.text(7) ?? "",
          line: statement.text(8) ?? ""))
    }
    return records
  }

  /// Has them tried anew, as if they never were; returns how many there are.
  public mutating func retry(_ question: OutboxQuestion, now: Int64) throws(Fault) -> Int {
    let (condition, values) = Self.condition(question)
    return try database.transaction { () throws(Fault) in
      try database.run(
        """
        UPDATE delivery SET standing = 'waiting', tries = 0, created = ?, moment = ?, reason = '',
        shipment = NULL, digest = 0
        WHERE \(condition)
        """, [.integer(now), .integer(now)] + values)
      return database.changes
    }
  }

  /// Forgets them; returns how many there were.
  public mutating func drop(_ question: OutboxQuestion) throws(Fault) -> Int {
    let (condition, values) = Self.condition(question)
    return try database.transaction { () throws(Fault) in
      try database.run("DELETE FROM delivery WHERE \(condition)", values)
      return database.changes
    }
  }
}
