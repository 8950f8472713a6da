import CXRecord

/// Where overlapping windows begin and end: they begin where the windows of `slide` do, in its zone,
/// and last for `size` of the same zone's calendar.
///
/// So `1w` by `1w` begins on Mondays, and a day in New York may last 23 or 25 hours. A window of days
/// that begins within a day ends as long after the start of its last day as it began after the start
/// of its first; one of months ends on the same day of the month, or on the last one that there is.
public struct SlidingCalendar: Hashable, Sendable, Codable {
  /// How long each window is.
  public let size: Interval
  /// Where they begin.
  public let slide: WindowCalendar

  /// Windows of `size` that begin every `slide`.
  public init(size: Interval, slide: WindowCalendar) {
    self.size = size
    self.slide = slide
  }

  /// What their candles carry as interval.
  public var name: String { "\(size.name)/\(slide.interval.name)" }

  /// The windows that hold a time, ascending.
  func spans(holding time: Int64) -> [(start: Int64, end: Int64)] {
    var spans: [(start: Int64, end: Int64)] = []
    var start = slide.bounds(containing: time).start
    while true {
      let end = end(ofWindowFrom: start)
      if end <= time { return spans.reversed() }
      spans.append((start, end))
      start = slide.bounds(containing: start - 1).start
    }
  }

  private func end(ofWindowFrom start: Int64) -> Int64 {
    switch size.span {
    case .fixed(let length): return start + length
    case .days(let count): return end(ofWindowFrom: start) { $0 + Int64(count) }
    case .weeks(let count): return end(ofWindowFrom: start) { $0 + 7 * Int64(count) }
    case .months(let count):
      return end(ofWindowFrom: start) { day in
        var date = CivilDate(daysSince1970: Int(day))
        let month = date.year * 12 + date.month - 1 + count
        date.year = Int(Int64(month).floorDivided(by: 12))
        date.month = month - date.year * 12 + 1
        date.day = min(date.day, CivilDate.daysInMonth(year: date.year, month: date.month))
        return Int64(date.daysSince1970)
      }
    }
  }

  /// The end of a window whose last day `move` finds from its first; days count from 1970.
  private func end(ofWindowFrom start: Int64, _ move: (Int64) -> Int64) -> Int64 {
    let zone = slide.zone
    func midnight(_ day: Int64) -> Int64 { zone.start(ofDay: day) * Timestamp.second }
    let first = zone.day(of: start.floorDivided(by: Timestamp.second))
    let last = move(first)
    return min(midnight(last) + (start - midnight(first)), midnight(last + 1))
  }
}
