@testable import CXCore
@testable import CXRecord
import Testing

/// Numbers rounded to significant digits against arithmetic on digits.
@Suite struct DecimalPrecisionTests {
  /// The first so many digits of a / b, rounded half to even, and the power of ten of the last.
  private func oracle(
    _ a: DigitString, _ b: DigitString, digits: Int, shift: Int
  ) -> (digits: DigitString, power: Int) {
    var power = a.digits.count - b.digits.count - digits + 1
    if a.digits.isEmpty { return (a, 0) }
    func cut(_ power: Int) -> DigitString {
      power <= 0
        ? a.shifted(-power).divided(by: b).quotient : a.divided(by: b.shifted(power)).quotient
    }
    if cut(power).digits.count < digits { power -= 1 }
    power = max(power, -shift)
    let rounded =
      power <= 0 ? a.shifted(-power).rounded(by: b) : a.rounded(by: b.shifted(power))
    return (rounded, power)
  }

  @Test func quotients() throws {
    var random = Generator(seed: 41)
    for round in 0..<600 {
      let most = [10, 34, 76][round % 3]
      let a = try random.decimal(digits: most, scale: 76)
      let b = try random.decimal(digits: most, scale: 76)
      if b.isZero { continue }
      let digits = [1, 16, 18, 34][Int(random.next() % 4)]
      // a / b = A / B × 10^(s_b - s_a).
      let places = Int(a.scale) - Int(b.scale)
      let (wanted, power) = oracle(
        DigitString(a.units).magnitude, DigitString(b.units).magnitude, digits: digits,
        shift: 76 - places)
      guard let found = a.divided(by: b, digits: digits) else {
        #expect(wanted.digits.count + power - places > 76)
        continue
      }
      let exponent = power - places
      #expect(
        DigitString(found.units).magnitude.shifted(76 - Int(found.scale))
          == wanted.shifted(76 + exponent), "\(a) / \(b) with \(digits)")
      let short = a.rounded(toDigits: digits)
      let (plain, end) = oracle(
        DigitString(a.units).magnitude, DigitString("1"), digits: digits, shift: 76)
      if a.units.magnitude.digits > digits {
        #expect(
          DigitString(short.units).magnitude.shifted(Int(a.scale) - Int(short.scale))
            == plain.shifted(end), "\(a) with \(digits)")
      } else {
        #expect(short == a)
      }
    }
  }

  @Test func roots() throws {
    var random = Generator(seed: 42)
    for round in 0..<600 {
      let value = try random.decimal(digits: [10, 34, 76][round % 3], scale: 76).magnitude
      let digits = [16, 34][Int(random.next() % 2)]
      let root = try #require(value.squareRoot(digits: digits))
      if value.isZero { continue }
      // Twice the root and a unit more or less: (2r ± 1)² around 4x, all at one scale.
      let scale = 2 * Int(root.scale)
      let twice = DigitString(root.units) + DigitString(root.units)
      let low = twice + DigitString("-1")
      let high = twice + DigitString("1")
      let four = DigitString(value.units) * DigitString("4")
      let common = max(scale, Int(value.scale))
      let target = four.shifted(common - Int(value.scale))
      #expect(!(target < (low * low).shifted(common - scale)), "√\(value)")
      #expect(!((high * high).shifted(common - scale) < target), "√\(value)")
      #expect(root.scale == 76 || DigitString(root.units).digits.count >= digits, "√\(value)")
    }
  }

  /// Values of ln by another program's decimals (Python 3.12, 60 digits).
  @Test(arguments: [
    ("2", "0.693147180559945309"), ("10", "2.30258509299404568"),
    ("0.99999", "-0.0000100000500003333358"),
    ("1.000000000001", "0.0000000000009999999999995"),
    ("1.0000000000000000000000000000001", "0.0000000000000000000000000000001"),
    ("1e-76", "-174.996467067547472"), ("9e75", "174.891106551889646"),
    ("103456.78", "11.5469092199337936"), ("1.5", "0.405465108108164382"),
    ("0.75", "-0.287682072451780927"), ("1", "0"),
  ])
  func logarithms(text: String, expected: String) throws {
    let value = try #require(try Decimal(parsing: text).naturalLogarithm())
    let wanted = try Decimal(parsing: expected)
    let distance = try #require(value.subtracting(wanted)).magnitude
    // A unit in the last of 18 digits.
    #expect(distance <= wanted.magnitude.multiplied(by: Decimal(units: 1, scale: 17)) ?? .zero)
  }

  @Test func divisionInExpressionsKeepsSixteenDigits() throws {
    let small = try Decimal(parsing: "1e-18").quotient(by: Decimal(4_694_105_114_295_182 as Int64))
    #expect(
      small?.rounded(toDigits: 16).description
        == "0.0000000000000000000000000000000002130331502280706")
    let huge = try Decimal(parsing: "1e50").quotient(by: Decimal(3))
    #expect(huge?.rounded(toScale: 0).description == String(repeating: "3", count: 50))
  }
}
