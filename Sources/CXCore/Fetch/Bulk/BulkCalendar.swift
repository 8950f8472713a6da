import CXRecord

/// Which part of a history comes from which file, and which by REST: decided step by step, since
/// files are missing without notice.
///
/// A whole month is a monthly file; else a day is a daily one; what is left, and the days that have
/// no file yet, is asked by REST. A file is two requests, and a page holds 1000 rows: one that
/// would replace less than a page (hourly candles of a month) is not worth it.
struct BulkCalendar {
  /// What brings a span of time.
  enum Segment: Equatable {
    /// A file, of which only what lies in the span counts.
    case file(BulkFile)
    /// REST, up to this moment.
    case rest(until: Int64)
  }

  private let series: BulkSeries?
  // Files that are not there, or not as they should be.
  private var absent: Set<Name> = []
  /// False when all is asked by REST.
  private(set) var isOn: Bool
  // Whether each file is worth it, since nothing else is asked.
  private let isAlone: Bool

  /// A day of trades of which less is wanted is not worth its file.
  private static let leastTrades: Int64 = 3_600 * Timestamp.second
  private static let pageRows: Int64 = 1_000

  /// A calendar of a subject's files.
  init(_ subject: HistoryPlan.Subject, symbol: Name, isOn: Bool, isAlone: Bool = false) {
    series = BulkSeries(subject, symbol: symbol)
    self.isOn = isOn && series != nil
    self.isAlone = isAlone
  }

  /// Notes that a file cannot be had: what it covers comes by other ways.
  mutating func exclude(_ file: BulkFile) {
    absent.insert(Name(file.stem))
  }

  /// Notes that no file can be had: the host does not answer.
  mutating func excludeAll() {
    isOn = false
  }

  /// What brings the rows at `time` and after it, until `until`.
  ///
  /// `now` is the exchange's clock: what has not ended has no file.
  func segment(at time: Int64, until: Int64, now: Int64) -> Segment {
    guard isOn, let series else { return .rest(until: until) }
    let known = min(until, now)
    if let month = month(of: series, at: time, until: known) { return .file(month) }
    var day = BulkFile(.daily, series, start: Self.midnight(time))
    if isWanted(day, series, from: time, until: until, now: now) { return .file(day) }
    // REST up to the next file.
    while day.end < known {
      let next = day.end
      if month(of: series, at: next, until: known) != nil { return .rest(until: next) }
      day = BulkFile(.daily, series, start: next)
      if isWanted(day, series, from: next, until: until, now: now) { return .rest(until: next) }
    }
    return .rest(until: until)
  }

  // The file of the month that begins at `time`, if it is whole before `until` and worth it.
  private func month(of series: BulkSeries, at time: Int64, until: Int64) -> BulkFile? {
    let date = CivilDate(daysSince1970: Int(time.floorDivided(by: Timestamp.day)))
    guard date.day == 1, Self.midnight(time) == time else { return nil }
    let month = BulkFile(.monthly, series, start: time)
    let days = (month.end - time) / Timestamp.day
    let isWorth = isAlone || series.rowsPerDay.map { $0 * days > Self.pageRows } ?? true
    return isWorth && month.end <= until && !absent.contains(Name(month.stem)) ? month : nil
  }

  private func isWanted(
    _ day: BulkFile, _ series: BulkSeries, from time: Int64, until: Int64, now: Int64
  ) -> Bool {
    guard series.hasDays, day.end <= now, !absent.contains(Name(day.stem)) else { return false }
    let wanted = min(day.end, until) - time
    if isAlone { return wanted > 0 }
    guard let rows = series.rowsPerDay else { return wanted >= Self.leastTrades }
    return rows * wanted / Timestamp.day > Self.pageRows
  }

  private static func midnight(_ time: Int64) -> Int64 {
    time.floorDivided(by: Timestamp.day) * Timestamp.day
  }
}
