/// A value as it stands in a JSON text: its shape and its bytes, not yet interpreted.
///
/// Valid for as long as the text's memory.
public struct JSONValue {
  /// What a value is, by its first byte.
  public enum Shape: Equatable, Sendable {
    /// `{...}`.
    case object
    /// `[...]`.
    case array
    /// `"..."`.
    case string
    /// A number in JSON's grammar.
    case number
    /// `true`, `false` or `null`.
    case literal
  }

  /// What it is.
  public var shape: Shape
  /// Its text; of a string what stands between the quotes.
  public var bytes: UnsafeRawBufferPointer
  /// Whether the string holds a backslash.
  public var hasEscapes: Bool

  /// A value; see the fields.
  @inlinable
  public init(shape: Shape, bytes: UnsafeRawBufferPointer, hasEscapes: Bool = false) {
    self.shape = shape
    self.bytes = bytes
    self.hasEscapes = hasEscapes
  }

  /// Whether a string's text is `name`.
  @inlinable
  public func isText(_ name: StaticString) -> Bool {
    if hasEscapes { return text == name.description }
    guard bytes.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] != name.utf8Start[index] { return false }
    return true
  }

  /// A string's text with escapes resolved, any other value's text as it stands; nil where it is
  /// not UTF-8 or holds half of a surrogate pair.
  public var text: String? {
    if !hasEscapes { return String(validating: bytes, as: UTF8.self) }
    var units: [UInt8] = []
    var high: UInt32?
    var index = 0
    while index < bytes.count {
      if bytes[index] != UInt8(ascii: "\\") {
        if high != nil { return nil }
        units.append(bytes[index])
        index += 1
        continue
      }
      let kind = bytes[index + 1]
      index += 2
      guard kind == UInt8(ascii: "u") else {
        if high != nil { return nil }
        units.append(Self.meaning(ofEscape: kind))
        continue
      }
      var code: UInt32 = 0
      for digit in bytes[index..<index + 4] {
        code = code << 4 | UInt32(digit <= 0x39 ? digit & 15 : digit & 15 + 9)
      }
      index += 4
      if let first = high {
        guard (0xDC00...0xDFFF).contains(code) else { return nil }
        code = 0x10000 + (first - 0xD800) << 10 + (code - 0xDC00)
        high = nil
      } else if (0xD800...0xDBFF).contains(code) {
        high = code
        continue
      }
      guard let scalar = Unicode.Scalar(code) else { return nil }
      units.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return high == nil ? String(validating: units, as: UTF8.self) : nil
  }

  private static func meaning(ofEscape byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: byte
    }
  }
}
