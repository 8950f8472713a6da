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
  /// Lengths vary from line to line, so what stands before and behind the point is read without a
  /// branch that would have to guess them, up to seven digits each.
  @inline(__always)
  static func decimal(_ cursor: inout UnsafeRawPointer) -> (units: Int64, scale: UInt8)? {
    let (whole, wholeMarks) = Words.digits(Words.load(cursor))
    let count = Words.index(ofMark: wholeMarks)
    // A leading zero stands alone.
    guard count != 0, count != 8, whole & 0xFF != 0 || count == 1 else {
      return longDecimal(&cursor)
    }
    let units = Words.number(whole, count: count)
    let point = cursor + count
    if point.load(as: UInt8.self) != UInt8(ascii: ".") {
      cursor = point
      return (Int64(truncatingIfNeeded: units), 0)
    }
    let (fraction, fractionMarks) = Words.digits(Words.load(point + 1))
    let scale = Words.index(ofMark: fractionMarks)
    guard scale != 0, scale != 8 else { return longDecimal(&cursor) }
    cursor = point + 1 + scale
    let all = units &* power(scale) &+ Words.number(fraction, count: scale)
    let result = (Int64(truncatingIfNeeded: all), UInt8(truncatingIfNeeded: scale))
    let last = fraction &>> UInt64(truncatingIfNeeded: (scale &- 1) &* 8)
    return last & 0xFF == 0 ? withoutZeros(result.0, result.1) : result
  }

  /// The same where most have at most eight bytes, as quantities do: those take half the work.
  @inline(__always)
  static func shortDecimal(_ cursor: inout UnsafeRawPointer) -> (units: Int64, scale: UInt8)? {
    let (values, marks) = Words.digits(Words.load(cursor))
    let point = UInt64(truncatingIfNeeded: marks.trailingZeroBitCount & ~7)
    let later = marks & (marks &- 1)
    // Without a second mark, `later` is 0 and what is shifted is not looked at.
    guard
      later != 0, point != 0, values & 0xFF != 0 || point == 8, (values &>> point) & 0xFF == 0x1E
    else { return decimal(&cursor) }
    let end = UInt64(truncatingIfNeeded: later.trailingZeroBitCount & ~7)
    if end == point &+ 8 { return nil }
    let whole = ((1 as UInt64) &<< point) &- 1
    let joined = (values & whole) &<< 8 | values & ~(whole &<< 8 | 0xFF)
    cursor += Int(truncatingIfNeeded: end) >> 3
    let aligned = joined &<< (64 &- end)
    let units = Int64(truncatingIfNeeded: Words.number(aligned, count: 8))
    let scale = UInt8(truncatingIfNeeded: (end &- point) >> 3) &- 1
    if aligned >> 56 == 0 { return withoutZeros(units, scale) }
    return (units, scale)
  }

  /// A decimal with more digits on one side, or none at all.
  @inline(never)
  private static func longDecimal(_ cursor: inout UnsafeRawPointer) -> (units: Int64, scale: UInt8)?
  {
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
      return digits < 16 ? (Int64(truncatingIfNeeded: number), 0) : nil
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
    return withoutZeros(
      Int64(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: scale))
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

/// The first eight digits of the last 16-digit time, which the next one shares for hours.
struct TimePrefix {
  // "10000000": what stands here before the first time was read has to be digits too.
  private var digits: UInt64 = 0x3030_3030_3030_3031
  private var value: UInt64 = 1_000_000_000_000_000

  /// A count of 16 digits with the same beginning or, after one that was read here, another; nil,
  /// and the cursor where it was, for all others.
  @inline(__always)
  mutating func read(_ cursor: inout UnsafeRawPointer) -> Int64? {
    // 16 digits without a leading zero are microseconds, from 2001 to 2286.
    let word = Words.load(cursor)
    let (low, marks) = Words.digits(Words.load(cursor + 8))
    let (_, next) = Words.digits(UInt64((cursor + 16).load(as: UInt8.self)))
    if marks != 0 || next & 0x80 == 0 { return nil }
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
