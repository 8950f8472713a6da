import ArgumentParser
import CXCore
import CXSystem

/// `cx alert`: rules in, alert events out.
struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert",
    abstract: "Write alert events where rules over records begin and cease to hold.",
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

  @OptionGroup var filter: FilterOptions

  func run() throws {
    var filter = filter
    let texts = filter.files.filter(AlertRule.isMeant)
    filter.files.removeAll(where: AlertRule.isMeant)
    if check == nil && filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("alert") { () throws(Fault) in
      if let check {
        Program.complain("alert", "\(check): \(try RuleFile.rules(check).count) rules, no mistake")
        return .done
      }
      if explain && summary { throw Fault(.usage, "--explain and --summary exclude each other") }
      var options = AlertOptions(rules: try RuleFile.rules(texts, or: rules))
      options.output = explain ? .explanations : summary ? .summary : .events
      options.includesPartial = partial
      options.passesRecords = tee
      return try FilterRun.run(
        "alert", Alert(options), filter, digest: options.digest, holds: summary ? false : nil)
    }
  }
}
