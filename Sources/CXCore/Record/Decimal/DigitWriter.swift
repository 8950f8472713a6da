/// Decimals as JSON text: plain digits, no exponent, no trailing zeros.
///
/// Two digits at a time, and in 64 bits wherever they do, since wider division costs many times
/// more.
package enum DigitWriter {
  /// The bytes that must be writable: a sign, a zero, a point, as many digits as a decimal has, and
  /// what whole words overshoot.
  package static let room = 96

  /// "00" to "99" as they lie in memory.
  private static let pairs: [UInt16] = (0..<100).map { number in
    UInt16(littleEndian: UInt16(number / 10 + 0x30) | UInt16(number % 10 + 0x30) << 8)
  }

  /// Writes the number to `target`, where ``room`` bytes fit, and returns how many it has.
  package static func write(_ value: Decimal, to target: UnsafeMutableRawPointer) -> Int {
    if let small = Int64(exactly: value.units) {
      return write(small, scale: value.scale, to: target)
    }
    return withUnsafeTemporaryAllocation(byteCount: 80, alignment: 8) { digits in
      guard let start = digits.baseAddress else { return 0 }
      let end = start + 80
      var rest = value.units.magnitude
      var first = end
      var places = 0
      while true {
        let word: UInt64
        (rest, word) = rest.dividedByTenToThe19th
        first = put(word, endingAt: first)
        if rest.isZero { break }
        // All but the first of the words have all their digits.
        places += 19
        while first > end - places {
          first -= 1
          first.storeBytes(of: 0x30, as: UInt8.self)
        }
      }
      return place(
        UnsafeRawPointer(first), count: end - first, scale: Int(value.scale),
        negative: value.units.isNegative, to: target)
    }
  }

  /// Writes `units × 10⁻ˢᶜᵃˡᵉ` to `target`, where ``room`` bytes fit, and returns the length.
  package static func write(_ units: Int64, scale: UInt8, to target: UnsafeMutableRawPointer) -> Int
  {
    withUnsafeTemporaryAllocation(byteCount: 40, alignment: 8) { digits in
      guard let start = digits.baseAddress else { return 0 }
      let first = put(units.magnitude, endingAt: start + 40)
      return place(
        UnsafeRawPointer(first), count: start + 40 - first, scale: Int(scale),
        negative: units < 0, to: target)
    }
  }

  /// Writes the digits of a number, at least one, and returns where they begin.
  @inline(__always)
  private static func put(
    _ number: UInt64, endingAt end: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    pairs.withUnsafeBufferPointer { pairs in
      var rest = number
      var place = end
      while rest >= 100 {
        let quotient = rest / 100
        place -= 2
        place.storeBytes(of: pairs[Int(rest &- quotient &* 100)], as: UInt16.self)
        rest = quotient
      }
      if rest >= 10 {
        place -= 2
        place.storeBytes(of: pairs[Int(rest)], as: UInt16.self)
      } else {
        place -= 1
        place.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x30, as: UInt8.self)
      }
      return place
    }
  }

  /// Writes digits with their sign and point, less trailing zeros behind the point.
  @inline(__always)
  private static func place(
    _ digits: UnsafeRawPointer, count: Int, scale: Int, negative: Bool,
    to target: UnsafeMutableRawPointer
  ) -> Int {
    var (count, scale) = (count, scale)
    while scale > 0, count > 0, digits.load(fromByteOffset: count - 1, as: UInt8.self) == 0x30 {
      count -= 1
      scale -= 1
    }
    // All digits were zeros behind the point, but for a whole zero, which keeps its digit.
    if count == 0 {
      target.storeBytes(of: 0x30, as: UInt8.self)
      return 1
    }
    var end = target
    if negative {
      end.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
      end += 1
    }
    let whole = count - scale
    if whole > 0 {
      end.copyMemory(from: digits, byteCount: whole)
      end += whole
    } else {
      end.storeBytes(of: 0x30, as: UInt8.self)
      end += 1
    }
    if scale > 0 {
      end.storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
      end += 1
      for _ in 0..<max(0, -whole) {
        end.storeBytes(of: 0x30, as: UInt8.self)
        end += 1
      }
      let decimals = min(count, scale)
      end.copyMemory(from: digits + count - decimals, byteCount: decimals)
      end += decimals
    }
    return end - target
  }
}

extension UInt256 {
  /// The number without its last 19 digits, and those.
  fileprivate var dividedByTenToThe19th: (quotient: UInt256, digits: UInt64) {
    let power: UInt64 = 10_000_000_000_000_000_000
    if high == 0, low >> 64 < UInt128(power) {
      // The quotient has 64 bits.
      let (quotient, remainder) = power.dividingFullWidth(
        (UInt64(truncatingIfNeeded: low >> 64), UInt64(truncatingIfNeeded: low)))
      return (UInt256(low: UInt128(quotient)), remainder)
    }
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: self)
        .divided(by: UInt256(low: UInt128(power)))
    else { return (.zero, 0) }
    return (quotient, UInt64(truncatingIfNeeded: remainder.low))
  }
}
