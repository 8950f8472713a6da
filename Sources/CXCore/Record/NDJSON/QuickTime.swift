/// Times as feeds write them: counts since 1970 in any of the units that their size tells.
///
/// Nil for all others, which the general path reads; the cursor is then anywhere.
struct QuickTime {
  /// The first eight digits of the last time, which the next one shares for minutes.
  ///
  /// "10000000": what stands here before the first time was read has to be digits too.
  private var prefix: UInt64 = 0x3030_3030_3030_3031
  private var prefixValue: UInt64 = 10_000_000

  /// A time in microseconds since 1970.
  @inline(__always)
  mutating func read(_ cursor: inout UnsafeRawPointer) -> Int64? {
    let (_, next) = Words.digits(UInt64((cursor + 16).load(as: UInt8.self)))
    return next & 0x80 == 0 ? Self.anyUnit(&cursor) : readDigits(&cursor)
  }

  /// The same where the caller sees to it that no digit follows a count of sixteen.
  ///
  /// Counts of 16, 13 and 10 digits without a leading zero are micro-, milli- and whole seconds, all
  /// of them from 2001 to 2286.
  @inline(__always)
  mutating func readDigits(_ cursor: inout UnsafeRawPointer) -> Int64? {
    let word = Words.load(cursor)
    let (low, marks) = Words.digits(Words.load(cursor + 8))
    let count = Words.index(ofMark: marks)
    if word != prefix {
      let (high, marks) = Words.digits(word)
      if marks != 0 || high & 0xFF == 0 { return Self.anyUnit(&cursor) }
      prefix = word
      prefixValue = Words.number(high, count: 8)
    }
    if count == 8 {
      cursor += 16
      return Int64(
        truncatingIfNeeded: prefixValue &* 100_000_000 &+ Words.number(low, count: 8))
    }
    let isMilliseconds = count == 5
    if !isMilliseconds && count != 2
      || cursor.load(fromByteOffset: 8 + count, as: UInt8.self) == UInt8(ascii: ".")
    {
      return Self.anyUnit(&cursor)
    }
    cursor += 8 &+ count
    let rest = Words.number(low, count: count)
    return Int64(
      truncatingIfNeeded: isMilliseconds
        ? (prefixValue &* 100_000 &+ rest) &* 1_000 : (prefixValue &* 100 &+ rest) &* 1_000_000)
  }

  /// A count in any unit, with decimals perhaps.
  @inline(__always)
  static func anyUnit(_ cursor: inout UnsafeRawPointer) -> Int64? {
    // Passed as a value: a cursor whose address is taken lives in memory.
    guard let (time, end) = count(cursor) else { return nil }
    cursor = end
    return time
  }

  @inline(never)
  private static func count(
    _ start: UnsafeRawPointer
  ) -> (time: Int64, end: UnsafeRawPointer)? {
    var cursor = start
    guard let whole = QuickNumber.whole(&cursor) else { return nil }
    if cursor.load(as: UInt8.self) != UInt8(ascii: ".") {
      guard let time = Timestamp(epoch: whole), time.isInRange else { return nil }
      return (time.microseconds, cursor)
    }
    cursor = start
    guard let number = QuickNumber.decimal(&cursor),
      let time = micros(number.units, number.scale, whole: whole)
    else { return nil }
    return (time, cursor)
  }

  /// Microseconds of a count that is not negative; what is finer is cut off.
  private static func micros(_ units: Int64, _ scale: UInt8, whole: Int64) -> Int64? {
    // Decimals of the unit that a microsecond is.
    let exponent: Int
    switch whole {
    case ..<100_000_000_000: exponent = 6
    case ..<100_000_000_000_000: exponent = 3
    case ..<100_000_000_000_000_000: exponent = 0
    default: return nil
    }
    let places = Int(scale) - exponent
    let micros: Int64
    if places >= 0 {
      micros = units / PowersOfTen.int64(UInt8(places))
    } else {
      let (product, overflow) = units.multipliedReportingOverflow(
        by: PowersOfTen.int64(UInt8(-places)))
      if overflow { return nil }
      micros = product
    }
    return Timestamp(microseconds: micros).isInRange ? micros : nil
  }
}
