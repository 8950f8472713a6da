/// A strict reader of one JSON text (RFC 8259), pulled value by value.
///
/// The caller walks what it cares about (``enterObject()``, ``nextKey()``, ``value()``) and what it
/// does not is checked all the same. Nothing is copied and nothing recurses; containers nest at
/// most ``maximumDepth`` deep. Key and value bytes are valid as long as the text's memory.
public struct JSONCursor {
  /// How deep containers may nest.
  public static let maximumDepth = 64

  private let bytes: UnsafeRawBufferPointer
  /// How many bytes have been read.
  public private(set) var offset = 0
  private var depth = 0
  // True between an opening bracket and the first member. Leaving a container clears it, which is
  // right for the one around it: that one has a member by then.
  private var isFresh = false

  /// A cursor before the first byte.
  public init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The shape of the value that comes next.
  public mutating func peek() throws(PayloadProblem) -> JSONValue.Shape {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    default: throw problem(offset < bytes.count ? "no value" : "it ends")
    }
  }

  /// Steps over the `{` of an object.
  public mutating func enterObject() throws(PayloadProblem) {
    try enter(UInt8(ascii: "{"), "no object")
  }

  /// The next key and its colon, or nil behind the object's `}`.
  public mutating func nextKey() throws(PayloadProblem) -> JSONValue? {
    guard try next(before: UInt8(ascii: "}")) else { return nil }
    let key = try string()
    skipSpace()
    guard byte == UInt8(ascii: ":") else { throw problem("no colon") }
    offset += 1
    return key
  }

  /// Steps over the `[` of an array.
  public mutating func enterArray() throws(PayloadProblem) {
    try enter(UInt8(ascii: "["), "no array")
  }

  /// Whether another element follows; false behind the array's `]`.
  public mutating func nextElement() throws(PayloadProblem) -> Bool {
    try next(before: UInt8(ascii: "]"))
  }

  /// The next value, checked to its end.
  public mutating func value() throws(PayloadProblem) -> JSONValue {
    let shape = try peek()
    switch shape {
    case .string: return try string()
    case .number: return try number()
    case .literal: return try literal()
    case .object, .array: break
    }
    let start = offset
    let outside = depth
    // One bit for each open container, the innermost lowest: 1 is an object.
    var objects: UInt64 = 0
    try open(shape, &objects)
    while depth > outside {
      let more = objects & 1 == 1 ? try nextKey() != nil : try nextElement()
      guard more else {
        objects >>= 1
        continue
      }
      switch try peek() {
      case .string: _ = try string()
      case .number: _ = try number()
      case .literal: _ = try literal()
      case let inner: try open(inner, &objects)
      }
    }
    return JSONValue(shape: shape, bytes: slice(start, offset))
  }

  /// Makes sure that nothing but white space is left.
  public mutating func end() throws(PayloadProblem) {
    skipSpace()
    if offset < bytes.count { throw problem("more text") }
  }

  /// Makes sure that nothing is left but white space, or another object or array, which begins at
  /// ``offset`` then.
  package mutating func endOrNext() throws(PayloadProblem) {
    skipSpace()
    if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return }
    try end()
  }

  // MARK: - Structure

  private mutating func open(
    _ shape: JSONValue.Shape, _ objects: inout UInt64
  ) throws(PayloadProblem) {
    if shape == .object { try enterObject() } else { try enterArray() }
    objects = objects << 1 | (shape == .object ? 1 : 0)
  }

  private mutating func enter(
    _ bracket: UInt8, _ expectation: StaticString
  ) throws(PayloadProblem) {
    skipSpace()
    guard byte == bracket else { throw problem(expectation) }
    guard depth < Self.maximumDepth else { throw problem("too deep") }
    offset += 1
    depth += 1
    isFresh = true
  }

  private mutating func next(before bracket: UInt8) throws(PayloadProblem) -> Bool {
    skipSpace()
    if byte == bracket {
      offset += 1
      depth -= 1
      isFresh = false
      return false
    }
    if !isFresh {
      guard byte == UInt8(ascii: ",") else {
        throw problem(offset < bytes.count ? "no comma" : "it ends")
      }
      offset += 1
      skipSpace()
    }
    isFresh = false
    return true
  }

  // MARK: - Scalars

  private mutating func string() throws(PayloadProblem) -> JSONValue {
    skipSpace()
    guard byte == UInt8(ascii: "\"") else { throw problem("no string") }
    offset += 1
    let start = offset
    var hasEscapes = false
    while offset < bytes.count {
      skipPlainText()
      if offset == bytes.count { break }
      let current = bytes[offset]
      if current == UInt8(ascii: "\"") {
        offset += 1
        return JSONValue(
          shape: .string, bytes: slice(start, offset - 1), hasEscapes: hasEscapes)
      }
      if current < 0x20 { throw problem("a control character") }
      offset += 1
      if current == UInt8(ascii: "\\") {
        hasEscapes = true
        try escape()
      }
    }
    throw problem("it ends")
  }

  // Eight bytes at a time, as long as eight are there, to the next that needs a look.
  @inline(__always)
  private mutating func skipPlainText() {
    while let start = bytes.baseAddress, offset + 8 <= bytes.count {
      let plain = Words.index(ofMark: Words.stringSpecials(Words.load(start + offset)))
      offset += plain
      if plain < 8 { return }
    }
  }

  private mutating func escape() throws(PayloadProblem) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 1
    case UInt8(ascii: "u"):
      offset += 1
      for _ in 0..<4 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          offset += 1
        default: throw problem("a bad escape")
        }
      }
    default: throw problem("a bad escape")
    }
  }

  private mutating func number() throws(PayloadProblem) -> JSONValue {
    let start = offset
    if byte == UInt8(ascii: "-") { offset += 1 }
    if byte == UInt8(ascii: "0") { offset += 1 } else { try digits() }
    if byte == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    return JSONValue(shape: .number, bytes: slice(start, offset))
  }

  private mutating func digits() throws(PayloadProblem) {
    guard byte &- 0x30 < 10 else { throw problem("a bad number") }
    while byte &- 0x30 < 10 { offset += 1 }
  }

  private mutating func literal() throws(PayloadProblem) -> JSONValue {
    let start = offset
    while byte &- UInt8(ascii: "a") < 26 { offset += 1 }
    let value = JSONValue(shape: .literal, bytes: slice(start, offset))
    guard value.isText("true") || value.isText("false") || value.isText("null") else {
      offset = start
      throw problem("no value")
    }
    return value
  }

  // MARK: - Bytes

  // 0 stands for the end: no token holds it.
  @inline(__always)
  private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  @inline(__always)
  private mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte > 0x20 { return }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  private func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  private func problem(_ what: StaticString) -> PayloadProblem {
    .syntax(what.description, offset: offset)
  }
}
