/// Why a text is not a ``Decimal``.
public enum DecimalProblem: Error, Equatable, Sendable {
  /// It is not a number in JSON's grammar.
  case notANumber
  /// It has more digits, or more of them behind the point, than a ``Decimal`` has room for.
  case tooManyDigits

  /// The reason as part of a message: `"price" <reason>: "abc"`.
  public var reason: String {
    switch self {
    case .notANumber: "is not a decimal"
    case .tooManyDigits: "has more than \(Decimal.maximumDigits) digits"
    }
  }
}

extension Decimal {
  /// Reads a number in JSON's grammar (RFC 8259, section 6), exponent included: `-12.5e-3`.
  public init(parsing text: UnsafeRawBufferPointer) throws(DecimalProblem) {
    if let plain = Self.plain(text) {
      self = plain
      return
    }
    var index = 0
    let count = text.count
    func byte(_ at: Int) -> UInt8 { at < count ? text[at] : 0 }
    func isDigit(_ at: Int) -> Bool { byte(at) &- 0x30 < 10 }

    let negative = byte(0) == UInt8(ascii: "-")
    if negative { index = 1 }
    guard isDigit(index) else { throw .notANumber }
    if byte(index) == UInt8(ascii: "0") && isDigit(index + 1) { throw .notANumber }

    // The significant digits, from the first to the last that is not zero; zeros behind it only
    // move the point, so that 1.50000... fits with whatever number of zeros.
    var significand = Significand()
    var digits = 0
    var significantDigits = 0
    func readDigits() {
      while isDigit(index) {
        let digit = byte(index) &- 0x30
        index += 1
        digits += 1
        if digit == 0 { continue }
        significand.append(zeros: digits - significantDigits - 1)
        significand.append(digit)
        significantDigits = digits
      }
    }
    readDigits()
    let wholeDigits = digits
    if byte(index) == UInt8(ascii: ".") {
      index += 1
      guard isDigit(index) else { throw .notANumber }
      readDigits()
    }
    var exponent = 0
    if byte(index) | 0x20 == UInt8(ascii: "e") {
      index += 1
      let sign = byte(index)
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
      guard isDigit(index) else { throw .notANumber }
      while isDigit(index) {
        // Beyond this every number but zero is out of range, whatever its digits.
        exponent = min(exponent * 10 + Int(byte(index) &- 0x30), 100_000_000)
        index += 1
      }
      if sign == UInt8(ascii: "-") { exponent = -exponent }
    }
    guard index == count else { throw .notANumber }
    if significantDigits == 0 {
      self = .zero
      return
    }
    let shift = wholeDigits - significantDigits + exponent
    significand.append(zeros: shift)
    guard let magnitude = significand.number, -shift <= Int(Self.maximumScale),
      let number = Decimal(magnitude, scale: UInt8(max(0, -shift)), isNegative: negative)
    else { throw .tooManyDigits }
    self = number
  }

  // Digits and a point, as exchanges write nearly all: 18 digits fit 64 bits without a look at
  // overflow. Nil for whatever else, right or wrong.
  private static func plain(_ text: UnsafeRawBufferPointer) -> Decimal? {
    let count = text.count
    guard count > 0, count <= 18, text[0] != UInt8(ascii: "0") || count > 1 && text[1] == 0x2E
    else { return nil }
    var units: UInt64 = 0
    var point = count
    for index in 0..<count {
      let digit = text[index] &- 0x30
      if digit <= 9 {
        units = units &* 10 &+ UInt64(digit)
      } else if text[index] == UInt8(ascii: "."), point == count, index > 0 {
        point = index
      } else {
        return nil
      }
    }
    var scale = max(0, count - point - 1)
    if point == count - 1 { return nil }
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    return Decimal(units: Int128(units), scale: UInt8(scale))
  }

  /// Reads a number in JSON's grammar.
  public init(parsing text: String) throws(DecimalProblem) {
    var text = text
    let result = text.withUTF8 { bytes -> Result<Decimal, DecimalProblem> in
      do throws(DecimalProblem) {
        return .success(try Decimal(parsing: UnsafeRawBufferPointer(bytes)))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Appends the number as JSON text: plain digits, no exponent, no trailing zeros.
  public func write(to output: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: DigitWriter.room, alignment: 1) { buffer in
      guard let start = buffer.baseAddress else { return }
      let count = DigitWriter.write(self, to: start)
      output.append(contentsOf: buffer[..<count])
    }
  }
}

extension Decimal: CustomStringConvertible, Codable {
  /// The number as JSON text.
  public var description: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads the text that ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      self = try Decimal(parsing: try container.decode(String.self))
    } catch let problem as DecimalProblem {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.reason)
    }
  }

  /// Writes the number as text, so that no encoder can round it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The digits of a number on their way to be one: words of 19, since wider steps cost more.
private struct Significand {
  private var upper = UInt256.zero
  private var word: UInt64 = 0
  private var wordDigits = 0
  private var digits = 0

  mutating func append(_ digit: UInt8) {
    digits += 1
    if digits > Decimal.maximumDigits { return }
    if wordDigits == 19 { carry() }
    word = word &* 10 &+ UInt64(digit)
    wordDigits += 1
  }

  /// Zeros before the first digit say nothing.
  mutating func append(zeros: Int) {
    if digits == 0 || zeros <= 0 { return }
    // More of them than fit are not counted one by one.
    for _ in 0..<min(zeros, Decimal.maximumDigits + 1) { append(0) }
  }

  /// Nil when it has too many digits.
  var number: UInt256? {
    if digits > Decimal.maximumDigits { return nil }
    var copy = self
    copy.carry()
    return copy.upper
  }

  private mutating func carry() {
    let power = PowersOfTen.uint256(wordDigits)
    upper = upper.multipliedFullWidth(by: power).low.adding(UInt256(low: UInt128(word))).sum
    word = 0
    wordDigits = 0
  }
}
