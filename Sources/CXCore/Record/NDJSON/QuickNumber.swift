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
      digits <= 8, count != 0, scale > 0,
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
    return aligned >> 56 == 0 ? withoutZeros(aligned, places) : (units, places)
  }

  /// A decimal with an exponent too, where its digits stay within 64 bits.
  @inline(__always)
  static func anyForm(_ cursor: inout UnsafeRawPointer) -> (units: Int64, scale: UInt8)? {
    guard let number = decimal(&cursor) else { return nil }
    if cursor.load(as: UInt8.self) | 0x20 != UInt8(ascii: "e") { return number }
    guard let (units, scale, end) = scaled(number.units, number.scale, cursor + 1) else {
      return nil
    }
    cursor = end
    return (units, scale)
  }

  /// The number times the power of ten whose exponent stands at `start`; and where that ends.
  @inline(never)
  private static func scaled(
    _ units: Int64, _ scale: UInt8, _ start: UnsafeRawPointer
  ) -> (units: Int64, scale: UInt8, end: UnsafeRawPointer)? {
    var cursor = start
    let sign = cursor.load(as: UInt8.self)
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { cursor += 1 }
    let (values, marks) = Words.digits(Words.load(cursor))
    let count = Words.index(ofMark: marks)
    // Leading zeros are allowed here.
    guard (1...4).contains(count) else { return nil }
    cursor += count
    let exponent = Int(truncatingIfNeeded: Words.number(values, count: count))
    if units == 0 { return (0, 0, cursor) }
    let places = Int(scale) + (sign == UInt8(ascii: "-") ? exponent : -exponent)
    if places > 18 || places < -18 { return nil }
    if places >= 0 {
      let (units, scale) = withoutZeros(units, UInt8(places))
      return (units, scale, cursor)
    }
    let (product, overflow) = units.multipliedReportingOverflow(
      by: PowersOfTen.int64(UInt8(-places)))
    return overflow ? nil : (product, 0, cursor)
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

  /// The number of eight digits, the last one highest, without zeros at the end of its decimals.
  @inline(__always)
  private static func withoutZeros(_ digits: UInt64, _ scale: UInt8) -> (units: Int64, scale: UInt8)
  {
    let zeros = min(UInt8(truncatingIfNeeded: digits.leadingZeroBitCount >> 3), scale)
    let rest = digits &<< UInt64(truncatingIfNeeded: zeros &* 8)
    // Eight zeros are all there is to a zero.
    let units = zeros == 8 ? 0 : Words.number(rest, count: 8)
    return (Int64(truncatingIfNeeded: units), scale &- zeros)
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

  /// 10ⁿ for n of 0 to 8.
  @inline(__always)
  private static func power(_ exponent: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: PowersOfTen.int64(UInt8(truncatingIfNeeded: exponent)))
  }
}
