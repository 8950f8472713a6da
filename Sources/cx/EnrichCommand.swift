import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// `cx enrich`: fields behind the ones that are there.
struct EnrichCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrich",
    abstract: "Append fields to records: notional, mid, returns, indicators, formulas, joins.",
    usage: "cx enrich [<options>] [<name>=<expression> ...] [<files> ...]",
    discussion: EnrichHelp.discussion)

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp("Indicators of candles: sma(20),rsi(14).", valueName: "indicators"))
  var indicators: [String] = []

  @Flag(help: "Append only what is asked for, no default fields.")
  var only = false

  @Option(
    help: ArgumentHelp("Append the fields of this NDJSON or CSV by symbol.", valueName: "file"),
    completion: .file())
  var join: String?

  @Flag(help: "Let a field take the place of one of its name that a record has.")
  var replace = false

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try options() }
  }

  func run() throws {
    var filter = filter
    filter.files.removeAll(where: Assignment.isMeant)
    if filter.asksTerminal { try Program.showHelp(of: Self.self) }
    try Program.run("enrich") { () throws(Fault) in
      var options = try options()
      if let join {
        options.reference = try EnrichJoin.table(join)
        try options.checkNames()
      }
      return try FilterRun.run(
        "enrich", Enrich(options), filter, digest: options.digest,
        takesObjects: !options.assignments.isEmpty)
    }
  }

  /// What was asked for, but for the reference data.
  private func options() throws(Fault) -> EnrichOptions {
    var options = EnrichOptions()
    options.defaults = !only
    options.replaces = replace
    do throws(IndicatorSpec.Problem) {
      for list in indicators { options.indicators += try IndicatorSpec.list(parsing: list) }
    } catch {
      throw Fault(.usage, "--with: \(error.reason)")
    }
    do throws(ExpressionError) {
      for text in filter.files.filter(Assignment.isMeant) {
        options.assignments.append(try Assignment(parsing: text))
      }
    } catch {
      throw Fault(.usage, "expression: \(error.description)")
    }
    try options.checkNames()
    return options
  }
}
