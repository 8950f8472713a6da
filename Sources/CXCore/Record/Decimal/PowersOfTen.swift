/// Powers of ten, as tables.
public enum PowersOfTen {
  /// 10⁰ to 10¹⁸, all that 64 signed bits hold.
  @usableFromInline
  static let table64: [Int64] = [
    // Written out, so that it lies in the program and no access asks whether it was made.
    1, 10, 100, 1000,
    10_000, 100_000, 1_000_000, 10_000_000,
    100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
    1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
  ]

  @usableFromInline
  static let table128: [Int128] = (0...38).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// 10ⁿ for n of 0 to 18.
  @inlinable
  public static func int64(_ exponent: UInt8) -> Int64 { table64[Int(exponent)] }

  /// 10ⁿ for n of 0 to 38.
  @inlinable
  public static func int128(_ exponent: UInt8) -> Int128 { table128[Int(exponent)] }

  /// 10ⁿ, or nil where 128 bits do not hold it (n above 38).
  package static func wide(_ exponent: Int) -> UInt128? {
    exponent <= 38 ? UInt128(table128[exponent]) : nil
  }
}

/// A product of two 128-bit numbers, to be divided again: what an exact quotient passes through.
package struct WideProduct {
  private let high: UInt128
  private let low: UInt128

  package init(_ left: UInt128, _ right: UInt128) {
    let product = left.multipliedFullWidth(by: right)
    high = product.high
    low = UInt128(product.low)
  }

  /// Quotient and remainder, or nil when the divisor is zero or the quotient exceeds 128 bits.
  package func divided(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128)? {
    if divisor == 0 || high >= divisor { return nil }
    if high == 0 {
      let result = low.quotientAndRemainder(dividingBy: divisor)
      return (result.quotient, result.remainder)
    }
    // Long division, one bit at a time: rare (only results of more than 38 digits come here), and
    // plainly right.
    var remainder = high
    var quotient: UInt128 = 0
    for bit in stride(from: 127, through: 0, by: -1) {
      let carry = remainder >> 127
      remainder = (remainder << 1) | ((low >> UInt128(bit)) & 1)
      quotient <<= 1
      if carry == 1 || remainder >= divisor {
        remainder = remainder &- divisor
        quotient |= 1
      }
    }
    return (quotient, remainder)
  }
}
