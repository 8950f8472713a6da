/// A time zone's offsets from UTC, past and future.
///
/// A value, not a name: a saved state carries the rules it was made with.
public struct ZoneRules: Hashable, Sendable, Codable, CustomStringConvertible {
  /// `UTC`, `+08:00`, or the name in the IANA database, `Europe/Berlin`.
  public let name: String
  /// When offsets change, seconds since 1970 UTC, strictly ascending.
  let transitions: [Int64]
  /// Seconds east of UTC: first the offset before all transitions, then the one after each.
  let offsets: [Int32]
  /// What holds after the last transition; without it the last offset does.
  let future: YearlyRule?

  /// UTC.
  public static let utc = ZoneRules(name: "UTC", transitions: [], offsets: [0], future: nil)

  /// No zone of a TZif file is further than this from UTC (RFC 8536, section 3.2), in seconds.
  static let furthestOffset: Int64 = 26 * 3600

  init(name: String, transitions: [Int64], offsets: [Int32], future: YearlyRule?) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.future = future
  }

  /// Reads `UTC`, `Z`, or a fixed offset: `+08:00`, `-0330`, `+8`.
  ///
  /// Nil when it is neither; it may then be the name of a zone.
  public init?(fixed text: String) {
    if ["UTC", "utc", "Z"].contains(text) {
      self = .utc
      return
    }
    let digits = text.utf8.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard
      let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      (1...4).contains(digits.count), digits.count != 3,
      digits.allSatisfy({ $0 &- 0x30 < 10 }),
      !text.utf8.contains(UInt8(ascii: ":")) || text.utf8.dropFirst(3).first == UInt8(ascii: ":"),
      text.utf8.count - 1 - digits.count <= 1,
      let number = Int32(String(decoding: digits, as: UTF8.self))
    else { return nil }
    let hours = digits.count == 4 ? number / 100 : number
    let minutes = digits.count == 4 ? number % 100 : 0
    guard hours < 24, minutes < 60 else { return nil }
    func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = (hours * 60 + minutes) * 60
    let negative = sign == UInt8(ascii: "-")
    self.init(
      name: (negative ? "-" : "+") + padded(hours) + ":" + padded(minutes),
      transitions: [], offsets: [negative ? -seconds : seconds], future: nil)
  }

  /// The name.
  public var description: String { name }

  /// Whether it is UTC at all times.
  public var isUTC: Bool { transitions.isEmpty && future == nil && offsets == [0] }

  /// Seconds east of UTC at a moment (seconds since 1970 UTC), and the first moment at which that
  /// may have changed.
  public func offset(at moment: Int64) -> (seconds: Int64, until: Int64) {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    if low < transitions.count { return (Int64(offsets[low]), transitions[low]) }
    return future?.offset(at: moment) ?? (Int64(offsets[low]), .max)
  }

  /// The first moment (seconds since 1970 UTC) whose local date is `day` (days since 1970) or later.
  package func start(ofDay day: Int64) -> Int64 {
    let midnight = day * 86_400
    var moment = midnight - Self.furthestOffset
    while true {
      let (offset, until) = offset(at: moment)
      let candidate = max(moment, midnight - offset)
      if candidate < until { return candidate }
      moment = until
    }
  }

  /// The latest day (days since 1970) that has begun at `moment`.
  package func day(of moment: Int64) -> Int64 {
    var day = (moment + offset(at: moment).seconds).floorDivided(by: 86_400)
    // Clocks that went back over midnight show the old date again, for a day that has begun.
    while start(ofDay: day + 1) <= moment { day += 1 }
    return day
  }
}
