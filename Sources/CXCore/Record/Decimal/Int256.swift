/// A signed whole number of 256 bits, in two's complement: what 76 decimal digits fit into.
///
/// Only what decimals need: sums, products, quotients, order. Most numbers fit into 128 bits, and
/// ``narrow`` is the way to find out.
public struct Int256: Hashable, Sendable {
  // Words of 64 bits, since wider ones want places of 16 bytes, which would make a decimal larger.
  @usableFromInline var word0: UInt64
  @usableFromInline var word1: UInt64
  @usableFromInline var word2: UInt64
  @usableFromInline var word3: UInt64

  /// A number of 128 bits.
  @inlinable
  public init(_ value: Int128) {
    word0 = UInt64(truncatingIfNeeded: value)
    word1 = UInt64(truncatingIfNeeded: value >> 64)
    word2 = UInt64(truncatingIfNeeded: value >> 127)
    word3 = word2
  }

  @inlinable
  init(high: Int128, low: UInt128) {
    word0 = UInt64(truncatingIfNeeded: low)
    word1 = UInt64(truncatingIfNeeded: low >> 64)
    word2 = UInt64(truncatingIfNeeded: high)
    word3 = UInt64(truncatingIfNeeded: high >> 64)
  }

  /// The number at a distance from zero; nil where that is 2²⁵⁵ or more.
  package init?(_ magnitude: UInt256, isNegative: Bool) {
    guard magnitude.high >> 127 == 0 else { return nil }
    let number = Int256(high: Int128(bitPattern: magnitude.high), low: magnitude.low)
    self = isNegative ? number.negated : number
  }

  /// The exact product of two numbers of 128 bits.
  @inlinable
  static func product(_ left: Int128, _ right: Int128) -> Int256 {
    let product = left.multipliedFullWidth(by: right)
    return Int256(high: product.high, low: UInt128(product.low))
  }

  @inlinable
  var high: Int128 { Int128(Int64(bitPattern: word3)) << 64 | Int128(word2) }
  @inlinable
  var low: UInt128 { UInt128(word1) << 64 | UInt128(word0) }

  /// The number, where 128 bits hold it.
  @inlinable
  public var narrow: Int128? {
    let sign = UInt64(bitPattern: Int64(bitPattern: word1) >> 63)
    return word2 == sign && word3 == sign ? Int128(bitPattern: low) : nil
  }

  /// Whether it is below zero.
  @inlinable
  public var isNegative: Bool { word3 >> 63 == 1 }

  /// Whether it is zero.
  @inlinable
  public var isZero: Bool { word0 | word1 | word2 | word3 == 0 }

  /// The distance from zero.
  package var magnitude: UInt256 {
    let number = isNegative ? negated : self
    return UInt256(high: UInt128(bitPattern: number.high), low: number.low)
  }
}

extension Int256: Comparable {
  /// Numbers are ordered by value.
  @inlinable
  public static func < (left: Int256, right: Int256) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}

extension Int256: ExpressibleByIntegerLiteral {
  /// A number that stands in the source.
  @inlinable
  public init(integerLiteral value: Int64) { self.init(Int128(value)) }
}

// MARK: - Arithmetic

extension Int256 {
  /// The number with its sign turned; -2²⁵⁵ stays what it is.
  var negated: Int256 {
    let (low, borrow) = (0 as UInt128).subtractingReportingOverflow(low)
    return Int256(high: 0 &- high &- (borrow ? 1 : 0), low: low)
  }

  /// The sum, or nil where 256 bits do not hold it.
  package func adding(_ other: Int256) -> Int256? {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (part, once) = high.addingReportingOverflow(other.high)
    let (high, twice) = part.addingReportingOverflow(carry ? 1 : 0)
    // Overflow there and back again is none.
    return once != twice ? nil : Int256(high: high, low: low)
  }

  /// The product, or nil where 256 bits do not hold it.
  package func multiplied(by other: Int256) -> Int256? {
    if let left = narrow, let right = other.narrow { return Self.product(left, right) }
    return magnitude.multiplied(by: other.magnitude).flatMap {
      Int256($0, isNegative: isNegative != other.isNegative)
    }
  }

  /// The quotient cut towards zero, and what is left, with the sign of this number; nil when the
  /// divisor is zero.
  package func quotientAndRemainder(
    dividingBy divisor: Int256
  ) -> (quotient: Int256, remainder: Int256)? {
    if divisor.isZero { return nil }
    // The least number of 128 bits by -1 is not one of 128 bits.
    if let left = narrow, let right = divisor.narrow, right != -1 {
      let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
      return (Int256(quotient), Int256(remainder))
    }
    guard
      let (quotient, remainder) = WideProduct(high: .zero, low: magnitude)
        .divided(by: divisor.magnitude),
      let signed = Int256(quotient, isNegative: isNegative != divisor.isNegative),
      let rest = Int256(remainder, isNegative: isNegative)
    else { return nil }
    return (signed, rest)
  }
}

extension Int64 {
  /// The number, where 64 bits hold it.
  @inlinable
  public init?(exactly number: Int256) {
    let sign = UInt64(bitPattern: Int64(bitPattern: number.word0) >> 63)
    guard (number.word1 ^ sign) | (number.word2 ^ sign) | (number.word3 ^ sign) == 0 else {
      return nil
    }
    self.init(bitPattern: number.word0)
  }
}
