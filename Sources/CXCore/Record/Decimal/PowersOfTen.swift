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

  private static let table256: [UInt256] = (0...76).map { exponent in
    let left = UInt256(low: UInt128(table128[exponent / 2]))
    let right = UInt256(low: UInt128(table128[exponent - exponent / 2]))
    return left.multipliedFullWidth(by: right).low
  }

  /// 10ⁿ for n of 0 to 18.
  @inlinable
  public static func int64(_ exponent: UInt8) -> Int64 { table64[Int(exponent)] }

  /// 10ⁿ for n of 0 to 38.
  @inlinable
  public static func int128(_ exponent: UInt8) -> Int128 { table128[Int(exponent)] }

  /// 10ⁿ for n of 0 to 76.
  package static func uint256(_ exponent: Int) -> UInt256 { table256[exponent] }
}
