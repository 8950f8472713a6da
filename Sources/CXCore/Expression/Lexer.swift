import CXRecord

/// A word of an expression, and where it stands.
struct Token: Equatable {
  enum Kind: Equatable {
    case number(Decimal)
    case text(String)
    case name(String)
    /// A name in backticks: always a field.
    case quotedName(String)
    /// An operator, parenthesis, comma or point.
    case symbol(String)
    case end
  }
  var kind: Kind
  /// Bytes before it.
  var start: Int
}

/// Cuts an expression's text into tokens.
struct Lexer {
  private let source: String
  private let bytes: [UInt8]
  private var position = 0

  private init(_ source: String) {
    self.source = source
    bytes = Array(source.utf8)
  }

  static func tokens(of source: String) throws(ExpressionError) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    repeat {
      tokens.append(try lexer.next())
    } while tokens.last?.kind != .end
    return tokens
  }

  static func isPlainName(_ name: String) -> Bool {
    guard let first = name.utf8.first, isNameByte(first), first &- 0x30 >= 10 else { return false }
    return name.utf8.allSatisfy(isNameByte) && !Parser.reserved.contains(Name(name))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }

  private func error(_ message: String, at start: Int, hint: String? = nil) -> ExpressionError {
    ExpressionError(message, source: source, at: start, hint: hint)
  }

  private mutating func next() throws(ExpressionError) -> Token {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(byte()) { position += 1 }
    let start = position
    guard position < bytes.count else { return Token(kind: .end, start: start) }
    switch byte() {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Token(kind: .number(try number()), start: start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return Token(kind: .text(try text()), start: start)
    case UInt8(ascii: "`"):
      return Token(kind: .quotedName(try quotedName()), start: start)
    case let first where Self.isNameByte(first):
      while Self.isNameByte(byte()) { position += 1 }
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      return Token(kind: .name(name), start: start)
    default:
      return Token(kind: .symbol(try symbol()), start: start)
    }
  }

  private mutating func number() throws(ExpressionError) -> Decimal {
    let start = position
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    while isDigit(byte()) { position += 1 }
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      position += 1
      while isDigit(byte()) { position += 1 }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
      if isDigit(byte(signed ? 2 : 1)) {
        position += signed ? 2 : 1
        while isDigit(byte()) { position += 1 }
      }
    }
    if Self.isNameByte(byte()), let length = duration(from: start) { return length }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if Self.isNameByte(byte()) { throw error("\"\(text)\" is followed by a letter", at: position) }
    do throws(DecimalProblem) {
      let value = try Decimal(parsing: text)
      guard isPercentSign else { return value }
      position += 1
      guard let share = value.multiplied(by: Decimal(units: 1, scale: 2)) else {
        throw DecimalProblem.tooManyDigits
      }
      return share
    } catch {
      throw self.error("\"\(text)\" \(error.reason)", at: start)
    }
  }

  /// A duration, `5m` or `1h30m`: a number of microseconds, the unit of `ts`.
  private mutating func duration(from start: Int) -> Decimal? {
    var end = start
    while end < bytes.count, Self.isNameByte(bytes[end]) { end += 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let length = try? DurationText.microseconds(text) else { return nil }
    position = end
    return Decimal(length)
  }

  /// Whether a percent sign is here, not an operator: no operand follows it.
  private var isPercentSign: Bool {
    guard byte() == UInt8(ascii: "%") else { return false }
    var next = position + 1
    while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
    guard next < bytes.count else { return true }
    if ")+*/%<>=,!".utf8.contains(bytes[next]) { return true }
    let word = bytes[next...].prefix { Self.isNameByte($0) }
    return word.elementsEqual("and".utf8) || word.elementsEqual("or".utf8)
  }

  private mutating func text() throws(ExpressionError) -> String {
    let start = position
    let quote = byte()
    position += 1
    let first = position
    while position < bytes.count, byte() != quote {
      position += byte() == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { throw error("text without an end", at: start) }
    defer { position += 1 }
    let content = Array(bytes[first..<position])
    guard Self.hasKnownEscapes(content) else {
      throw error(
        "unknown escape in a text", at: start, hint: #"JSON's are \" \\ \/ \b \f \n \r \t \u"#)
    }
    guard let text = content.withUnsafeBytes({ JSONText.text($0) }) else {
      throw error("a text \(JSONText.halfPair)", at: start)
    }
    return text
  }

  private static func hasKnownEscapes(_ text: [UInt8]) -> Bool {
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        index += 1
        guard index < text.count, "\"\\/bfnrtu".utf8.contains(text[index]) else { return false }
        if text[index] == UInt8(ascii: "u") {
          let digits = text[(index + 1)...].prefix(4)
          guard digits.count == 4, digits.allSatisfy({ JSONText.hexadecimalValue($0) != nil })
          else { return false }
        }
      }
      index += 1
    }
    return true
  }

  private mutating func quotedName() throws(ExpressionError) -> String {
    let start = position
    position += 1
    while position < bytes.count, byte() != UInt8(ascii: "`") { position += 1 }
    guard position < bytes.count else { throw error("name without a closing `", at: start) }
    position += 1
    return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
  }

  private mutating func symbol() throws(ExpressionError) -> String {
    let two = String(decoding: bytes[position..<min(position + 2, bytes.count)], as: UTF8.self)
    switch two {
    case "==", "!=", "<=", ">=":
      position += 2
      return two
    case "<>": throw error("unknown operator \"<>\"", at: position, hint: "did you mean \"!=\"?")
    case "&&": throw error("unknown operator \"&&\"", at: position, hint: "did you mean \"and\"?")
    case "||": throw error("unknown operator \"||\"", at: position, hint: "did you mean \"or\"?")
    default: break
    }
    let one = byte()
    guard one < 0x80, "()+-*/%<>=,.".utf8.contains(one) else {
      let hint = one == UInt8(ascii: "!") ? "did you mean \"not\"?" : nil
      throw error(
        "unexpected character \"\(Character(Unicode.Scalar(one)))\"", at: position, hint: hint)
    }
    position += 1
    return one == UInt8(ascii: "=") ? "==" : String(Character(Unicode.Scalar(one)))
  }
}
