/// What lines seldom have: strings with escapes or beyond ASCII, and values within values.
extension LineScanner {
  /// The end of a string, its closing quote included, from a byte on that is not plain; and whether
  /// there are escapes.
  @inline(never)
  func specialStringEnd(
    _ start: UnsafeRawPointer
  ) throws(LineProblem) -> (end: UnsafeRawPointer, escaped: Bool) {
    var position = start
    var escaped = false
    while true {
      let marks = Words.stringSpecials(Words.load(position))
      position += Words.index(ofMark: marks)
      if position >= end { throw LineProblem("not JSON: the line ends in a string") }
      if marks == 0 { continue }
      let byte = position.load(as: UInt8.self)
      if byte == UInt8(ascii: "\"") { return (position + 1, escaped) }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        position = try escapeEnd(position)
      } else if byte < 0x20 {
        throw LineProblem(
          "not JSON: a control character in a string, at byte \(position - self.start + 1)")
      } else {
        position += try multibyteLength(position)
      }
    }
  }

  private func escapeEnd(_ start: UnsafeRawPointer) throws(LineProblem) -> UnsafeRawPointer {
    var position = start + 1
    switch peek(position) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard JSONText.hexadecimalValue(peek(position)) != nil else {
          throw unexpected("in a \\u escape", position)
        }
        position += 1
      }
    default:
      throw unexpected("behind a backslash", position)
    }
    return position
  }

  /// The length of one UTF-8 sequence of two to four bytes (RFC 3629).
  private func multibyteLength(_ position: UnsafeRawPointer) throws(LineProblem) -> Int {
    let available = end - position
    func byte(_ at: Int) -> UInt8 {
      at < available ? (position + at).load(as: UInt8.self) : 0
    }
    func continues(_ at: Int) -> Bool { byte(at) & 0xC0 == 0x80 }
    switch byte(0) {
    case 0xC2...0xDF where continues(1): return 2
    case 0xE0 where byte(1) >= 0xA0 && continues(1) && continues(2): return 3
    case 0xED where byte(1) < 0xA0 && continues(1) && continues(2): return 3
    case 0xE1...0xEC where continues(1) && continues(2): return 3
    case 0xEE...0xEF where continues(1) && continues(2): return 3
    case 0xF0 where byte(1) >= 0x90 && continues(1) && continues(2) && continues(3): return 4
    case 0xF1...0xF3 where continues(1) && continues(2) && continues(3): return 4
    case 0xF4 where byte(1) < 0x90 && continues(1) && continues(2) && continues(3): return 4
    default: throw LineProblem("not UTF-8, at byte \(position - start + 1)")
    }
  }

  /// The end of an object or array and all that is in it.
  ///
  /// The open ones are kept as bits, not as calls, so that depth costs no stack.
  @inline(never)
  func containerEnd(_ start: UnsafeRawPointer) throws(LineProblem) -> UnsafeRawPointer {
    var position = start
    var open = OpenContainers()
    while true {
      // A value is due here.
      if try scanScalar(&position) == nil {
        if open.count == Self.maximumDepth {
          throw LineProblem("nested deeper than \(Self.maximumDepth)")
        }
        let isObject = peek(position) == UInt8(ascii: "{")
        position += 1
        skipSpace(&position)
        if peek(position) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          position += 1
        } else {
          open.push(isObject)
          if isObject { try scanName(&position) }
          continue
        }
      }
      // A value is complete: close what ends here.
      while true {
        if open.count == 0 { return position }
        skipSpace(&position)
        let byte = peek(position)
        let inObject = open.isObject
        if byte == UInt8(ascii: ",") {
          position += 1
          skipSpace(&position)
          if inObject { try scanName(&position) }
          break
        }
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw unexpected(inObject ? "in an object" : "in an array", position)
        }
        position += 1
        open.pop()
      }
    }
  }

  private func scanName(_ position: inout UnsafeRawPointer) throws(LineProblem) {
    guard peek(position) == UInt8(ascii: "\"") else {
      throw unexpected("where a name belongs", position)
    }
    position += 1
    _ = try scanString(&position)
    skipSpace(&position)
    guard peek(position) == UInt8(ascii: ":") else {
      throw unexpected("where a colon belongs", position)
    }
    position += 1
    skipSpace(&position)
  }

  @inline(never)
  func fieldOfEscapedName(_ key: UnsafeRawPointer, _ count: Int) -> Field? {
    var name = JSONText.unescape(UnsafeRawBufferPointer(start: key, count: count))
    let length = name.count
    name.append(contentsOf: repeatElement(0, count: 24))
    return name.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { FieldNames.all.name($0, length)?.pointee.field }
    }
  }
}

/// Which of the containers that are open, the innermost last, are objects: a bit each.
private struct OpenContainers {
  private var bits = InlineArray<8, UInt64>(repeating: 0)
  private(set) var count = 0

  var isObject: Bool { bits[(count - 1) >> 6] >> UInt64((count - 1) & 63) & 1 == 1 }

  mutating func push(_ isObject: Bool) {
    let bit: UInt64 = 1 << UInt64(count & 63)
    if isObject { bits[count >> 6] |= bit } else { bits[count >> 6] &= ~bit }
    count += 1
  }

  mutating func pop() {
    count -= 1
  }
}
