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
    if hasEscapes {
      let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
      return JSONText.unescape(bytes).elementsEqual(name)
    }
    guard bytes.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] != name.utf8Start[index] { return false }
    return true
  }

  /// ``text`` as a name.
  public var name: Name? { text.map { Name($0) } }

  /// A string's text with escapes resolved, any other value's text as it stands; nil where it is
  /// not UTF-8, or has half a surrogate pair.
  public var text: String? {
    if !hasEscapes { return String(validating: bytes, as: UTF8.self) }
    return JSONText.text(bytes)
  }
}
