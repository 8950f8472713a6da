/// A moment of event time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Microseconds are exact in a binary64 until the year 2255, and are the unit of Parquet and
/// ClickHouse.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
  /// Microseconds since 1970 UTC.
  public var microseconds: Int64

  /// The moment `microseconds` after 1970 UTC.
  @inlinable
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Earlier moments are less.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Microseconds in a second.
  public static let second: Int64 = 1_000_000
  /// Microseconds in a day of UTC.
  public static let day: Int64 = 86_400 * second

  /// The moments that records may have, reading and writing: 1973-03-03T09:46:40Z to
  /// 2286-11-20T17:46:40Z, which are the counts of microseconds that cannot be taken for seconds or
  /// milliseconds and have 15 or 16 digits.
  public static let range: Range<Int64> = 100_000_000_000_000..<10_000_000_000_000_000

  /// Whether a record may have it; see ``range``.
  @inlinable
  package var isInRange: Bool {
    microseconds >= 100_000_000_000_000 && microseconds < 10_000_000_000_000_000
  }

  /// Whether calendars can work with it without overflow: the years 1653 to 2286.
  @inlinable
  package var isSane: Bool { microseconds.magnitude < 10_000_000_000_000_000 }

  /// Reads a count since 1970 whose unit its size tells: below 10¹¹ seconds, below 10¹⁴
  /// milliseconds, below 10¹⁷ microseconds, else nanoseconds.
  ///
  /// (10¹¹ seconds is the year 5138; 10¹¹ milliseconds is March 1973.) Nil when out of range.
  @inlinable
  public init?(epoch count: Int64) {
    switch count.magnitude {
    case 100_000_000_000_000..<100_000_000_000_000_000: self.init(microseconds: count)
    case 100_000_000_000..<100_000_000_000_000: self.init(microseconds: count * 1_000)
    case ..<100_000_000_000: self.init(microseconds: count * 1_000_000)
    default:
      let (quotient, remainder) = count.quotientAndRemainder(dividingBy: 1_000)
      self.init(microseconds: remainder < 0 ? quotient - 1 : quotient)
    }
  }

  /// Reads a count since 1970 with decimals, as Kraken writes seconds; what is finer than a
  /// microsecond is cut off.
  public init?(epoch count: Decimal) {
    if let whole = count.units(atScale: 0) {
      guard let whole = Int64(exactly: whole) else { return nil }
      self.init(epoch: whole)
      return
    }
    let exponent: Int
    switch count.magnitude {
    case ..<Decimal(100_000_000_000): exponent = 6
    case ..<Decimal(100_000_000_000_000): exponent = 3
    case ..<Decimal(100_000_000_000_000_000): exponent = 0
    default: exponent = -3
    }
    let places = Int(count.scale) - exponent
    let micros: Int64
    if places >= 0 {
      let (whole, isExact) = Decimal(wide: count.units, scale: UInt8(places)).whole
      guard let cut = Int64(exactly: whole.units) else { return nil }
      micros = isExact || cut > 0 || !count.units.isNegative ? cut : cut - 1
    } else {
      guard
        let product = count.multiplied(by: Decimal(PowersOfTen.int128(UInt8(exponent)))),
        let whole = product.units(atScale: 0).flatMap({ Int64(exactly: $0) })
      else { return nil }
      micros = whole
    }
    self.init(microseconds: micros)
  }
}

extension Timestamp {
  /// The moment as RFC 3339 in UTC, with as many decimals as it needs: none, three or six.
  public var rfc3339: String {
    let days = microseconds.floorDivided(by: Self.day)
    let date = CivilDate(daysSince1970: Int(days))
    let inDay = microseconds - days * Self.day
    let seconds = Int(inDay / Self.second)
    let micros = Int(inDay % Self.second)
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    var text = "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
    text += ":\(padded(seconds % 60, 2))"
    if micros % 1000 != 0 {
      text += "." + padded(micros, 6)
    } else if micros != 0 {
      text += "." + padded(micros / 1000, 3)
    }
    return text + "Z"
  }
}

extension Int64 {
  /// The quotient rounded down, also for negative numbers: what calendars need.
  @inlinable
  public func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
