/// A whole number of 256 bits without a sign: the distance of an ``Int256`` from zero, with the
/// multiplication and division that exact decimals need.
package struct UInt256: Hashable, Sendable {
  package var high: UInt128
  package var low: UInt128

  package init(high: UInt128 = 0, low: UInt128) {
    self.high = high
    self.low = low
  }

  package static let zero = UInt256(low: 0)

  package var isZero: Bool { high == 0 && low == 0 }

  /// The number, where 64 bits hold it.
  var word: UInt64? { high == 0 ? UInt64(exactly: low) : nil }

  /// How many bits it has without leading zeros.
  var bits: Int {
    high == 0 ? 128 - low.leadingZeroBitCount : 256 - high.leadingZeroBitCount
  }

  /// How many decimal digits it has; 0 for zero.
  package var digits: Int {
    // log₁₀ 2 is a little above 1233 / 4096, so the guess is right or one too small.
    let guess = (bits * 1233) >> 12
    return guess > Decimal.maximumDigits || self < PowersOfTen.uint256(guess) ? guess : guess + 1
  }
}

// MARK: - Sums

extension UInt256: Comparable {
  package static func < (left: UInt256, right: UInt256) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The sum, and whether a bit was carried out of it.
  package func adding(_ other: UInt256) -> (sum: UInt256, overflow: Bool) {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (part, above) = high.addingReportingOverflow(other.high)
    let (high, beyond) = part.addingReportingOverflow(carry ? 1 : 0)
    return (UInt256(high: high, low: low), above || beyond)
  }

  /// The difference; `other` is not above this number.
  func subtracting(_ other: UInt256) -> UInt256 {
    let (low, borrow) = low.subtractingReportingOverflow(other.low)
    return UInt256(high: high &- other.high &- (borrow ? 1 : 0), low: low)
  }
}

// MARK: - Shifts

extension UInt256 {
  func shiftedLeft(_ places: Int) -> UInt256 {
    switch places {
    case 0: self
    case 1..<128:
      UInt256(
        high: high << UInt128(places) | low >> UInt128(128 - places), low: low << UInt128(places))
    case 128..<256: UInt256(high: low << UInt128(places - 128), low: 0)
    default: .zero
    }
  }

  func shiftedRight(_ places: Int) -> UInt256 {
    switch places {
    case 0: self
    case 1..<128:
      UInt256(
        high: high >> UInt128(places), low: low >> UInt128(places) | high << UInt128(128 - places))
    case 128..<256: UInt256(low: high >> UInt128(places - 128))
    default: .zero
    }
  }
}

// MARK: - Products

extension UInt256 {
  /// The product, or nil where 256 bits do not hold it.
  package func multiplied(by other: UInt256) -> UInt256? {
    let (wide, narrow) = high == 0 ? (other, low) : (self, other.low)
    if high != 0 && other.high != 0 { return nil }
    let lower = wide.low.multipliedFullWidth(by: narrow)
    if wide.high == 0 { return UInt256(high: lower.high, low: UInt128(lower.low)) }
    let (upper, above) = wide.high.multipliedReportingOverflow(by: narrow)
    let (high, beyond) = upper.addingReportingOverflow(lower.high)
    return above || beyond ? nil : UInt256(high: high, low: UInt128(lower.low))
  }

  /// The whole product, 512 bits.
  package func multipliedFullWidth(by other: UInt256) -> WideProduct {
    func product(_ left: UInt128, _ right: UInt128) -> UInt256 {
      let product = left.multipliedFullWidth(by: right)
      return UInt256(high: product.high, low: UInt128(product.low))
    }
    let lowest = product(low, other.low)
    if high == 0 && other.high == 0 { return WideProduct(high: .zero, low: lowest) }
    let (middle, carry) = product(high, other.low).adding(product(low, other.high))
    let (sum, overflow) = lowest.high.addingReportingOverflow(middle.low)
    var highest = product(high, other.high)
    highest = highest.adding(UInt256(high: carry ? 1 : 0, low: middle.high)).sum
    if overflow { highest = highest.adding(UInt256(low: 1)).sum }
    return WideProduct(high: highest, low: UInt256(high: sum, low: lowest.low))
  }

  /// The square root, rounded down: Newton's iteration from above.
  package func squareRoot() -> UInt256 {
    if isZero { return self }
    // The root of the first 62 to 63 bits is right in its first 31, so that few steps are left.
    let places = max(0, (bits - 62 + 1) & ~1)
    let first = UInt64(truncatingIfNeeded: shiftedRight(places).low)
    var root = UInt256(low: UInt128(Self.squareRoot(first) + 1)).shiftedLeft(places / 2)
    while true {
      guard let (quotient, _) = WideProduct(high: .zero, low: self).divided(by: root) else {
        return root
      }
      let next = root.adding(quotient).sum.shiftedRight(1)
      if next >= root { return root }
      root = next
    }
  }

  private static func squareRoot(_ square: UInt64) -> UInt64 {
    if square < 2 { return square }
    var root: UInt64 = 1 << UInt64((64 - square.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root + square / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}
