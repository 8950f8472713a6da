@testable import CXRecord
import Testing

/// Random numbers of all lengths against arithmetic on digits.
@Suite struct Int256Tests {
  private func number(_ text: String) throws -> Int256 { try Decimal(parsing: text).units }

  private func pairs(_ count: Int, seed: UInt64) throws -> [(Int256, Int256)] {
    var random = Generator(seed: seed)
    let edges = try [
      "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
      "170141183460469231731687303715884105727", "-170141183460469231731687303715884105728",
      "340282366920938463463374607431768211456", String(repeating: "9", count: 76),
      "-1" + String(repeating: "0", count: 75),
    ].map(number)
    return try (0..<count).map { _ in
      func one() throws -> Int256 {
        if random.oneIn(8) { return random.pick(edges) }
        return try number((random.oneIn(2) ? "-" : "") + random.digits(atMost: 76))
      }
      return (try one(), try one())
    }
  }

  @Test func sumsProductsAndOrder() throws {
    let limit = DigitString("1" + String(repeating: "0", count: 76))
    for (a, b) in try pairs(600, seed: 21) {
      let (left, right) = (DigitString(a), DigitString(b))
      #expect(DigitString(try #require(a.adding(b))) == left + right)
      #expect(DigitString(a.negated) == -left)
      #expect((a < b) == (left < right))
      #expect((a == b) == (left == right))
      let product = left * right
      if let found = a.multiplied(by: b) {
        #expect(DigitString(found) == product)
      } else {
        #expect(!(product.magnitude < limit))
      }
      let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
      let high = try #require(Int256(wide.high, isNegative: false))
      let lowTop = try #require(Int256(UInt256(low: wide.low.high), isNegative: false))
      let lowEnd = try #require(Int256(UInt256(low: wide.low.low), isNegative: false))
      let word = DigitString("340282366920938463463374607431768211456")
      #expect(
        (DigitString(high) * word + DigitString(lowTop)) * word + DigitString(lowEnd)
          == product.magnitude)
    }
  }

  @Test func quotients() throws {
    for (a, b) in try pairs(600, seed: 22) {
      guard let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b) else {
        #expect(b.isZero)
        continue
      }
      let (wanted, rest) = DigitString(a).divided(by: DigitString(b))
      #expect(DigitString(quotient).magnitude == wanted)
      #expect(DigitString(remainder).magnitude == rest)
      #expect(quotient.isZero || quotient.isNegative == (a.isNegative != b.isNegative))
      #expect(remainder.isZero || remainder.isNegative == a.isNegative)
    }
  }

  /// A product divided by one factor, with something left.
  @Test func quotientsOf512Bits() throws {
    var random = Generator(seed: 23)
    for (a, b) in try pairs(600, seed: 24) where !b.isZero {
      let (left, right) = (a.magnitude, b.magnitude)
      let other = try number(random.digits(atMost: 76)).magnitude
      let product = left.multipliedFullWidth(by: other)
      let found = product.divided(by: right)
      let texts = try [left, other, right].map {
        DigitString(try #require(Int256($0, isNegative: false)))
      }
      let (quotient, remainder) = (texts[0] * texts[1]).divided(by: texts[2])
      guard let found else {
        #expect(quotient.digits.count > 76)
        continue
      }
      if let signed = Int256(found.quotient, isNegative: false) {
        #expect(DigitString(signed) == quotient)
      }
      #expect(DigitString(try #require(Int256(found.remainder, isNegative: false))) == remainder)
    }
  }

  @Test func rootsAndDigits() throws {
    for (a, _) in try pairs(600, seed: 25) {
      let square = a.magnitude
      let root = square.squareRoot()
      let next = root.adding(UInt256(low: 1)).sum
      #expect(try #require(root.multiplied(by: root)) <= square)
      #expect(try square < #require(next.multiplied(by: next)))
      #expect(square.digits == DigitString(a).digits.count)
    }
  }
}
