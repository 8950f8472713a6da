@testable import CXRecord
import Testing

@Suite struct DecimalTests {
  /// The number at a scale that all numbers of a test have in common.
  private func digits(_ value: Decimal, at scale: Int = 76) -> DigitString {
    DigitString(value.units).shifted(scale - Int(value.scale))
  }

  private func fits(_ value: DigitString, scale: Int) -> Bool {
    // Zeros at the end need no digits.
    var (digits, scale) = (value.digits, scale)
    while scale > 0, digits.first == 0 {
      digits.removeFirst()
      scale -= 1
    }
    return digits.isEmpty || (digits.count <= 76 && scale <= 76)
  }

  @Test func arithmeticIsExactOrNil() throws {
    var random = Generator(seed: 31)
    for round in 0..<800 {
      let most = [18, 38, 76][round % 3]
      let a = try random.decimal(digits: most, scale: UInt8(most))
      let b = try random.decimal(digits: most, scale: UInt8(most))
      let (left, right) = (digits(a), digits(b))
      if let sum = a.adding(b) {
        #expect(digits(sum) == left + right)
      } else {
        #expect(!fits(left + right, scale: 76), "\(a) + \(b)")
      }
      if let difference = a.subtracting(b) {
        #expect(digits(difference) == left + -right)
      } else {
        #expect(!fits(left + -right, scale: 76), "\(a) - \(b)")
      }
      if let product = a.multiplied(by: b) {
        #expect(digits(product, at: 152) == left * right)
      } else {
        #expect(!fits(left * right, scale: 152), "\(a) * \(b)")
      }
      #expect((a < b) == (left < right))
      #expect((a == b) == (left == right))
      if a == b { #expect(a.hashValue == b.hashValue) }
    }
  }

  @Test func quotientsAreRoundedHalfToEven() throws {
    var random = Generator(seed: 32)
    for round in 0..<600 {
      let most = [18, 38, 76][round % 3]
      let a = try random.decimal(digits: most, scale: UInt8(most))
      let b = try random.decimal(digits: most, scale: UInt8(most))
      let scale = UInt8(random.next() % 77)
      if b.isZero {
        #expect(a.divided(by: b, scale: scale) == nil)
        continue
      }
      let wanted = digits(a).shifted(Int(scale)).rounded(by: digits(b))
      guard let quotient = a.divided(by: b, scale: scale) else {
        #expect(wanted.digits.count > 76, "\(a) / \(b) at \(scale)")
        continue
      }
      #expect(DigitString(quotient.units).magnitude == wanted, "\(a) / \(b) at \(scale)")
      let rounded = a.rounded(toScale: scale)
      #expect(
        digits(rounded).magnitude
          == (scale < a.scale
            ? DigitString(a.units).rounded(by: DigitString("1").shifted(Int(a.scale - scale)))
              .shifted(76 - Int(scale)) : digits(a).magnitude))
    }
  }

  @Test func textIsReadAsItIsWritten() throws {
    var random = Generator(seed: 33)
    for round in 0..<800 {
      let value = try random.decimal(digits: [18, 38, 76][round % 3], scale: 76)
      let text = value.description
      let again = try Decimal(parsing: text)
      #expect(again == value)
      #expect(again.description == text)
      // The same with an exponent.
      let shift = Int(random.next() % 40)
      let moved = "\(value.units.isNegative ? "-" : "")\(DigitString(value.units).magnitude)"
      if Int(value.scale) + shift <= 76 {
        let spelt = try Decimal(parsing: "\(moved)e-\(Int(value.scale) + shift)")
        #expect(digits(spelt, at: 76) == digits(value, at: 76 - shift))
      }
    }
  }

  @Test(arguments: [
    ("1523.482910293847561029", "1523.482910293847561029"),
    (String(repeating: "9", count: 76), String(repeating: "9", count: 76)),
    ("1e75", "1" + String(repeating: "0", count: 75)),
    ("1e-76", "0." + String(repeating: "0", count: 75) + "1"),
    ("12345678901234567890123456789012345678e-38", "0.12345678901234567890123456789012345678"),
    ("0.0000000000000000000000000000000000000001e40", "1"),
    ("1.5" + String(repeating: "0", count: 200), "1.5"),
    ("0e999999999", "0"),
  ])
  func readsSeventySixDigits(text: String, spelling: String) throws {
    #expect(try Decimal(parsing: text).description == spelling)
  }

  @Test(arguments: [
    String(repeating: "9", count: 77), "1e76", "1e-77", "12e-77", "1e999999999", "1e-999999999",
    "1." + String(repeating: "0", count: 75) + "01", "1" + String(repeating: "0", count: 10_000),
  ])
  func refusesMore(text: String) {
    #expect(throws: DecimalProblem.tooManyDigits) { try Decimal(parsing: text) }
  }
}
