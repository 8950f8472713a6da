/// Numbers as feeds write them: plain digits, moderate length.
///
/// Nil for all others, which the general path reads; the cursor is then anywhere.
enum QuickNumber {
  /// A whole number without sign, at most 19 digits and within 63 bits.
  @inline(__always)
  static func whole(_ cursor: inout UnsafeRawPointer) -> Int64? {
    let (values, marks) = Words.digits(Words.load(cursor))
    let count = Words.index(ofMark: marks)
    // A leading zero stands alone.
    if count == 0 || (count > 1 && values & 0xFF == 0) { return nil }
    var number = Words.number(values, count: count)
    cursor += count
    if count < 8 { return Int64(number) }
    let (nextValues, nextMarks) = Words.digits(Words.load(cursor))
    let nextCount = Words.index(ofMark: nextMarks)
    if nextCount == 0 { return Int64(number) }
    number = number &* power(nextCount) &+ Words.number(nextValues, count: nextCount)
    cursor += nextCount
    if nextCount < 8 { return Int64(number) }
    let (lastValues, lastMarks) = Words.digits(Words.load(cursor))
    let lastCount = Words.index(ofMark: lastMarks)
    if lastCount == 0 { return Int64(number) }
    if lastCount > 3 { return nil }
    number = number &* power(lastCount) &+ Words.number(lastValues, count: lastCount)
    cursor += lastCount
    return Int64(exactly: number)
  }

  /// A decimal without sign and exponent, at most 18 digits.
  ///
  /// Lengths vary from line to line, so up to eight digits are read without a branch that would
  /// have to guess where the point stands. All that follows in a line waits for the end of the
  /// number: it comes from the marks of two loads side by side, not from one after the other.
  @inline(__always)
  static func decimal(_ cursor: inout UnsafeRawPointer) -> (units: Int64, scale: UInt8)? {
    let (values, marks) = Words.digits(Words.load(cursor))
    let (_, marksBehind) = Words.digits(Words.load(cursor + 8))
    let count = Words.index(ofMark: marks)
    // A point sets no carry going, so the second mark is as exact as the first.
    let later = Words.index(ofMark: marks & (marks &- 1))
    // 8 when there is none: then, and without a branch, the second word counts too.
    let end = later &+ (Words.index(ofMark: marksBehind) & (0 &- later &>> 3))
    let digits = end &- 1
    let scale = digits &- count
    guard
      digits <= 8, count != 0, scale != 0,
      (cursor + count).load(as: UInt8.self) == UInt8(ascii: "."),
      // A leading zero stands alone.
      values & 0xFF != 0 || count == 1
    else { return anyDecimal(&cursor) }
    let (fraction, _) = Words.digits(Words.load(cursor + count + 1))
    cursor += end
    // The digits side by side, as if there were no point, at the upper end of the word.
    let bits = UInt64(truncatingIfNeeded: count &* 8)
    let joined = (values & ((1 &<< bits) &- 1)) | fraction &<< bits
    let aligned = joined &<< UInt64(truncatingIfNeeded: 64 &- digits &* 8)
    let units = Int64(truncatingIfNeeded: Words.number(aligned, count: 8))
    let places = UInt8(truncatingIfNeeded: scale)
    return aligned >> 56 == 0 ? withoutZeros(units, places) : (units, places)
  }

  @inline(__always)
  private static func anyDecimal(
    _ cursor: inout UnsafeRawPointer
  ) -> (units: Int64, scale: UInt8)? {
    // Passed as a value: a cursor whose address is taken lives in memory.
    guard let (units, scale, end) = longDecimal(cursor) else { return nil }
    cursor = end
    return (units, scale)
  }

  /// A decimal with more digits, or none on one side; and where it ends.
  @inline(never)
  private static func longDecimal(
    _ start: UnsafeRawPointer
  ) -> (units: Int64, scale: UInt8, end: UnsafeRawPointer)? {
    var cursor = start
    let (values, marks) = Words.digits(Words.load(cursor))
    let count = Words.index(ofMark: marks)
    if count == 0 || (count > 1 && values & 0xFF == 0) { return nil }
    var number = Words.number(values, count: count)
    cursor += count
    var digits = count
    if count == 8 {
      let (values, marks) = Words.digits(Words.load(cursor))
      let count = Words.index(ofMark: marks)
      if count > 0 {
        number = number &* power(count) &+ Words.number(values, count: count)
        cursor += count
        digits &+= count
      }
    }
    if cursor.load(as: UInt8.self) != UInt8(ascii: ".") {
      return digits < 16 ? (Int64(truncatingIfNeeded: number), 0, cursor) : nil
    }
    cursor += 1
    let (firstValues, firstMarks) = Words.digits(Words.load(cursor))
    var scale = Words.index(ofMark: firstMarks)
    if scale == 0 { return nil }
    number = number &* power(scale) &+ Words.number(firstValues, count: scale)
    cursor += scale
    if scale == 8 {
      let (values, marks) = Words.digits(Words.load(cursor))
      let count = Words.index(ofMark: marks)
      if count > 0 {
        number = number &* power(count) &+ Words.number(values, count: count)
        cursor += count
        scale &+= count
      }
    }
    // 18 digits fit; beyond, and in a fraction of 16 or more, the general path looks closer.
    if digits &+ scale > 18 || scale == 16 { return nil }
    let (units, places) = withoutZeros(
      Int64(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: scale))
    return (units, places, cursor)
  }

  /// The number without zeros at the end of its decimals, as the general path reads it.
  ///
  /// With them, a price of 1.00000000000000000 would make the scale of all sums so fine that one of
  /// 1000 no longer fits.
  @inline(never)
  private static func withoutZeros(_ units: Int64, _ scale: UInt8) -> (units: Int64, scale: UInt8) {
    var (units, scale) = (units, scale)
    while scale > 0 {
      let (quotient, remainder) = units.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      units = quotient
      scale -= 1
    }
    return (units, scale)
  }

  /// 10ⁿ for n of 1 to 8.
  @inline(__always)
  private static func power(_ exponent: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: PowersOfTen.int64(UInt8(truncatingIfNeeded: exponent)))
  }
}

/// The first eight digits of the last 16-digit time, which the next one shares for minutes.
struct TimePrefix {
  // "10000000": what stands here before the first time was read has to be digits too.
  private var digits: UInt64 = 0x3030_3030_3030_3031
  private var value: UInt64 = 1_000_000_000_000_000

  /// A count of 16 digits; nil, and the cursor where it was, for all others.
  @inline(__always)
  mutating func read(_ cursor: inout UnsafeRawPointer) -> Int64? {
    let (_, next) = Words.digits(UInt64((cursor + 16).load(as: UInt8.self)))
    return next & 0x80 == 0 ? nil : readDigits(&cursor)
  }

  /// The same where the caller sees to it that no digit follows.
  @inline(__always)
  mutating func readDigits(_ cursor: inout UnsafeRawPointer) -> Int64? {
    // 16 digits without a leading zero are microseconds, from 2001 to 2286.
    let word = Words.load(cursor)
    let (low, marks) = Words.digits(Words.load(cursor + 8))
    if marks != 0 { return nil }
    if word != digits {
      let (high, marks) = Words.digits(word)
      if marks != 0 || high & 0xFF == 0 { return nil }
      digits = word
      value = Words.number(high, count: 8) &* 100_000_000
    }
    cursor += 16
    return Int64(truncatingIfNeeded: value &+ Words.number(low, count: 8))
  }
}
