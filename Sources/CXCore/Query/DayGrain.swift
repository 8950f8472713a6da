import CXRecord

extension ZoneRules {
  /// The greatest common divisor of the moments at which the days in a range of time begin, and of a
  /// day: microseconds; a day where all begin as those of UTC do.
  ///
  /// Of a range without a beginning what counts is from 2009 on, when the first coin was made; of one
  /// without an end, what is before 2100.
  func dayGrain(in times: Range<Int64>) -> Int64 {
    if isUTC { return Timestamp.day }
    let second = Timestamp.second
    let end = times.upperBound == .max ? Self.farthest : times.upperBound.floorDivided(by: second)
    let begin =
      times.lowerBound == .min
      ? min(Self.firstCoin, end) : times.lowerBound.floorDivided(by: second)
    let last = end + 2 * 86_400
    var grain: Int64 = 86_400
    var moment = begin - 2 * 86_400
    while moment < last {
      // A day in the middle of what has one offset, and those at its end.
      let (offset, until) = offset(at: moment)
      grain = Self.divisor(grain, offset)
      if until >= last { break }
      let day = day(of: until)
      for day in (day - 1)...(day + 1) { grain = Self.divisor(grain, start(ofDay: day)) }
      moment = until
    }
    return grain * second
  }

  /// 2009-01-03, and 2100-01-01, in seconds since 1970 UTC.
  private static let firstCoin: Int64 = 1_230_940_800
  private static let farthest: Int64 = 4_102_444_800

  /// Euclid's.
  private static func divisor(_ one: Int64, _ other: Int64) -> Int64 {
    var (one, other) = (abs(one), abs(other))
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }
}
