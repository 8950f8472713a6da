import ArgumentParser
import CXCore
import CXRecord
import CXSQLite
import CXSystem

/// `cx alert outbox`: what waits and what could not be delivered.
struct AlertOutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox",
    abstract: "List what waits and what could not be delivered; retry it, or drop it.",
    discussion: """
      An event stands in the outbox once for each of its receivers: waiting, delivered, or dead \
      (refused, or given up). A key is an event's delivery key or that of a notification, or its \
      first digits; without one all that waits or is dead is meant, with --all what was delivered \
      too. On a terminal a \
      table is shown, in a pipe records.

      Examples:
        cx alert outbox
        cx alert outbox --all --receiver log | head -n 3
        cx alert outbox --retry --receiver log && cx alert deliver --receivers receivers.yaml
      """)

  @Argument(help: ArgumentHelp("Delivery keys.", valueName: "key"))
  var keys: [String] = []

  @Flag(help: "Have them tried anew, and list them.")
  var retry = false

  @Flag(help: "Forget them, and list them.")
  var drop = false

  @Flag(help: "Also what was delivered.")
  var all = false

  @Option(help: ArgumentHelp("Only of this receiver.", valueName: "name"))
  var receiver: Name?

  @OptionGroup var outbox: OutboxOptions

  func validate() throws {
    if retry && drop { throw ValidationError("--retry and --drop exclude each other") }
    if let short = keys.first(where: { $0.utf8.count < 8 }) {
      throw ValidationError("\"\(short)\" is no key: give at least its first 8 digits")
    }
  }

  func run() throws {
    try Program.run("alert") { () throws(Fault) in
      var outbox = try outbox.existing()
      var question = OutboxQuestion()
      question.keys = keys
      question.receiver = receiver
      if !all && keys.isEmpty { question.standings = [.waiting, .dead] }
      let found = try outbox.deliveries(question)
      if retry { _ = try outbox.retry(question, now: SystemClock.now) }
      if drop { _ = try outbox.drop(question) }
      let listing = DeliveryListing(found)
      let columns = Terminal.size(of: .output)?.columns ?? 80
      let block = Descriptor.output.isTerminal ? listing.table(columns: columns) : listing.lines
      var sink = DescriptorSink(.output)
      try sink.write(Batch(block: block))
      try sink.flush()
      if found.isEmpty && !keys.isEmpty {
        Program.complain("alert", "the outbox has no such key")
        return .no
      }
      return .done
    }
  }
}
