/// The rule of POSIX's `TZ` variable: a standard offset and, perhaps, a summer one from one day of
/// each year to another.
///
/// It is the footer of a TZif file (RFC 8536, section 3.3), with that RFC's extension of times to
/// -167 to 167 hours.
struct YearlyRule: Hashable, Sendable, Codable {
  /// A day of any year.
  enum Day: Hashable, Sendable, Codable {
    /// `Jn`: 1 to 365, February 29 never counted.
    case julian(Int)
    /// `n`: 0 to 365, February 29 counted.
    case ordinal(Int)
    /// `Mm.w.d`: weekday 0 to 6 from Sunday, week 1 to 5, 5 being the last of the month.
    case weekday(month: Int, week: Int, weekday: Int)

    /// The day in a year, as days since 1970.
    func days(in year: Int) -> Int {
      let newYear = CivilDate(year: year, month: 1, day: 1).daysSince1970
      switch self {
      case .julian(let day):
        let leap = CivilDate.daysInMonth(year: year, month: 2) == 29
        return newYear + day - 1 + (leap && day >= 60 ? 1 : 0)
      case .ordinal(let day):
        return newYear + day
      case .weekday(let month, let week, let weekday):
        let first = CivilDate(year: year, month: month, day: 1).daysSince1970
        // 1970-01-01, day 0, was a Thursday.
        let firstWeekday = ((first + 4) % 7 + 7) % 7
        let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        return first + (day < CivilDate.daysInMonth(year: year, month: month) ? day : day - 7)
      }
    }
  }

  /// A day and the local time on it, in seconds from its midnight.
  struct Change: Hashable, Sendable, Codable {
    var day: Day
    var time: Int64

    func moment(in year: Int, offsetBefore: Int64) -> Int64 {
      Int64(day.days(in: year)) * 86_400 + time - offsetBefore
    }
  }

  /// Seconds east of UTC of the one offset and the other, and when each begins.
  struct Summer: Hashable, Sendable, Codable {
    var offset: Int64
    var start: Change
    var end: Change
  }

  /// Seconds east of UTC.
  var standard: Int64
  /// Summer time, where there is one.
  var summer: Summer?

  /// Seconds east of UTC at a moment (seconds since 1970 UTC), and when that may change next.
  func offset(at moment: Int64) -> (seconds: Int64, until: Int64) {
    guard let summer else { return (standard, .max) }
    let year = CivilDate(daysSince1970: Int(moment.floorDivided(by: 86_400))).year
    // Two years ahead and behind, since a change may lie a week beyond its own year.
    let years = (year - 2)...(year + 2)
    let starts = years.map { summer.start.moment(in: $0, offsetBefore: standard) }
    let ends = years.map { summer.end.moment(in: $0, offsetBefore: summer.offset) }
    // Where both fall on one moment, it is summer all year.
    let lastStart = starts.last { $0 <= moment } ?? .min
    let lastEnd = ends.last { $0 <= moment } ?? .min
    let next = (starts + ends).filter { $0 > moment }.min() ?? .max
    return (lastStart >= lastEnd ? summer.offset : standard, next)
  }
}

extension YearlyRule {
  /// Reads `EST5EDT,M3.2.0,M11.1.0` or `<+0330>-3:30`; nil when it is not in that grammar.
  ///
  /// Summer time without its days is refused too: POSIX leaves them to the system.
  init?(parsing text: some Collection<UInt8>) {
    var reader = Reader(rest: Array(text)[...])
    guard reader.name(), let west = reader.time(mostHours: 25) else { return nil }
    standard = -west
    if reader.rest.isEmpty { return }
    guard reader.name() else { return nil }
    var offset = standard + 3600
    if reader.rest.first != UInt8(ascii: ",") {
      guard let west = reader.time(mostHours: 25) else { return nil }
      offset = -west
    }
    guard
      reader.skip(","), let start = reader.change(), reader.skip(","), let end = reader.change(),
      reader.rest.isEmpty
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      guard
        (1...3).contains(digits.count), let value = Int(String(decoding: digits, as: UTF8.self)),
        range.contains(value)
      else { return nil }
      rest = rest.dropFirst(digits.count)
      return value
    }

    /// Skips an abbreviation: three letters or more, or anything in angle brackets.
    mutating func name() -> Bool {
      if skip("<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let letters = rest.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
      rest = rest.dropFirst(letters.count)
      return letters.count >= 3
    }

    /// `hh[:mm[:ss]]` with a sign, in seconds.
    mutating func time(mostHours: Int) -> Int64? {
      let negative = skip("-")
      if !negative { _ = skip("+") }
      guard let hours = number(0...mostHours) else { return nil }
      var seconds = hours * 3600
      if skip(":") {
        guard let minutes = number(0...59) else { return nil }
        seconds += minutes * 60
        if skip(":") {
          guard let rest = number(0...59) else { return nil }
          seconds += rest
        }
      }
      return Int64(negative ? -seconds : seconds)
    }

    mutating func change() -> Change? {
      let day: Day
      if skip("J") {
        guard let number = number(1...365) else { return nil }
        day = .julian(number)
      } else if skip("M") {
        guard
          let month = number(1...12), skip("."), let week = number(1...5), skip("."),
          let weekday = number(0...6)
        else { return nil }
        day = .weekday(month: month, week: week, weekday: weekday)
      } else {
        guard let number = number(0...365) else { return nil }
        day = .ordinal(number)
      }
      guard skip("/") else { return Change(day: day, time: 7200) }
      guard let time = time(mostHours: 167) else { return nil }
      return Change(day: day, time: time)
    }
  }
}
