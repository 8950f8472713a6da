import ArgumentParser
import CXCore
import CXHTTP
import CXSystem

/// The options of history by REST.
struct FetchHistoryOptions: ParsableArguments {
  @Argument(help: "Symbols as the exchange spells them; small letters do.")
  var symbols: [String]

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

  @Option(help: ArgumentHelp("Where the exchange's interface is.", valueName: "url"))
  var baseUrl = "https://api.binance.com"

  func validate() throws {
    try Program.check { () throws(Fault) in
      try RESTSource.check(baseURL: baseUrl)
      _ = try plan(.trades)
    }
  }

  /// What these options ask for.
  func plan(_ subject: HistoryPlan.Subject) throws(Fault) -> HistoryPlan {
    if let limit, limit < 1 { throw Fault(.usage, "--limit takes a number above 0: \(limit)") }
    let now = Timestamp(microseconds: SystemClock.now)
    let since = try Self.moment(since, "--since", now)
    var until: Timestamp?
    if let text = self.until {
      let moment = try Self.moment(text, "--until", now)
      if moment <= since { throw Fault(.usage, "--until is not behind --since") }
      until = moment
    }
    return HistoryPlan(subject, symbols: symbols, since: since, until: until, limit: limit)
  }

  /// The exchange's history, with waits told on stderr where somebody watches.
  func source(
    _ subject: HistoryPlan.Subject, _ output: OutputOptions
  ) throws(Fault) -> RESTSource {
    let watched = output.isWatched
    return try RESTSource(try plan(subject), baseURL: baseUrl) { pause in
      if watched {
        let wait = DurationText.text(pause.microseconds / 1_000 * 1_000)
        Program.complain("fetch", "\(pause.reason): waiting \(wait)")
      }
    }
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
