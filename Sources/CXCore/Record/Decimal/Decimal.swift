/// An exact decimal number: `units × 10⁻ˢᶜᵃˡᵉ`.
///
/// Prices, quantities and sums of both are decimals from the first byte to the last; binary
/// floating point never touches them. ``maximumDigits`` digits fit, of which as many may stand
/// behind the point. Whatever would need more is reported, never rounded and never wrapped: the
/// arithmetic returns nil and the caller refuses the record.
public struct Decimal: Sendable {
  /// The number without its decimal point, of at most ``maximumDigits`` digits.
  public var units: Int256
  /// How many of the digits stand behind the point, 0 to ``maximumScale``.
  public var scale: UInt8

  /// The digits that every decimal may have, be it read or computed: all that 256 bits hold,
  /// whatever they are.
  ///
  /// Two factors of 38 digits, as other systems' widest decimals have, always have an exact product.
  public static let maximumDigits = 76
  /// The finest scale.
  public static let maximumScale: UInt8 = 76

  /// The number `units × 10⁻ˢᶜᵃˡᵉ`.
  @inlinable
  public init(units: Int128, scale: UInt8 = 0) {
    self.units = Int256(units)
    self.scale = scale
  }

  /// The number `wide × 10⁻ˢᶜᵃˡᵉ`; `wide` has no more than ``maximumDigits`` digits.
  @inlinable
  package init(wide: Int256, scale: UInt8) {
    self.units = wide
    self.scale = scale
  }

  /// The same, or nil for more digits.
  init?(checking wide: Int256, scale: UInt8) {
    guard wide.narrow != nil || wide.magnitude < PowersOfTen.uint256(Self.maximumDigits) else {
      return nil
    }
    self.init(wide: wide, scale: scale)
  }

  /// The number at a distance from zero; nil when it has too many digits.
  init?(_ magnitude: UInt256, scale: UInt8, isNegative: Bool) {
    guard let units = Int256(magnitude, isNegative: isNegative) else { return nil }
    self.init(checking: units, scale: scale)
  }

  /// A whole number.
  @inlinable
  public init(_ value: some BinaryInteger) {
    self.init(units: Int128(value), scale: 0)
  }

  /// Zero.
  public static let zero = Decimal(units: 0)

  /// Whether it is zero.
  @inlinable
  public var isZero: Bool { units.isZero }

  /// The same number without trailing zeros: the one spelling that output uses.
  public var normalized: Decimal {
    if units.isZero { return .zero }
    if var small = Int64(exactly: units) {
      var scale = scale
      while scale > 0 {
        let (quotient, remainder) = small.quotientAndRemainder(dividingBy: 10)
        if remainder != 0 { break }
        small = quotient
        scale -= 1
      }
      return Decimal(units: Int128(small), scale: scale)
    }
    var result = self
    // Many zeros at once, then one by one.
    for step in [19, 8, 1] as [UInt8] {
      let power = Int256(PowersOfTen.int128(step))
      while result.scale >= step,
        let (quotient, remainder) = result.units.quotientAndRemainder(dividingBy: power),
        remainder.isZero
      {
        result = Decimal(wide: quotient, scale: result.scale - step)
      }
    }
    return result
  }

  /// The units of this number at a finer or coarser scale; nil when digits would be lost or when
  /// 256 bits do not hold them.
  public func units(atScale wanted: UInt8) -> Int256? {
    if wanted == scale { return units }
    if wanted > scale {
      let places = wanted - scale
      if places <= 18, let narrow = units.narrow {
        let power = Int128(PowersOfTen.int64(places))
        let (product, overflow) = narrow.multipliedReportingOverflow(by: power)
        if !overflow { return Int256(product) }
      }
      return units.magnitude.multiplied(by: PowersOfTen.uint256(Int(places)))
        .flatMap { Int256($0, isNegative: units.isNegative) }
    }
    guard
      let power = Int256(PowersOfTen.uint256(Int(scale - wanted)), isNegative: false),
      let (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
    else { return nil }
    return remainder.isZero ? quotient : nil
  }
}

// MARK: - Order

extension Decimal: Comparable, Hashable {
  /// Numbers are equal by value: 1.50 is 1.5.
  public static func == (left: Decimal, right: Decimal) -> Bool {
    if left.scale == right.scale { return left.units == right.units }
    let (a, b) = (left.normalized, right.normalized)
    return a.units == b.units && a.scale == b.scale
  }

  /// Numbers are ordered by value, whatever their scales.
  public static func < (left: Decimal, right: Decimal) -> Bool {
    if left.scale == right.scale { return left.units < right.units }
    if left.units.isNegative != right.units.isNegative { return left.units.isNegative }
    let common = max(left.scale, right.scale)
    // Rescaling overflows only for the larger magnitude, since the other one already fits.
    switch (left.units(atScale: common), right.units(atScale: common)) {
    case (let a?, let b?): return a < b
    case (nil, _): return left.units.isNegative
    case (_, nil): return !right.units.isNegative
    }
  }

  /// Equal numbers hash alike.
  public func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.units)
    hasher.combine(value.scale)
  }
}
