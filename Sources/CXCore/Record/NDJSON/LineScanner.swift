/// Why a line is not a record.
package struct LineProblem: Error, Equatable {
  package var reason: String

  package init(_ reason: String) {
    self.reason = reason
  }
}

/// Reads any JSON object (RFC 8259), checks all of it, and tells of its outermost members.
///
/// This is the general path: what it says of a line is the truth that ``Templates`` have to meet.
/// Positions are handed on as values, so that they stay in registers.
package struct LineScanner {
  /// Deeper nesting is refused: nothing in market data needs it, and memory stays bounded.
  package static let maximumDepth = 512

  let start: UnsafeRawPointer
  let end: UnsafeRawPointer

  init(_ line: UnsafeRawPointer, _ count: Int) {
    start = line
    end = line + count
  }

  /// Checks a line that somebody else reads; false for a blank one.
  ///
  /// The line lies in a ``Block``.
  package static func check(
    _ line: UnsafeRawPointer, _ count: Int
  ) throws(LineProblem) -> Bool {
    struct Nobody: MemberTaker {
      mutating func take(_ field: Field?, _ value: FieldValue) {}
    }
    var nobody = Nobody()
    return try LineScanner(line, count).scan(telling: &nobody)
  }

  /// Scans the line; false for a blank one.
  func scan(telling taker: inout some MemberTaker) throws(LineProblem) -> Bool {
    var position = start
    skipSpace(&position)
    if position == end { return false }
    guard peek(position) == UInt8(ascii: "{") else { throw LineProblem("not a JSON object") }
    position += 1
    try scanObject(&position, &taker)
    skipSpace(&position)
    if position != end { throw unexpected("after the object", position) }
    return true
  }

  @inline(__always)
  func peek(_ position: UnsafeRawPointer) -> UInt8 {
    position < end ? position.load(as: UInt8.self) : 0
  }

  @inline(__always)
  func skipSpace(_ position: inout UnsafeRawPointer) {
    while position < end {
      let byte = position.load(as: UInt8.self)
      if byte > 0x20 { return }
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A else { return }
      position += 1
    }
  }

  @inline(__always)
  private func offset(_ position: UnsafeRawPointer) -> Int32 {
    Int32(truncatingIfNeeded: position - start)
  }

  @inline(never)
  func unexpected(_ place: StaticString, _ position: UnsafeRawPointer) -> LineProblem {
    if position >= end { return LineProblem("not JSON: the line ends \(place)") }
    let byte = position.load(as: UInt8.self)
    let shown =
      byte > 0x20 && byte < 0x7F ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte \(byte)"
    return LineProblem("not JSON: unexpected \(shown) \(place), at byte \(position - start + 1)")
  }

  @inline(__always)
  private func scanObject(
    _ position: inout UnsafeRawPointer, _ taker: inout some MemberTaker
  ) throws(LineProblem) {
    let names = FieldNames.all
    skipSpace(&position)
    if peek(position) == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      skipSpace(&position)
      guard peek(position) == UInt8(ascii: "\"") else {
        throw unexpected("where a name belongs", position)
      }
      position += 1
      let key = position
      let escaped = try scanString(&position)
      let count = position - key - 1
      let field = escaped ? fieldOfEscapedName(key, count) : names.name(key, count)?.pointee.field
      skipSpace(&position)
      guard peek(position) == UInt8(ascii: ":") else {
        throw unexpected("where a colon belongs", position)
      }
      position += 1
      skipSpace(&position)
      taker.take(field, try scanValue(&position))
      skipSpace(&position)
      let separator = peek(position)
      if separator == UInt8(ascii: "}") {
        position += 1
        return
      }
      guard separator == UInt8(ascii: ",") else { throw unexpected("in an object", position) }
      position += 1
    }
  }

  @inline(__always)
  private func scanValue(_ position: inout UnsafeRawPointer) throws(LineProblem) -> FieldValue {
    let begin = offset(position)
    guard let form = try scanScalar(&position) else {
      position = try containerEnd(position)
      return FieldValue(start: begin, end: offset(position), form: .container)
    }
    if form == .string || form == .escapedString {
      return FieldValue(start: begin &+ 1, end: offset(position) &- 1, form: form)
    }
    return FieldValue(start: begin, end: offset(position), form: form)
  }

  /// A scalar's form; nil, and nothing consumed, where an object or array starts.
  @inline(__always)
  func scanScalar(_ position: inout UnsafeRawPointer) throws(LineProblem) -> ValueForm? {
    switch peek(position) {
    case UInt8(ascii: "\""):
      position += 1
      return try scanString(&position) ? .escapedString : .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try scanNumber(&position)
      return .number
    case UInt8(ascii: "t"):
      position = try wordEnd("true", "in true", position)
      return .true_
    case UInt8(ascii: "f"):
      position = try wordEnd("false", "in false", position)
      return .false_
    case UInt8(ascii: "n"):
      position = try wordEnd("null", "in null", position)
      return .null
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return nil
    default:
      throw unexpected("where a value belongs", position)
    }
  }

  private func wordEnd(
    _ word: StaticString, _ place: StaticString, _ start: UnsafeRawPointer
  ) throws(LineProblem) -> UnsafeRawPointer {
    var position = start
    for index in 0..<word.utf8CodeUnitCount {
      guard peek(position) == word.utf8Start[index] else {
        throw unexpected(place, position)
      }
      position += 1
    }
    return position
  }

  @inline(__always)
  private func scanNumber(_ position: inout UnsafeRawPointer) throws(LineProblem) {
    if peek(position) == UInt8(ascii: "-") { position += 1 }
    let isZero = peek(position) == UInt8(ascii: "0")
    let whole = skipDigits(&position)
    if whole == 0 { throw unexpected("in a number", position) }
    if isZero && whole > 1 {
      let zero = position - whole
      throw LineProblem("not JSON: a number starts with 0, at byte \(zero - start + 1)")
    }
    if peek(position) == UInt8(ascii: ".") {
      position += 1
      if skipDigits(&position) == 0 { throw unexpected("in a number", position) }
    }
    if peek(position) | 0x20 == UInt8(ascii: "e") { position = try exponentEnd(position) }
  }

  private func exponentEnd(
    _ start: UnsafeRawPointer
  ) throws(LineProblem) -> UnsafeRawPointer {
    var position = start + 1
    if peek(position) == UInt8(ascii: "+") || peek(position) == UInt8(ascii: "-") { position += 1 }
    if skipDigits(&position) == 0 { throw unexpected("in a number", position) }
    return position
  }

  /// How many digits there were.
  @inline(__always)
  private func skipDigits(_ position: inout UnsafeRawPointer) -> Int {
    let begin = position
    while true {
      let marks = Words.digits(Words.load(position)).marks
      position += Words.index(ofMark: marks)
      if marks != 0 { break }
      if position >= end { break }
    }
    // Behind the line there may be digits that are none of its own.
    if position > end { position = end }
    return position - begin
  }

  /// Consumes a string behind its opening quote; true when it has escapes.
  @inline(__always)
  func scanString(_ position: inout UnsafeRawPointer) throws(LineProblem) -> Bool {
    while true {
      let marks = Words.stringSpecials(Words.load(position))
      position += Words.index(ofMark: marks)
      if position >= end { throw LineProblem("not JSON: the line ends in a string") }
      if marks != 0 { break }
    }
    if position.load(as: UInt8.self) == UInt8(ascii: "\"") {
      position += 1
      return false
    }
    let (behind, escaped) = try specialStringEnd(position)
    position = behind
    return escaped
  }
}
