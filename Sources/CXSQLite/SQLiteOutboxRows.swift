import CXCore
import CXRecord

/// The rows of an outbox, as the core's types.
extension SQLiteOutbox {
  /// What waits for a receiver, in the order of its coming.
  func waiting(for receiver: Receiver) throws(Fault) -> [WaitingDelivery] {
    let statement = try Statement(
      database,
      """
      SELECT id, subject, grouping, moment, shipment FROM delivery
      WHERE receiver = ? AND standing = 'waiting' ORDER BY id LIMIT ?
      """)
    try statement.bind([.name(receiver.name), .integer(Self.horizon)])
    var waiting: [WaitingDelivery] = []
    while try statement.step() {
      waiting.append(
        WaitingDelivery(
          id: statement.integer(0), subject: statement.name(1),
          group: statement.text(2) ?? "", due: statement.integer(3), shipment: statement.text(4)))
    }
    return waiting
  }

  /// What is remembered of a receiver.
  func ledger(of receiver: Receiver) throws(Fault) -> DeliveryLedger {
    let statement = try Statement(
      database, "SELECT start, count, held, quiet_until FROM ledger WHERE receiver = ?")
    try statement.bind([.name(receiver.name)])
    guard try statement.step() else { return DeliveryLedger() }
    return DeliveryLedger(
      start: statement.integer(0), count: statement.integer(1), isHeld: statement.integer(2) != 0,
      quietUntil: statement.integer(3))
  }

  /// Remembers it.
  func save(_ ledger: DeliveryLedger, of receiver: Receiver) throws(Fault) {
    try database.run(
      "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?)",
      [
        .name(receiver.name), .integer(ledger.start), .integer(ledger.count),
        .integer(ledger.isHeld ? 1 : 0), .integer(ledger.quietUntil),
      ])
  }

  /// Makes one notification of some rows, or the one again that they were tried in.
  func ship(
    _ numbers: [Int64], to receiver: Receiver, isDigest: Bool
  ) throws(Fault) -> Shipment {
    let rows = "id IN (\(numbers.map { String($0) }.joined(separator: ",")))"
    let statement = try Statement(
      database,
      """
      SELECT key, shipment, digest, tries, created, line, context FROM delivery
      WHERE \(rows) ORDER BY id
      """)
    var notices: [AlertNotice] = []
    var keys: [String] = []
    var known: (key: String, isDigest: Bool)?
    var (tries, created) = (Int64(0), Int64.max)
    while try statement.step() {
      keys.append(statement.text(0) ?? "")
      if let key = statement.text(1) { known = (key, statement.integer(2) != 0) }
      tries = max(tries, statement.integer(3) + 1)
      created = min(created, statement.integer(4))
      notices.append(try notice(statement.text(5) ?? "", statement.text(6) ?? ""))
    }
    let notification = Notification(
      key: known?.key ?? Notification.key(of: keys), receiver: receiver.name, alerts: notices,
      isDigest: known?.isDigest ?? isDigest)
    try database.run(
      "UPDATE delivery SET shipment = ?, digest = ?, tries = ? WHERE \(rows)",
      [.text(notification.key), .integer(notification.isDigest ? 1 : 0), .integer(tries)])
    return Shipment(notification: notification, tries: tries, created: created)
  }

  private func notice(_ line: String, _ context: String) throws(Fault) -> AlertNotice {
    do throws(PayloadProblem) {
      return try AlertNotice(
        line: line, context: context.split(separator: "\n").map(String.init))
    } catch {
      throw Fault(.configuration, "\(database.path): holds what is no alert: \(error.reason)")
    }
  }

  /// A question as a condition of SQL, and its values.
  static func condition(_ question: OutboxQuestion) -> (String, [SQLValue]) {
    var parts = ["1"]
    var values: [SQLValue] = []
    func isOne(of texts: [String], _ column: String) -> String {
      values += texts.map { .text($0) }
      return "\(column) IN (\(texts.map { _ in "?" }.joined(separator: ",")))"
    }
    if !question.keys.isEmpty {
      let isMeant = "substr(key, 1, length(?)) = ? OR substr(shipment, 1, length(?)) = ?"
      values += question.keys.flatMap { [SQLValue](repeating: .text($0), count: 4) }
      parts.append("(\(question.keys.map { _ in isMeant }.joined(separator: " OR ")))")
    }
    if let receiver = question.receiver { parts.append(isOne(of: [receiver.text], "receiver")) }
    if !question.standings.isEmpty {
      parts.append(isOne(of: question.standings.map(\.rawValue), "standing"))
    }
    return (parts.joined(separator: " AND "), values)
  }
}
