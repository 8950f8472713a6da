/// An exact decimal number: `units × 10⁻ˢᶜᵃˡᵉ`.
///
/// Prices, quantities and sums of both are decimals from the first byte to the last; binary
/// floating point never touches them. 38 digits fit. Whatever would need more is reported, never
/// rounded and never wrapped: the arithmetic returns nil and the caller refuses the record.
public struct Decimal: Sendable {
  /// The number without its decimal point.
  public var units: Int128
  /// How many of the digits stand behind the point, 0 to ``maximumScale``.
  public var scale: UInt8

  /// The finest scale: 10³⁸ is the largest power of ten in 128 bits.
  public static let maximumScale: UInt8 = 38

  /// The number `units × 10⁻ˢᶜᵃˡᵉ`.
  @inlinable
  public init(units: Int128, scale: UInt8 = 0) {
    self.units = units
    self.scale = scale
  }

  /// A whole number.
  @inlinable
  public init(_ value: some BinaryInteger) {
    self.init(units: Int128(value), scale: 0)
  }

  /// Zero.
  public static let zero = Decimal(units: 0)

  /// The same number without trailing zeros: the one spelling that output uses.
  public var normalized: Decimal {
    if units == 0 { return .zero }
    var result = self
    while result.scale > 0 {
      let (quotient, remainder) = result.units.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      result = Decimal(units: quotient, scale: result.scale - 1)
    }
    return result
  }

  /// The units of this number at a finer or coarser scale; nil when digits would be lost or when
  /// 128 bits do not hold them.
  @inlinable
  public func units(atScale wanted: UInt8) -> Int128? {
    if wanted == scale { return units }
    if wanted > scale {
      let (product, overflow) = units.multipliedReportingOverflow(
        by: PowersOfTen.int128(wanted - scale))
      return overflow ? nil : product
    }
    let (quotient, remainder) = units.quotientAndRemainder(
      dividingBy: PowersOfTen.int128(scale - wanted))
    return remainder == 0 ? quotient : nil
  }
}

// MARK: - Arithmetic

extension Decimal {
  /// The exact sum, or nil when it does not fit.
  public func adding(_ other: Decimal) -> Decimal? {
    let common = max(scale, other.scale)
    guard let left = units(atScale: common), let right = other.units(atScale: common) else {
      return nil
    }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : Decimal(units: sum, scale: common)
  }

  /// The exact difference, or nil when it does not fit.
  public func subtracting(_ other: Decimal) -> Decimal? {
    let (negated, overflow) = (0 as Int128).subtractingReportingOverflow(other.units)
    return overflow ? nil : adding(Decimal(units: negated, scale: other.scale))
  }

  /// The exact product, or nil when it does not fit.
  public func multiplied(by other: Decimal) -> Decimal? {
    let left = normalized
    let right = other.normalized
    let (product, overflow) = left.units.multipliedReportingOverflow(by: right.units)
    let digits = Int(left.scale) + Int(right.scale)
    if overflow || digits > Int(Self.maximumScale) { return nil }
    return Decimal(units: product, scale: UInt8(digits))
  }

  /// The quotient with `scale` decimals, rounded half to even (IEEE 754's roundTiesToEven); nil
  /// when the divisor is zero or the quotient does not fit.
  public func divided(by divisor: Decimal, scale wanted: UInt8) -> Decimal? {
    if divisor.units == 0 || wanted > Self.maximumScale { return nil }
    // units / 10^s ÷ (d / 10^t) = units × 10^(w + t - s) / d at scale w.
    let shift = Int(wanted) + Int(divisor.scale) - Int(scale)
    var magnitude = WideProduct(units.magnitude, 1)
    var denominator = divisor.units.magnitude
    if shift >= 0 {
      guard let power = PowersOfTen.wide(shift) else { return nil }
      magnitude = WideProduct(units.magnitude, power)
    } else {
      let (product, overflow) = denominator.multipliedReportingOverflow(
        by: PowersOfTen.wide(-shift) ?? 0)
      // A divisor beyond 128 bits means a quotient below half a unit.
      if overflow || PowersOfTen.wide(-shift) == nil { return Decimal(units: 0, scale: wanted) }
      denominator = product
    }
    guard let (quotient, remainder) = magnitude.divided(by: denominator) else { return nil }
    let twice = remainder.addingReportingOverflow(remainder)
    let above = twice.overflow || twice.partialValue > denominator
    let tie = !twice.overflow && twice.partialValue == denominator
    guard quotient <= UInt128(Int128.max) else { return nil }
    let rounded = quotient + ((above || (tie && quotient & 1 == 1)) ? 1 : 0)
    guard let positive = Int128(exactly: rounded) else { return nil }
    let negative = (units < 0) != (divisor.units < 0)
    return Decimal(units: negative ? -positive : positive, scale: wanted)
  }

  /// This number with at most `wanted` decimals, rounded half to even.
  public func rounded(toScale wanted: UInt8) -> Decimal {
    if wanted >= scale { return self }
    let power = PowersOfTen.int128(scale - wanted)
    var (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
    let distance = remainder.magnitude
    let half = power.magnitude / 2
    if distance > half || (distance == half && quotient & 1 != 0) {
      quotient += units < 0 ? -1 : 1
    }
    return Decimal(units: quotient, scale: wanted)
  }

  /// The number with its sign turned.
  ///
  /// 128 bits hold 38 digits either way, so this always fits for a number that was read or computed
  /// here.
  public static prefix func - (value: Decimal) -> Decimal {
    Decimal(units: 0 &- value.units, scale: value.scale)
  }

  /// The distance from zero.
  public var magnitude: Decimal { units < 0 ? -self : self }
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
    if (left.units < 0) != (right.units < 0) { return left.units < right.units }
    let common = max(left.scale, right.scale)
    // Rescaling overflows only for the larger magnitude, since the other one already fits.
    switch (left.units(atScale: common), right.units(atScale: common)) {
    case (let a?, let b?): return a < b
    case (nil, _): return left.units < 0
    case (_, nil): return right.units >= 0
    }
  }

  /// Equal numbers hash alike.
  public func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.units)
    hasher.combine(value.scale)
  }
}
