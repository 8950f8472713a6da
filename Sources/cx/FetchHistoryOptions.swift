import ArgumentParser
import CXCore
import CXRecord
import CXHTTP
import CXSystem
import CXWebSocket

/// The options of history, by bulk files and REST.
struct FetchHistoryOptions: ParsableArguments {
  @OptionGroup var host: FetchHostOptions

  @Option(
    help: ArgumentHelp(
      "First moment: a date, RFC 3339, a count since 1970, today, yesterday, or so long ago: 24h "
        + "(default: 1h; with --follow: now).",
      valueName: "time"))
  var since: String?

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

  @Flag(
    help: "Compare bulk files with REST: only records that differ, with \"source\" bulk or rest.")
  var check = false

  @Flag(help: "Only say how many files, bytes and requests it would take.")
  var dryRun = false

  func validate() throws {
    try Program.check { () throws(Fault) in
      try checkCheck()
      _ = try host.hosts()
      _ = try plan(.trades, [])
    }
  }

  // What is compared is what the files hold: nothing may cut it short or go beyond it.
  private func checkCheck() throws(Fault) {
    if !check { return }
    if host.exchange.hosts.bulk == nil {
      throw Fault(.usage, "--check is for Binance: \(host.exchange.rawValue) has no bulk files")
    }
    let others = [
      ("--state", state != nil), ("--limit", limit != nil), ("--no-bulk", !bulk),
      ("--dry-run", dryRun),
    ]
    if let other = others.first(where: \.1) {
      throw Fault(.usage, "--check and \(other.0) exclude each other")
    }
  }

  /// What these options ask for.
  func plan(_ subject: HistoryPlan.Subject, _ symbols: [Name]) throws(Fault) -> HistoryPlan {
    if let limit, limit < 1 { throw Fault(.usage, "--limit takes a number above 0: \(limit)") }
    let since = try Self.argument(since ?? "1h", "--since")
    let until = try until.map { text throws(Fault) in try Self.argument(text, "--until") }
    // Whatever the time is, both are as far from each other.
    let now = Timestamp(microseconds: SystemClock.now)
    if let until, until.moment(now: now) <= since.moment(now: now) {
      throw Fault(.usage, "--until is not behind --since")
    }
    var plan = HistoryPlan(subject, symbols: symbols, since: since, until: until, limit: limit)
    plan.exchange = host.exchange
    plan.usesBulk = bulk && host.exchange.hosts.bulk != nil
    return plan
  }

  /// Fetches, with waits told on stderr, and then follows if that is asked.
  func run(
    _ subject: HistoryPlan.Subject, _ live: FetchLiveOptions, updates: Bool = false,
    _ output: OutputOptions
  ) throws(Fault) -> ExitStatus {
    let hosts = try host.hosts()
    try host.exchange.check(LivePlan.Subject(subject), follows: live.follow)
    if dryRun && host.exchange != .binance {
      throw Fault(.usage, "--dry-run is for Binance")
    }
    if check && (live.follow || live.raw) {
      throw Fault(.usage, "--check and \(live.follow ? "--follow" : "--raw") exclude each other")
    }
    var questions = try RESTQuestions(hosts) { FetchRun.tell($0, output) }
    var plan = try plan(subject, try host.chosen(&questions))
    let file = try state.map { path throws(Fault) in
      try FetchState(path, host: hosts.rest, subject: subject, symbols: plan.symbols)
    }
    if let file { plan.cursors = file.cursors }
    if dryRun { return try FetchDryRun.run(plan, hosts, &questions) }
    let symbols = plan.symbols
    func follow(_ cursors: [Name: HistoryCursor]) throws(Fault) -> LiveSource {
      try live.source(
        LivePlan.Subject(subject), symbols: symbols, cursors: cursors, updates: updates,
        hosts, output)
    }
    if live.follow {
      if until != nil || limit != nil {
        throw Fault(.usage, "--follow has no end: leave out --until and --limit")
      }
      if since == nil && plan.cursors.isEmpty {
        return try FetchRun.run(try follow([:]), output, state: file) { $0.position }
      }
    }
    func tell(_ event: HistorySource.Event) {
      switch event {
      case .pause(let pause): FetchRun.tell(pause, output)
      case .notice(let text): if output.isWatched { FetchRun.remark(text, output) }
      }
    }
    if check {
      let comparison = try HistoryCheck(plan, hosts: hosts, sharesBudget: true, tell: tell)
      return try FetchRun.run(comparison, output)
    }
    let source = try HistorySource(plan, hosts: hosts, sharesBudget: true, tell: tell)
    if live.follow {
      let both = FollowSource(source, then: follow)
      return try FetchRun.run(both, output, state: file) { $0.position }
    }
    return try FetchRun.run(source, output, state: file) { $0.position }
  }

  /// A moment from an option.
  static func argument(_ text: String, _ option: String) throws(Fault) -> TimeArgument {
    do {
      return try TimeArgument(text)
    } catch {
      throw Fault(error.kind, "\(option): \(error.message)")
    }
  }
}
