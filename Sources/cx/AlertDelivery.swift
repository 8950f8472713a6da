import CXCore
import CXRecord
import CXNotify
import CXSQLite
import CXSystem

/// Notes alert events in the outbox before they are written, and delivers them meanwhile, a thread a
/// receiver.
final class AlertDelivery {
  private var outbox: any Outbox
  private let routing: Routing
  // The receivers that rules name, by the rules' names.
  private let named: [Name: [Name]]
  private let threads: [Name: DeliveryThread]
  private var trail = CandleTrail()
  private let showsCharts: Bool

  /// Opens the outbox and begins to deliver what waits there.
  ///
  /// `file` is the rules' file, whose receivers count where no other file is named.
  init(_ options: AlertDeliveryOptions, rules: [AlertRule], file: String?) throws(Fault) {
    routing = try options.routing(orOf: file)
    for rule in rules {
      guard let unknown = routing.unknown(among: rule.notify) else { continue }
      let hint = unknown.hint.map { ", \($0)" } ?? ""
      throw Fault(
        .configuration, "rule \(rule.name): no receiver is named \"\(unknown.name)\"\(hint)")
    }
    named = Dictionary(rules.map { ($0.name, $0.notify) }, uniquingKeysWith: { $0 + $1 })
    showsCharts = routing.receivers.contains { $0.kind.showsCharts }
    let path = try options.outbox.path()
    outbox = try SQLiteOutbox(path)
    threads = try Self.threads(routing.receivers, path)
  }

  /// A thread for each of some receivers, at work already.
  static func threads(
    _ receivers: [Receiver], _ path: String
  ) throws(Fault) -> [Name: DeliveryThread] {
    let locks = try SharedLocks(path + "-lock")
    var threads: [Name: DeliveryThread] = [:]
    for receiver in receivers {
      // Once here, so that what is wrong with its settings is said before anything is read.
      _ = try Senders.sender(for: receiver)
      threads[receiver.name] = try DeliveryThread(
        DeliveryThread.Work(
          receiver: receiver, locks: locks,
          open: { () throws(Fault) in try SQLiteOutbox(path) },
          sender: { () throws(Fault) in try Senders.sender(for: receiver) },
          complain: { Program.complain("alert", $0) }))
    }
    return threads
  }

  /// Looks at records before the rules do: their candles are drawn for those who are shown charts.
  func see(_ batch: Batch) {
    guard showsCharts else { return }
    trail.trim()
    trail.take(batch)
  }

  /// Notes the alert events of a batch, on the disk when this returns.
  func note(_ batch: Batch) throws(Fault) {
    var deliveries: [NewDelivery] = []
    for record in batch.records where record.kind == .alert {
      // Records of others pass too, with --tee: an alert that came as a line is not ours to send.
      guard let event = batch.alert(of: record), event.silence == nil else { continue }
      var notice = AlertNotice(event, of: batch, line: batch.line(of: record))
      let names = named[notice.rule] ?? []
      notice.context = trail.context(of: notice)
      deliveries += routing.receivers(of: notice, named: names).map { NewDelivery(notice, for: $0) }
    }
    if deliveries.isEmpty { return }
    try outbox.add(deliveries, now: SystemClock.now)
    for name in Set(deliveries.map(\.receiver.name)) { threads[name]?.wake() }
  }

  /// Has all that waits tried once more, and tells what still does.
  func finish(_ status: ExitStatus) -> ExitStatus {
    Self.finish(threads, outbox, status)
  }

  /// Ends the threads; ``ExitStatus/tryLater`` where all is well but something still waits.
  static func finish(
    _ threads: [Name: DeliveryThread], _ outbox: any Outbox, _ status: ExitStatus
  ) -> ExitStatus {
    for thread in threads.values { thread.finish() }
    let isLost = threads.values.contains { $0.undelivered > 0 }
    let status = isLost && status < .undelivered ? .undelivered : status
    var outbox = outbox
    var question = OutboxQuestion()
    question.standings = [.waiting]
    do throws(Fault) {
      let waiting = try outbox.deliveries(question)
      guard let next = waiting.map(\.moment).min() else { return status }
      let moment = Timestamp(microseconds: next - next % Timestamp.second).rfc3339
      Program.complain(
        "alert", "\(waiting.count) wait in the outbox for cx alert deliver, from \(moment) on")
      return status == .done ? .tryLater : status
    } catch {
      Program.complain("alert", error.message)
      return status == .done ? ExitStatus(error.kind) : status
    }
  }
}
