import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// Which records a query is about.
struct QueryRangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From this moment on: 2025-11-11, 2025-11-11T15:00:00Z, a count since 1970, 24h (ago), today, "
        + "yesterday.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Up to but not including this moment.", valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp("Candles of this interval: 1m, 1h, 1d, 1w, 1M.", valueName: "interval"))
  var interval: String?

  @Option(
    name: .customLong("timezone"),
    help: ArgumentHelp(
      "Whose midnights days have, and whose clock tables show: Europe/Berlin, +08:00.",
      valueName: "zone"))
  var timeZone = "UTC"

  @Option(help: ArgumentHelp("Only records of this exchange.", valueName: "name"))
  var exchange: Name?

  @Option(help: ArgumentHelp("Whose records.", valueName: "name"))
  var tenant = Instrument.defaultTenant

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try query(.candles, []) }
  }

  /// The time zone.
  func zone() throws(Fault) -> ZoneRules { try ZoneFiles.rules(timeZone) }

  /// The query that the options make.
  func query(_ kind: ArchiveKind, _ symbols: [Name]) throws(Fault) -> Query {
    var query = Query(kind)
    query.symbols = symbols
    query.tenant = tenant
    query.exchange = exchange
    query.since = try moment(since, "--since") ?? .min
    query.until = try moment(until, "--until") ?? .max
    if query.until <= query.since {
      throw Fault(.usage, "--until is not after --since")
    }
    if let interval {
      if kind != .candles { throw Fault(.usage, "--interval: only candles have one") }
      let parsed: Interval
      do {
        parsed = try Interval(parsing: interval)
      } catch {
        throw Fault(.usage, "--interval \(error.reason)")
      }
      var choice = CandleChoice(WindowCalendar(interval: parsed, zone: try zone()))
      choice.times = query.since..<query.until
      query.interval = choice
    }
    return query
  }

  private func moment(_ text: String?, _ option: String) throws(Fault) -> Int64? {
    guard let text else { return nil }
    let now = Timestamp(microseconds: SystemClock.now)
    do {
      return try TimeArgument.parse(text, now: now, zone: try zone()).microseconds
    } catch {
      throw Fault(.usage, "\(option): \(error.message)")
    }
  }
}
