import CXRecord

/// Round moments along a row of candles, and what to write at them.
struct TimeTicks {
  /// How far apart moments are.
  enum Step: Equatable {
    case seconds(Int64)
    case weeks
    case months(Int)
  }

  /// A candle's index, and the text to write at it.
  typealias Tick = (index: Int, text: String)

  private static let steps: [Step] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200]
    .map { .seconds($0) } + [.seconds(86_400), .seconds(172_800), .weeks]
    + [1, 3, 6, 12, 60, 120, 600].map { .months($0) }

  /// Ticks at the finest step that gives at most `count` of them.
  ///
  /// `times` are the candles' starts, ascending, microseconds since 1970 UTC; the zone's midnights
  /// count.
  static func ticks(_ times: [Int64], atMost count: Int, zone: ZoneRules) -> [Tick] {
    let local = times.map { time in
      let second = time.floorDivided(by: Timestamp.second)
      return second + zone.offset(at: second).seconds
    }
    for step in steps {
      var indexes: [Int] = []
      var previous = local.first.map { period($0 - 1, step) }
      for (index, second) in local.enumerated() {
        let current = period(second, step)
        if current != previous { indexes.append(index) }
        previous = current
        if indexes.count > count { break }
      }
      if indexes.count <= count {
        var last: Int64?
        return indexes.map { index in
          defer { last = local[index] }
          return (index, text(local[index], step, after: last))
        }
      }
    }
    return []
  }

  /// A number that is the same for all moments between two ticks.
  private static func period(_ second: Int64, _ step: Step) -> Int64 {
    switch step {
    case .seconds(let length): return second.floorDivided(by: length)
    // 1970-01-05 was a Monday.
    case .weeks: return (second - 4 * 86_400).floorDivided(by: 7 * 86_400)
    case .months(let count):
      let date = CivilDate(daysSince1970: Int(second.floorDivided(by: 86_400)))
      return Int64(date.year * 12 + date.month - 1).floorDivided(by: Int64(count))
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The clock, or at the first tick of a day the day, or at the first one of a year the year.
  private static func text(_ second: Int64, _ step: Step, after previous: Int64?) -> String {
    let date = CivilDate(daysSince1970: Int(second.floorDivided(by: 86_400)))
    let before = previous.map { CivilDate(daysSince1970: Int($0.floorDivided(by: 86_400))) }
    let month = months[date.month - 1]
    if case .seconds(let length) = step, length < 86_400 {
      let inDay = Int(second - second.floorDivided(by: 86_400) * 86_400)
      if inDay == 0 || before.map({ $0 != date }) == true { return "\(month) \(date.day)" }
      return clock(inDay, withSeconds: length < 60)
    }
    if let before, before.year != date.year { return "\(date.year)" }
    if case .months(let count) = step { return count < 12 ? month : "\(date.year)" }
    return "\(month) \(date.day)"
  }

  /// `15:04` or `15:04:05`.
  static func clock(_ second: Int, withSeconds: Bool) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let minutes = "\(two(second / 3600)):\(two(second / 60 % 60))"
    return withSeconds ? "\(minutes):\(two(second % 60))" : minutes
  }
}
