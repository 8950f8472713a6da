@testable import CXRecord

/// The slowest whole numbers there are, as oracle: digits as on paper, the lowest first, a sign.
struct DigitString: Equatable, CustomStringConvertible {
  var digits: [Int]
  var isNegative: Bool

  init(digits: [Int], isNegative: Bool = false) {
    var digits = digits
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
  }

  init(_ text: String) {
    self.init(
      digits: text.utf8.reversed().compactMap { $0 >= 0x30 ? Int($0) - 0x30 : nil },
      isNegative: text.utf8.first == UInt8(ascii: "-"))
  }

  /// By the halves of its bits, whose digits the standard library knows.
  init(_ number: Int256) {
    let (high, low) = (number.magnitude.high, number.magnitude.low)
    let upper = DigitString("\(high)") * DigitString("340282366920938463463374607431768211456")
    self.init(digits: (upper + DigitString("\(low)")).digits, isNegative: number.isNegative)
  }

  var description: String {
    (isNegative ? "-" : "") + (digits.isEmpty ? "0" : digits.reversed().map(String.init).joined())
  }

  /// The number with zeros behind it, or without its last digits.
  func shifted(_ places: Int) -> DigitString {
    DigitString(
      digits: places < 0
        ? Array(digits.dropFirst(-places)) : Array(repeating: 0, count: places) + digits,
      isNegative: isNegative)
  }

  var magnitude: DigitString { DigitString(digits: digits) }

  static prefix func - (value: DigitString) -> DigitString {
    DigitString(digits: value.digits, isNegative: !value.isNegative)
  }

  static func + (left: DigitString, right: DigitString) -> DigitString {
    if left.isNegative != right.isNegative {
      let (a, b) = (left.magnitude, right.magnitude)
      return a < b
        ? DigitString(digits: less(b, a), isNegative: right.isNegative)
        : DigitString(digits: less(a, b), isNegative: left.isNegative)
    }
    var result: [Int] = []
    var carry = 0
    for place in 0..<max(left.digits.count, right.digits.count) {
      carry += place < left.digits.count ? left.digits[place] : 0
      carry += place < right.digits.count ? right.digits[place] : 0
      result.append(carry % 10)
      carry /= 10
    }
    return DigitString(digits: result + [carry], isNegative: left.isNegative)
  }

  private static func less(_ left: DigitString, _ right: DigitString) -> [Int] {
    var result = left.digits
    for place in result.indices {
      result[place] -= place < right.digits.count ? right.digits[place] : 0
      if result[place] < 0 {
        result[place] += 10
        result[place + 1] -= 1
      }
    }
    return result
  }

  static func * (left: DigitString, right: DigitString) -> DigitString {
    var result = Array(repeating: 0, count: left.digits.count + right.digits.count + 1)
    for (i, a) in left.digits.enumerated() {
      for (j, b) in right.digits.enumerated() { result[i + j] += a * b }
    }
    for place in result.indices.dropLast() {
      result[place + 1] += result[place] / 10
      result[place] %= 10
    }
    return DigitString(digits: result, isNegative: left.isNegative != right.isNegative)
  }

  static func < (left: DigitString, right: DigitString) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    if left.isNegative { return right.magnitude < left.magnitude }
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
  }

  /// Quotient and remainder of the magnitudes, by subtraction digit by digit.
  func divided(by divisor: DigitString) -> (quotient: DigitString, remainder: DigitString) {
    var quotient: [Int] = []
    var rest = DigitString(digits: [])
    for digit in digits.reversed() {
      rest = DigitString(digits: [digit] + rest.digits)
      var count = 0
      while !(rest < divisor.magnitude) {
        rest = rest + -divisor.magnitude
        count += 1
      }
      quotient.append(count)
    }
    return (DigitString(digits: quotient.reversed()), rest)
  }

  /// The quotient of the magnitudes, rounded half to even.
  func rounded(by divisor: DigitString) -> DigitString {
    let (quotient, remainder) = divided(by: divisor)
    let twice = remainder + remainder
    let isTie = twice == divisor.magnitude
    let isUp = divisor.magnitude < twice || (isTie && (quotient.digits.first ?? 0) % 2 == 1)
    return isUp ? quotient + DigitString(digits: [1]) : quotient
  }
}

extension Generator {
  /// A number of up to so many digits, often with long runs of 0 and 9.
  mutating func digits(atMost most: Int) -> String {
    let count = 1 + Int(next() % UInt64(most))
    var text = ""
    while text.utf8.count < count {
      switch next() % 4 {
      case 0: text += String(repeating: "0", count: Int(next() % 20))
      case 1: text += String(repeating: "9", count: Int(next() % 20))
      default: text += String(next() % 10)
      }
    }
    text = String(text.prefix(count).drop { $0 == "0" })
    return text.isEmpty ? "0" : text
  }

  /// A decimal of up to so many digits, its point anywhere.
  mutating func decimal(digits most: Int, scale: UInt8) throws -> Decimal {
    let sign = oneIn(2) ? "-" : ""
    let whole = try Decimal(parsing: sign + digits(atMost: most))
    return Decimal(wide: whole.units, scale: UInt8(next() % (UInt64(scale) + 1)))
  }
}
