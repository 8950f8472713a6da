import CXRecord

/// Decimals as SQL's numbers: binary64, 15 digits, the same ones that the hot store's views make.
enum SQLNumber {
  /// Powers of ten that binary64 holds exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// The number `units × 10⁻ˢᶜᵃˡᵉ`, rounded once where 53 bits hold its digits.
  static func binary(_ units: Int64, scale: UInt8) -> Double {
    var units = units
    var scale = Int(scale)
    while units.magnitude > 1 << 53, scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    if scale < powers.count { return Double(units) / powers[scale] }
    return binary(Decimal(units: Int128(units), scale: UInt8(scale)))
  }

  /// The same of more digits: as the number's text is read.
  static func binary(_ number: Decimal) -> Double {
    let number = number.normalized
    if let units = Int64(exactly: number.units), number.scale <= 22 {
      return binary(units, scale: number.scale)
    }
    return Double("\(number)") ?? 0
  }
}
