/// A moment as it stands in a text: a date, a time of day, and perhaps an offset from UTC.
///
/// RFC 3339 (`2025-11-11T15:00:00.123456Z`, `+01:00`), a space for the `T`, seconds or not, and what
/// other programs write beside it: no offset, or one without a colon. What is finer than a
/// microsecond is cut off.
package struct WrittenTime {
  /// Microseconds from 1970-01-01T00:00 to it, both by the clock that it was written by.
  package var clock: Int64
  /// Seconds by which that clock is east of UTC; nil where the text does not tell.
  package var offset: Int?

  /// Reads a text; nil where it is anything else.
  package init?(_ text: some Collection<UInt8>) {
    var rest = text[...]
    func number(_ digits: Int) -> Int? {
      var value = 0
      for _ in 0..<digits {
        guard let byte = rest.first, byte &- 0x30 < 10 else { return nil }
        value = value * 10 + Int(byte &- 0x30)
        rest = rest.dropFirst()
      }
      return value
    }
    func skip(_ characters: String) -> UInt8? {
      guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
      rest = rest.dropFirst()
      return byte
    }
    guard
      let year = number(4), skip("-") != nil,
      let month = number(2), (1...12).contains(month), skip("-") != nil,
      let day = number(2),
      (1...CivilDate.daysInMonth(year: year, month: month)).contains(day)
    else { return nil }
    clock = Int64(CivilDate(year: year, month: month, day: day).daysSince1970) * Timestamp.day
    if rest.isEmpty { return }
    guard
      skip("Tt ") != nil, let hour = number(2), hour < 24, skip(":") != nil,
      let minute = number(2), minute < 60
    else { return nil }
    clock += Int64(hour * 3600 + minute * 60) * Timestamp.second
    if skip(":") != nil {
      guard let second = number(2), second <= 60 else { return nil }
      clock += Int64(second) * Timestamp.second
      if skip(".,") != nil {
        guard let fraction = Self.fraction(&rest) else { return nil }
        clock += fraction
      }
    }
    if let sign = skip("+-") {
      guard let hours = number(2), hours < 24 else { return nil }
      let hasColon = skip(":") != nil
      guard let minutes = rest.isEmpty && !hasColon ? 0 : number(2), minutes < 60 else {
        return nil
      }
      offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
    } else if skip("Zz") != nil {
      offset = 0
    }
    guard rest.isEmpty else { return nil }
  }

  // Microseconds; nil where no digit stands.
  private static func fraction<Text: Collection<UInt8>>(_ rest: inout Text) -> Int64?
  where Text.SubSequence == Text {
    var micros: Int64 = 0
    var digits = 0
    while let byte = rest.first, byte &- 0x30 < 10 {
      if digits < 6 { micros = micros * 10 + Int64(byte &- 0x30) }
      digits += 1
      rest = rest.dropFirst()
    }
    if digits == 0 { return nil }
    for _ in min(digits, 6)..<6 { micros *= 10 }
    return micros
  }
}

extension Timestamp {
  /// Reads RFC 3339 and its kin: see ``WrittenTime``; a date alone is its midnight, and what names
  /// no offset is UTC.
  public init?(rfc3339 text: some Collection<UInt8>) {
    guard let written = WrittenTime(text) else { return nil }
    self.init(microseconds: written.clock - Int64(written.offset ?? 0) * Self.second)
  }

  /// Reads a moment in any spelling that records have: RFC 3339 and its kin, or a count since 1970,
  /// with decimals or not, whose unit its size tells.
  public init?(parsing text: UnsafeRawBufferPointer) {
    if let written = Timestamp(rfc3339: text) {
      self = written
      return
    }
    guard let count = try? Decimal(parsing: text) else { return nil }
    self.init(epoch: count)
  }
}
