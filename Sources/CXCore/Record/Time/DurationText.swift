/// Why a text is not a duration.
public enum DurationProblem: Error, Equatable, Sendable {
  /// Nothing is there.
  case empty
  /// A number was expected where this text begins.
  case noNumber(String)
  /// This number has no unit behind it.
  case noUnit(String)
  /// The unit is not one of ``DurationText/units``.
  case unknownUnit(String)
  /// It is longer than ``DurationText/longest``.
  case tooLong

  /// The reason as part of a message: `"5x": <reason>`.
  public var reason: String {
    switch self {
    case .empty: "empty, expected a duration such as 10m"
    case .noNumber(let text): "expected a number at \"\(text)\", as in 1h30m"
    case .noUnit(let number): "no unit, did you mean \(number)s or \(number)m?"
    case .unknownUnit(let unit):
      "unknown unit \"\(unit)\", expected one of "
        + DurationText.units.reversed().map(\.name).joined(separator: ", ")
    case .tooLong: "longer than 100 years"
    }
  }
}

/// Durations as people write them: `500ms`, `2s`, `1h30m`, `30d`, `1w`.
public enum DurationText {
  /// The units, longest first, and their microseconds.
  ///
  /// A day is 24 hours and a week 7 days.
  public static let units: [(name: String, microseconds: Int64)] = [
    ("w", 604_800_000_000), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000),
    ("s", 1_000_000), ("ms", 1_000), ("us", 1),
  ]

  /// 100 years: nobody waits for longer, and sums and products of a few of them, in whatever unit,
  /// do not leave 64 bits.
  public static let longest: Int64 = 36_525 * 86_400_000_000

  /// Reads whole numbers with units, the sum of all, in microseconds.
  ///
  /// `0` needs no unit.
  public static func microseconds(_ text: String) throws(DurationProblem) -> Int64 {
    if text.isEmpty { throw .empty }
    if text == "0" { return 0 }
    var total: Int64 = 0
    for part in try parts(text) {
      guard let unit = units.first(where: { $0.name == part.unit }) else {
        throw .unknownUnit(part.unit)
      }
      let (product, tooLarge) = part.count.multipliedReportingOverflow(by: unit.microseconds)
      let (sum, overflow) = total.addingReportingOverflow(product)
      if tooLarge || overflow || sum > longest { throw .tooLong }
      total = sum
    }
    return total
  }

  /// A duration in one unit, the longest that divides it: 5,400 s is `90m`.
  public static func text(_ microseconds: Int64) -> String {
    if microseconds == 0 { return "0s" }
    for unit in units where microseconds % unit.microseconds == 0 {
      return "\(microseconds / unit.microseconds)\(unit.name)"
    }
    return "\(microseconds)us"
  }

  /// Numbers and the letters behind each, units not looked at yet.
  static func parts(_ text: String) throws(DurationProblem) -> [(count: Int64, unit: String)] {
    var rest = text.utf8[...]
    var result: [(count: Int64, unit: String)] = []
    while !rest.isEmpty {
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      if digits.isEmpty { throw .noNumber(String(rest) ?? text) }
      rest = rest[digits.endIndex...]
      let letters = rest.prefix { $0 &- 0x30 >= 10 }
      rest = rest[letters.endIndex...]
      let number = String(digits) ?? ""
      if letters.isEmpty { throw .noUnit(number) }
      guard let count = Int64(number) else { throw .tooLong }
      result.append((count, String(letters) ?? text))
    }
    return result
  }
}
