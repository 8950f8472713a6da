import ArgumentParser
import CXCore
import CXHTTP
import CXSystem

/// The options of history, by bulk files and REST.
struct FetchHistoryOptions: ParsableArguments {
  @OptionGroup var host: FetchHostOptions

  @Option(
    help: ArgumentHelp(
      "First moment: a date, RFC 3339, a count since 1970, today, yesterday, or so long ago: 24h.",
      valueName: "time"))
  var since = "1h"

  @Option(
    help: ArgumentHelp("First moment that no longer counts (default: now).", valueName: "time"))
  var until: String?

  @Option(help: ArgumentHelp("At most so many records a symbol.", valueName: "count"))
  var limit: Int?

  @Flag(inversion: .prefixedNo, help: "Use the exchange's bulk files for whole months and days.")
  var bulk = true

  @Option(
    help: ArgumentHelp("Keep here how far it came, and go on from it.", valueName: "file"),
    completion: .file())
  var state: String?

  @Flag(help: "Only say how many files and requests it would take.")
  var dryRun = false

  func validate() throws {
    try Program.check { () throws(Fault) in
      _ = try host.hosts()
      _ = try plan(.trades, [])
    }
  }

  /// What these options ask for.
  func plan(_ subject: HistoryPlan.Subject, _ symbols: [String]) throws(Fault) -> HistoryPlan {
    if let limit, limit < 1 { throw Fault(.usage, "--limit takes a number above 0: \(limit)") }
    let now = Timestamp(microseconds: SystemClock.now)
    let since = try Self.moment(since, "--since", now)
    var until: Timestamp?
    if let text = self.until {
      let moment = try Self.moment(text, "--until", now)
      if moment <= since { throw Fault(.usage, "--until is not behind --since") }
      until = moment
    }
    var plan = HistoryPlan(subject, symbols: symbols, since: since, until: until, limit: limit)
    plan.usesBulk = bulk
    return plan
  }

  /// Fetches, with waits told on stderr where somebody watches.
  func run(_ subject: HistoryPlan.Subject, _ output: OutputOptions) throws(Fault) -> ExitStatus {
    let hosts = try host.hosts()
    var questions = try RESTQuestions(hosts)
    var plan = try plan(subject, try host.chosen(&questions))
    let file = try state.map { path throws(Fault) in
      try FetchState(path, host: hosts.rest, subject: subject, symbols: plan.symbols)
    }
    if let file { plan.cursors = file.cursors }
    if dryRun { return try FetchDryRun.run(plan, &questions) }
    let watched = output.isWatched
    let source = try HistorySource(plan, hosts: hosts, sharesBudget: true) { event in
      switch event {
      case .pause(let pause) where watched:
        let wait = DurationText.text(pause.microseconds / 1_000 * 1_000)
        Program.complain("fetch", "\(pause.reason): waiting \(wait)")
      case .notice(let text) where watched: Program.complain("fetch", text)
      case .pause, .notice: break
      }
    }
    return try FetchRun.run(source, output, state: file) { $0.position }
  }

  /// A moment from an option.
  static func moment(
    _ text: String, _ option: String, _ now: Timestamp
  ) throws(Fault) -> Timestamp {
    do {
      return try TimeArgument.parse(text, now: now)
    } catch {
      throw Fault(error.kind, "\(option): \(error.message)")
    }
  }
}
