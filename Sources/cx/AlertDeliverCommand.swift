import ArgumentParser
import CXCore
import CXRecord
import CXSQLite

/// `cx alert deliver`: sends what waits in the outbox, and ends.
struct AlertDeliverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver",
    abstract: "Send what waits in the outbox, and end: for cron.",
    discussion: """
      Status 0 means that nothing waits any more; 75 that something does: a receiver was not \
      reached, or asked to be left alone, and the next run tries again. Several programs may share \
      an outbox; one of them serves a receiver at a time.

      Examples:
        cx alert deliver --receivers receivers.yaml && cx alert outbox --all
        cx alert deliver --receivers receivers.yaml && cx alert outbox --all | grep -c delivered
        cx alert outbox --retry --all && cx alert deliver --receivers receivers.yaml
      """)

  @OptionGroup var delivery: AlertDeliveryOptions

  func run() throws {
    try Program.run("alert") { () throws(Fault) in
      let routing = try delivery.routing()
      var outbox = try delivery.outbox.existing()
      var question = OutboxQuestion()
      question.standings = [.waiting]
      let wanted = Set(try outbox.deliveries(question).map(\.receiver))
      for name in wanted.sorted() where !routing.receivers.contains(where: { $0.name == name }) {
        Program.complain("alert", "no receiver is named \(name), for whom something waits")
      }
      let receivers = routing.receivers.filter { wanted.contains($0.name) }
      let threads = try AlertDelivery.threads(receivers, try delivery.outbox.path())
      return AlertDelivery.finish(threads, outbox, .done)
    }
  }
}
