/// Why a text is not an ``Interval``.
public struct IntervalProblem: Error, Equatable, Sendable {
  /// The reason, with the text and what to write instead: `"1x": unknown unit "x"`.
  public var reason: String
}

/// How long a window is: `1m`, `4h`, `1d`, `1w`, `1M`, or any other duration.
///
/// Spellings are Binance's. Equal lengths are one interval, whatever they were read from: `60m`
/// is `1h` and `24h` is `1d`. But `7d` is not `1w`: see ``WindowCalendar`` for where each begins.
public struct Interval: Hashable, Sendable {
  /// A length, in the unit that decides where windows begin.
  public enum Span: Hashable, Sendable {
    /// Microseconds, not whole days.
    case fixed(Int64)
    /// Days.
    case days(Int)
    /// Weeks that start on Monday.
    case weeks(Int)
    /// Months.
    case months(Int)
  }

  /// The length, at least a microsecond and at most a century.
  public let span: Span

  /// The length in microseconds, where every window has the same in UTC; nil for months.
  public var fixedLength: Int64? {
    switch span {
    case .fixed(let microseconds): microseconds
    case .days(let count): Int64(count) * Timestamp.day
    case .weeks(let count): Int64(count) * 7 * Timestamp.day
    case .months: nil
    }
  }

  /// The longest interval in days; in months and in weeks the same to within rounding.
  private static let mostDays: Int64 = 36_525

  /// Reads `1m`, `90s`, `1h30m`, `2w`, `3M` (also `3mo`).
  public init(parsing text: String) throws(IntervalProblem) {
    if let months = Self.count(in: text, unit: "M") ?? Self.count(in: text, unit: "mo") {
      guard (1...1_200).contains(months) else { throw Self.outOfRange(text) }
      span = .months(Int(months))
      return
    }
    let microseconds: Int64
    do {
      microseconds = try DurationText.microseconds(text)
    } catch {
      throw Self.problem(text, error)
    }
    guard microseconds > 0, microseconds <= Self.mostDays * Timestamp.day else {
      throw Self.outOfRange(text)
    }
    if let weeks = Self.count(in: text, unit: "w") {
      span = .weeks(Int(weeks))
    } else if microseconds % Timestamp.day == 0 {
      span = .days(Int(microseconds / Timestamp.day))
    } else {
      span = .fixed(microseconds)
    }
  }

  /// The interval of that name.
  public init(parsing name: Name) throws(IntervalProblem) {
    try self.init(parsing: name.text)
  }

  /// The shortest spelling in one unit: what candles carry as their interval.
  public var name: Name { Name(spelling) }

  private var spelling: String {
    switch span {
    case .fixed(let microseconds): DurationText.text(microseconds)
    case .days(let count): "\(count)d"
    case .weeks(let count): "\(count)w"
    case .months(let count): "\(count)M"
    }
  }

  /// The number in a text of one number and this unit.
  private static func count(in text: String, unit: String) -> Int64? {
    guard let parts = try? DurationText.parts(text), parts.count == 1, parts[0].unit == unit
    else { return nil }
    return parts[0].count
  }

  private static func outOfRange(_ text: String) -> IntervalProblem {
    IntervalProblem(reason: "\"\(text)\": an interval is from 1us to 100 years (1200M)")
  }

  private static func problem(_ text: String, _ problem: DurationProblem) -> IntervalProblem {
    guard case .unknownUnit(let unit) = problem else {
      return IntervalProblem(reason: "\"\(text)\": \(problem.reason)")
    }
    if unit == "M" || unit == "mo" {
      return IntervalProblem(
        reason: "\"\(text)\": months do not combine with other units, expected such as 3M")
    }
    let number = text.prefix { $0.isNumber }
    let meant: String? =
      switch unit.lowercased() {
      case "min", "mins", "minute", "minutes": "m"
      case "sec", "secs", "second", "seconds": "s"
      case "hr", "hrs", "hour", "hours": "h"
      case "day", "days": "d"
      case "week", "weeks", "wk": "w"
      case "mon", "month", "months": "M"
      case "s", "h", "d", "w", "ms", "us": unit.lowercased()
      case "y", "yr", "year", "years": "M"
      default: nil
      }
    let hint: String
    if let meant, unit.lowercased().hasPrefix("y") {
      hint = "years are written in months: 12\(meant)"
    } else if let meant {
      hint = "did you mean \(number)\(meant)?"
    } else {
      hint = "expected ms, s, m, h, d, w or M (month), as in 1m"
    }
    return IntervalProblem(reason: "\"\(text)\": unknown unit \"\(unit)\", \(hint)")
  }
}

extension Interval: CustomStringConvertible, Codable {
  /// The name.
  public var description: String { spelling }

  /// Reads the name that ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      self = try Interval(parsing: try container.decode(String.self))
    } catch let problem as IntervalProblem {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.reason)
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
