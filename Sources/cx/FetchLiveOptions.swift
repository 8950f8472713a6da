import ArgumentParser
import CXCore
import CXRecord
import CXHTTP
import CXSystem
import CXWebSocket

/// The options of following as it happens.
struct FetchLiveOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Go on with what happens from now on, without end.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Where the exchange's streams are (default: wss://stream.binance.com:9443, or the other's "
        + "own).", valueName: "url"))
  var wsUrl: String?

  @Flag(help: "Print payloads as they come, each behind its time: what cx fetch replay reads.")
  var raw = false

  @Option(
    help: ArgumentHelp("Replace connections at this age.", valueName: "duration"))
  var renew = "23h30m"

  @Option(
    help: ArgumentHelp(
      "Ask the exchange, when a connection brings nothing for so long.", valueName: "duration"))
  var stall = "30s"

  /// Follows the symbols that the options choose, from now on.
  func run(
    _ subject: LivePlan.Subject, _ host: FetchHostOptions, _ output: OutputOptions
  ) throws(Fault) -> ExitStatus {
    try host.exchange.check(subject, follows: true)
    let hosts = try host.hosts()
    var questions = try RESTQuestions(hosts) { FetchRun.tell($0, output) }
    let symbols = try host.chosen(&questions)
    return try FetchRun.run(try source(subject, symbols: symbols, hosts, output), output)
  }

  /// Follows symbols from where their history ended.
  func source(
    _ subject: LivePlan.Subject, symbols: [Name], cursors: [Name: HistoryCursor] = [:],
    updates: Bool = false, _ rest: HistorySource.Hosts, _ output: OutputOptions
  ) throws(Fault) -> LiveSource {
    var plan = LivePlan(subject, symbols: symbols)
    plan.exchange = rest.exchange
    plan.cursors = cursors
    plan.showsUpdates = updates
    plan.isRaw = raw
    plan.seed = UInt64.random(in: 0 ... .max)
    plan.limits.renewal = try WindowCommand.duration(renew, "--renew")
    plan.limits.renewalJitter = min(plan.limits.renewalJitter, plan.limits.renewal / 10)
    plan.limits.stall = try WindowCommand.duration(stall, "--stall")
    plan.limits.quiet = 2 * plan.limits.stall
    let hosts = try LiveSource.Hosts(
      rest: rest.rest, streams: wsUrl ?? rest.exchange.hosts.streams)
    return try LiveSource(plan, hosts: hosts) { FetchRun.remark($0, output) }
  }
}
