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
    let time =
      text.withContiguousStorageIfAvailable { Self.read(UnsafeRawBufferPointer($0)) }
      ?? Array(text).withUnsafeBytes(Self.read)
    guard let time else { return nil }
    self = time
  }

  private init(clock: Int64, offset: Int?) {
    self.clock = clock
    self.offset = offset
  }

  private static func read(_ text: UnsafeRawBufferPointer) -> WrittenTime? {
    var rest = Rest(text)
    guard let day = rest.date() else { return nil }
    if rest.isEmpty { return WrittenTime(clock: day, offset: nil) }
    guard rest.skip("T", "t") || rest.skip(" ", " "), let inDay = rest.timeOfDay() else {
      return nil
    }
    var offset: Int?
    if rest.skip("Z", "z") {
      offset = 0
    } else if !rest.isEmpty {
      guard let seconds = rest.offset() else { return nil }
      offset = seconds
    }
    return rest.isEmpty ? WrittenTime(clock: day + inDay, offset: offset) : nil
  }

  /// What is left of a text, its parts taken from the left.
  private struct Rest {
    private let text: UnsafeRawBufferPointer
    private var place = 0

    init(_ text: UnsafeRawBufferPointer) {
      self.text = text
    }

    var isEmpty: Bool { place == text.count }

    /// Microseconds from 1970 to the day.
    mutating func date() -> Int64? {
      guard
        let year = number(4), skip("-", "-"),
        let month = number(2), (1...12).contains(month), skip("-", "-"),
        let day = number(2),
        (1...CivilDate.daysInMonth(year: year, month: month)).contains(day)
      else { return nil }
      return Int64(CivilDate(year: year, month: month, day: day).daysSince1970) * Timestamp.day
    }

    /// Microseconds from midnight.
    mutating func timeOfDay() -> Int64? {
      guard let hour = number(2), hour < 24, skip(":", ":"), let minute = number(2), minute < 60
      else { return nil }
      let minutes = Int64(hour * 60 + minute) * 60 * Timestamp.second
      guard skip(":", ":") else { return minutes }
      guard let second = number(2), second <= 60 else { return nil }
      let seconds = minutes + Int64(second) * Timestamp.second
      guard skip(".", ",") else { return seconds }
      guard let micros = fraction() else { return nil }
      return seconds + micros
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
      let isWest = skip("-", "-")
      guard isWest || skip("+", "+"), let hours = number(2), hours < 24 else { return nil }
      let hasColon = skip(":", ":")
      guard let minutes = isEmpty && !hasColon ? 0 : number(2), minutes < 60 else { return nil }
      return (hours * 60 + minutes) * (isWest ? -60 : 60)
    }

    /// Microseconds; nil where no digit stands.
    private mutating func fraction() -> Int64? {
      var micros: Int64 = 0
      var digits = 0
      while let digit = digit() {
        if digits < 6 { micros = micros * 10 + Int64(digit) }
        digits += 1
      }
      if digits == 0 { return nil }
      for _ in min(digits, 6)..<6 { micros *= 10 }
      return micros
    }

    /// Takes one of two characters, if it is there.
    @inline(__always)
    mutating func skip(_ character: Unicode.Scalar, _ other: Unicode.Scalar) -> Bool {
      guard place < text.count,
        text[place] == UInt8(ascii: character) || text[place] == UInt8(ascii: other)
      else { return false }
      place += 1
      return true
    }

    @inline(__always)
    private mutating func digit() -> Int? {
      guard place < text.count, text[place] &- 0x30 < 10 else { return nil }
      place += 1
      return Int(text[place - 1] &- 0x30)
    }

    @inline(__always)
    private mutating func number(_ digits: Int) -> Int? {
      var value = 0
      for _ in 0..<digits {
        guard let digit = digit() else { return nil }
        value = value * 10 + digit
      }
      return value
    }
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
