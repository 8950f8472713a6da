import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx alert`: rules in, alert events out, and what becomes of them.
struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert",
    abstract: "Write alert events where rules over records begin and cease to hold.",
    discussion: """
      Alone, and with rules, files and options, it is cx alert watch: records in, alert events \
      out. The others bring events to people.

      Examples:
        cx fetch simulate --seed 7 | cx window 1m | cx alert
        cx fetch simulate --count 99999 | cx window 1m | cx alert 'change(2m) > 0.1%'
        cx fetch simulate --count 99999 | cx window 1m | cx alert --summary 'close > prev(close)'
      """,
    subcommands: [
      AlertWatchCommand.self, AlertDeliverCommand.self, AlertOutboxCommand.self,
    ],
    defaultSubcommand: AlertWatchCommand.self)
}

/// `cx alert watch`, and plain `cx alert`: alert events from records.
struct AlertWatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Write alert events, and deliver them if asked to (the default).",
    usage: "cx alert [<options>] [<rule> ...] [<files> ...]",
    discussion: AlertHelp.discussion)

  @Option(help: ArgumentHelp("Read rules from this YAML.", valueName: "file"), completion: .file())
  var rules: String?

  @Option(
    help: ArgumentHelp("Only check this YAML of rules.", valueName: "file"), completion: .file())
  var check: String?

  @Flag(help: "Write for each record and rule why it fires or does not.")
  var explain = false

  @Flag(help: "Write, at the end, for each rule how often and how long it fired.")
  var summary = false

  @Flag(help: "Count candles that are not final too.")
  var partial = false

  @Flag(help: "Pass records on, alert events between them.")
  var tee = false

  @Flag(help: "Deliver events to receivers, through an outbox on disk.")
  var notify = false

  @OptionGroup var delivery: AlertDeliveryOptions

  @OptionGroup var quiet: AlertSilenceOptions

  @OptionGroup var filter: FilterOptions

  func run() throws {
    var filter = filter
    let texts = filter.files.filter(AlertRule.isMeant)
    filter.files.removeAll(where: AlertRule.isMeant)
    if check == nil && filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("alert") { () throws(Fault) in
      if let check {
        let rules = try RuleFile.rules(check)
        let count = rules.count
        let receivers = try RuleFile.routing(check).receivers.count
        let quiet = try RuleFile.silences(check)
        let silences = quiet.count
        try AlertSilenceOptions.check(quiet, rules)
        let more = [(receivers, "receivers"), (silences, "silences")].filter { $0.0 > 0 }
          .map { ", \($0.0) \($0.1)" }.joined()
        Program.complain("alert", "\(check): \(count) rules\(more), no mistake")
        return .done
      }
      if explain && summary { throw Fault(.usage, "--explain and --summary exclude each other") }
      var options = AlertOptions(rules: try RuleFile.rules(texts, or: rules))
      options.output = explain ? .explanations : summary ? .summary : .events
      options.includesPartial = partial
      options.passesRecords = tee
      let stage = Alert(options)
      let silences = try quiet.all(orOf: rules, for: options.rules)
      let holds = summary ? false : nil
      // The starters are about records.
      let isOwn = !texts.isEmpty || rules != nil
      guard notify else {
        return try FilterRun.run(
          "alert", stage, filter, digest: options.digest, takesObjects: isOwn,
          holds: holds, prepare: { $0.silences = silences })
      }
      let delivery = try AlertDelivery(delivery, rules: options.rules, file: rules)
      do throws(Fault) {
        let status = try FilterRun.run(
          "alert", stage, filter, digest: options.digest, takesObjects: isOwn,
          holds: holds, prepare: { $0.silences = silences }, see: { delivery.see($0) }
        ) { batch throws(Fault) in try delivery.note(batch) }
        return delivery.finish(status)
      } catch {
        // What was noted before it failed is delivered all the same.
        _ = delivery.finish(.done)
        throw error
      }
    }
  }
}
