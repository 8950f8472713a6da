/// Where the windows of an interval begin and end.
///
/// In UTC, intervals begin at multiples of their length since 1970-01-01T00:00Z, as Binance's do;
/// but weeks begin on Monday (ISO 8601; n weeks count from Monday 1970-01-05), and months on the
/// 1st (n months count from January of the year 0).
///
/// In another zone, days, weeks and months are the zone's: a day may last 23 or 25 hours. A day
/// begins at the first instant whose local date is that day or a later one: where clocks skip
/// midnight, that is the instant of the skip; where midnight comes twice, it is the first one; a
/// date that the zone skips altogether has no window. Shorter intervals that divide 24 hours count
/// elapsed time from the start of the local day, and the last one of a day ends with the day. Those
/// that do not divide it (`7h`, `36h`) begin as in UTC.
///
/// Windows tile time: the end of one is the start of the next. Bounds beyond 64 bits of
/// microseconds saturate.
public struct WindowCalendar: Hashable, Sendable, Codable {
  /// How long the windows are.
  public let interval: Interval
  /// Whose midnights count.
  public let zone: ZoneRules

  /// The windows of `interval` in `zone`.
  public init(interval: Interval, zone: ZoneRules = .utc) {
    self.interval = interval
    self.zone = zone
  }

  /// The window that holds `time`: `[start, end)`, all microseconds since 1970 UTC.
  public func bounds(containing time: Int64) -> (start: Int64, end: Int64) {
    switch interval.span {
    case .fixed(let length):
      if zone.isUTC || Timestamp.day % length != 0 { return Self.multiple(of: length, time) }
      return partOfDay(length, time)
    case .days(let count):
      if zone.isUTC { return Self.multiple(of: Int64(count) * Timestamp.day, time) }
      return localDays(of: time) { day in
        let start = day.floorDivided(by: Int64(count)) * Int64(count)
        return (start, start + Int64(count))
      }
    case .weeks(let count):
      // 1970-01-05, day 4, is a Monday.
      let days = Int64(count) * 7
      if zone.isUTC {
        return Self.multiple(of: days * Timestamp.day, from: 4 * Timestamp.day, time)
      }
      return localDays(of: time) { day in
        let start = (day - 4).floorDivided(by: days) * days + 4
        return (start, start + days)
      }
    case .months(let count):
      return localDays(of: time) { day in
        let date = CivilDate(daysSince1970: Int(day))
        let month = Int64(date.year * 12 + date.month - 1)
        let start = month.floorDivided(by: Int64(count)) * Int64(count)
        return (Self.firstDay(ofMonth: start), Self.firstDay(ofMonth: start + Int64(count)))
      }
    }
  }

  private static func multiple(
    of length: Int64, from origin: Int64 = 0, _ time: Int64
  ) -> (start: Int64, end: Int64) {
    let (shifted, below) = time.subtractingReportingOverflow(origin)
    if below { return (.min, .min + length) }
    let start = origin + saturatingProduct(shifted.floorDivided(by: length), length)
    let (end, overflow) = start.addingReportingOverflow(length)
    return (start, overflow ? .max : end)
  }

  /// The day number of the 1st; months count from January of the year 0.
  private static func firstDay(ofMonth month: Int64) -> Int64 {
    let year = month.floorDivided(by: 12)
    let date = CivilDate(year: Int(year), month: Int(month - year * 12) + 1, day: 1)
    return Int64(date.daysSince1970)
  }

  /// The instants at which the days begin that `span` gives for the local day of `time`.
  private func localDays(
    of time: Int64, span: (Int64) -> (Int64, Int64)
  ) -> (start: Int64, end: Int64) {
    let (first, next) = span(zone.day(of: time.floorDivided(by: Timestamp.second)))
    return (
      Self.saturatingProduct(zone.start(ofDay: first), Timestamp.second),
      Self.saturatingProduct(zone.start(ofDay: next), Timestamp.second)
    )
  }

  private func partOfDay(_ length: Int64, _ time: Int64) -> (start: Int64, end: Int64) {
    let day = localDays(of: time) { ($0, $0 + 1) }
    let start = day.start + (time - day.start) / length * length
    let (end, overflow) = start.addingReportingOverflow(length)
    return (start, overflow ? day.end : min(end, day.end))
  }

  private static func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? (left < 0 ? .min : .max) : product
  }
}
