/// What a JSON value looks like from outside.
package enum ValueForm: UInt8 {
  case number, string, escapedString, true_, false_, null, container
}

/// A name and a value of a line's outermost object.
///
/// Positions are bytes from the line's start; a string's value is what stands between its quotes.
package struct Pair {
  package var field: Field?
  package var keyStart: Int32
  package var keyEnd: Int32
  package var valueStart: Int32
  package var valueEnd: Int32
  package var form: ValueForm
}

/// Why a line is not a record.
package struct LineProblem: Error, Equatable {
  package var reason: String

  package init(_ reason: String) {
    self.reason = reason
  }
}

/// Reads any JSON object (RFC 8259), checks all of it, and notes its outermost fields.
///
/// This is the general path: what it says of a line is the truth that ``TradeTemplate`` has to
/// meet.
package struct LineScanner {
  /// Deeper nesting is refused: nothing in market data needs it, and memory stays bounded.
  package static let maximumDepth = 512

  /// The fields of the line scanned last, in order, duplicates included.
  private(set) var pairs: [Pair] = []
  private let table = FieldTable()
  private var start: UnsafeRawPointer
  private var position: UnsafeRawPointer
  private var end: UnsafeRawPointer

  package init() {
    let nowhere = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    start = nowhere
    position = nowhere
    end = nowhere
  }

  /// Scans one line.
  ///
  /// Returns false for a blank one.
  package mutating func scan(_ line: UnsafeRawPointer, _ count: Int) throws(LineProblem) -> Bool {
    pairs.removeAll(keepingCapacity: true)
    start = line
    position = line
    end = line + count
    skipSpace()
    if position == end { return false }
    guard peek == UInt8(ascii: "{") else { throw LineProblem("not a JSON object") }
    position += 1
    try scanObject()
    skipSpace()
    if position != end { throw unexpected("after the object") }
    return true
  }

  private var peek: UInt8 { position < end ? position.load(as: UInt8.self) : 0 }
  private var offset: Int32 { Int32(position - start) }

  private mutating func skipSpace() {
    while position < end {
      switch position.load(as: UInt8.self) {
      case 0x20, 0x09, 0x0D, 0x0A: position += 1
      default: return
      }
    }
  }

  private func unexpected(_ place: String) -> LineProblem {
    if position >= end { return LineProblem("not JSON: the line ends \(place)") }
    let byte = position.load(as: UInt8.self)
    let shown =
      byte > 0x20 && byte < 0x7F ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte \(byte)"
    return LineProblem("not JSON: unexpected \(shown) \(place), at byte \(offset + 1)")
  }

  private mutating func scanObject() throws(LineProblem) {
    skipSpace()
    if peek == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("where a name belongs") }
      position += 1
      let keyStart = offset
      let escaped = try scanString()
      let keyEnd = offset - 1
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw unexpected("where a colon belongs") }
      position += 1
      skipSpace()
      let key = start + Int(keyStart)
      let field: Field?
      if escaped {
        field = fieldOfEscapedName(key, Int(keyEnd - keyStart))
      } else {
        field = table.field(key, Int(keyEnd - keyStart))
      }
      try scanMember(field, keyStart, keyEnd)
      skipSpace()
      let separator = peek
      if separator == UInt8(ascii: "}") {
        position += 1
        return
      }
      guard separator == UInt8(ascii: ",") else { throw unexpected("in an object") }
      position += 1
    }
  }

  private mutating func scanMember(
    _ field: Field?, _ keyStart: Int32, _ keyEnd: Int32
  ) throws(LineProblem) {
    var valueStart = offset
    let form = try scanScalar()
    if let form {
      var valueEnd = offset
      if form == .string || form == .escapedString {
        valueStart += 1
        valueEnd -= 1
      }
      pairs.append(
        Pair(
          field: field, keyStart: keyStart, keyEnd: keyEnd, valueStart: valueStart,
          valueEnd: valueEnd, form: form))
    } else {
      try scanContainer()
      pairs.append(
        Pair(
          field: field, keyStart: keyStart, keyEnd: keyEnd, valueStart: valueStart,
          valueEnd: offset, form: .container))
    }
  }

  /// A scalar's form; nil, and nothing consumed, where an object or array starts.
  private mutating func scanScalar() throws(LineProblem) -> ValueForm? {
    switch peek {
    case UInt8(ascii: "\""):
      position += 1
      return try scanString() ? .escapedString : .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try scanNumber()
      return .number
    case UInt8(ascii: "t"):
      try scanWord("true")
      return .true_
    case UInt8(ascii: "f"):
      try scanWord("false")
      return .false_
    case UInt8(ascii: "n"):
      try scanWord("null")
      return .null
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return nil
    default:
      throw unexpected("where a value belongs")
    }
  }

  private mutating func scanWord(_ word: StaticString) throws(LineProblem) {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else { throw unexpected("in \(word)") }
      position += 1
    }
  }

  private mutating func scanNumber() throws(LineProblem) {
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    if peek == UInt8(ascii: "-") { position += 1 }
    guard isDigit(peek) else { throw unexpected("in a number") }
    if peek == UInt8(ascii: "0") {
      position += 1
      if isDigit(peek) { throw LineProblem("not JSON: a number starts with 0, at byte \(offset)") }
    } else {
      while isDigit(peek) { position += 1 }
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      guard isDigit(peek) else { throw unexpected("in a number") }
      while isDigit(peek) { position += 1 }
    }
    if peek | 0x20 == UInt8(ascii: "e") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard isDigit(peek) else { throw unexpected("in a number") }
      while isDigit(peek) { position += 1 }
    }
  }

  /// Consumes a string behind its opening quote; true when it has escapes.
  private mutating func scanString() throws(LineProblem) -> Bool {
    var escaped = false
    while true {
      let marks = Words.stringSpecials(Words.load(position))
      position += Words.index(ofMark: marks)
      if position >= end {
        position = end
        throw LineProblem("not JSON: the line ends in a string")
      }
      if marks == 0 { continue }
      let byte = position.load(as: UInt8.self)
      if byte == UInt8(ascii: "\"") {
        position += 1
        return escaped
      }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        try scanEscape()
      } else if byte < 0x20 {
        throw LineProblem("not JSON: a control character in a string, at byte \(offset + 1)")
      } else {
        try scanMultibyte()
      }
    }
  }

  private mutating func scanEscape() throws(LineProblem) {
    position += 1
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard JSONText.hexadecimalValue(peek) != nil else { throw unexpected("in a \\u escape") }
        position += 1
      }
    default:
      throw unexpected("behind a backslash")
    }
  }

  /// Consumes one UTF-8 sequence of two to four bytes (RFC 3629).
  private mutating func scanMultibyte() throws(LineProblem) {
    let lead = peek
    let available = end - position
    func byte(_ at: Int) -> UInt8 {
      at < available ? (position + at).load(as: UInt8.self) : 0
    }
    func continues(_ at: Int) -> Bool { byte(at) & 0xC0 == 0x80 }
    let length: Int
    switch lead {
    case 0xC2...0xDF where continues(1): length = 2
    case 0xE0 where byte(1) >= 0xA0 && continues(1) && continues(2): length = 3
    case 0xED where byte(1) < 0xA0 && continues(1) && continues(2): length = 3
    case 0xE1...0xEC where continues(1) && continues(2): length = 3
    case 0xEE...0xEF where continues(1) && continues(2): length = 3
    case 0xF0 where byte(1) >= 0x90 && continues(1) && continues(2) && continues(3): length = 4
    case 0xF1...0xF3 where continues(1) && continues(2) && continues(3): length = 4
    case 0xF4 where byte(1) < 0x90 && continues(1) && continues(2) && continues(3): length = 4
    default: throw LineProblem("not UTF-8, at byte \(offset + 1)")
    }
    position += length
  }

  /// Consumes an object or array and all that is in it.
  ///
  /// The open ones are kept as bits, not as calls, so that depth costs no stack.
  private mutating func scanContainer() throws(LineProblem) {
    var objects: [Bool] = []
    while true {
      // A value is due here.
      if try scanScalar() == nil {
        if objects.count == Self.maximumDepth {
          throw LineProblem("nested deeper than \(Self.maximumDepth)")
        }
        let isObject = peek == UInt8(ascii: "{")
        position += 1
        skipSpace()
        if peek == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          position += 1
        } else {
          objects.append(isObject)
          if isObject { try scanName() }
          continue
        }
      }
      // A value is complete: close what ends here.
      while true {
        guard let inObject = objects.last else { return }
        skipSpace()
        let byte = peek
        if byte == UInt8(ascii: ",") {
          position += 1
          skipSpace()
          if inObject { try scanName() }
          break
        }
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw unexpected(inObject ? "in an object" : "in an array")
        }
        position += 1
        objects.removeLast()
      }
    }
  }

  private mutating func scanName() throws(LineProblem) {
    guard peek == UInt8(ascii: "\"") else { throw unexpected("where a name belongs") }
    position += 1
    _ = try scanString()
    skipSpace()
    guard peek == UInt8(ascii: ":") else { throw unexpected("where a colon belongs") }
    position += 1
    skipSpace()
  }

  private func fieldOfEscapedName(_ key: UnsafeRawPointer, _ count: Int) -> Field? {
    var name = JSONText.unescape(UnsafeRawBufferPointer(start: key, count: count))
    let length = name.count
    name.append(contentsOf: repeatElement(0, count: 8))
    return name.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { table.field($0, length) }
    }
  }
}
