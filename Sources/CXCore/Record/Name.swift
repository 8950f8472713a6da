/// What something is called: a symbol, an exchange, a tenant, a rule, a field.
///
/// Names are bytes: two are equal when their UTF-8 is, hash by it and sort by it, as in any
/// database, folder or other program. Swift's own `String` compares by canonical equivalence, where
/// `é` in one code point and in two, or the Kelvin sign and `K`, are one; a key made of it would
/// join what two parties hold apart. So no key, set, selection or order of names is made of
/// `String`: `scripts/lint` looks.
public struct Name: Sendable {
  /// The name as text, for messages and output; never to be compared.
  public let text: String

  /// A name of this text.
  @inlinable
  public init(_ text: String) {
    var text = text
    // What came from elsewhere may have another storage; comparing needs bytes that lie together.
    text.makeContiguousUTF8()
    self.text = text
  }

  /// A name of a part of a text.
  public init(_ text: Substring) { self.init(String(text)) }

  /// A name of these bytes; nil where they are not UTF-8.
  public init?<Bytes: Sequence<UInt8>>(validating bytes: Bytes) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self.init(text)
  }

  /// The bytes.
  @inlinable
  public var utf8: String.UTF8View { text.utf8 }

  /// Whether it has no bytes.
  @inlinable
  public var isEmpty: Bool { text.utf8.isEmpty }

  /// The name with ASCII's small letters made capital.
  public var uppercasedASCII: Name {
    withBytes { Name(String(decoding: $0.map { $0 &- 0x61 < 26 ? $0 - 0x20 : $0 }, as: UTF8.self)) }
  }

  /// Calls `body` with the bytes, which are valid until it returns.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    // A contiguous string always has them; the array stands for the case that cannot be.
    text.utf8.withContiguousStorageIfAvailable(body)
      ?? Array(text.utf8).withUnsafeBufferPointer(body)
  }
}

extension Sequence<Name> {
  /// The names as one text, for messages.
  public func joined(separator: String) -> String {
    map(\.text).joined(separator: separator)
  }
}

extension Name: Hashable {
  /// Whether both have the same bytes.
  @inlinable
  public static func == (left: Name, right: Name) -> Bool {
    left.withBytes { left in
      right.withBytes { right in left.count == right.count && left.elementsEqual(right) }
    }
  }

  /// Hashes the bytes.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // No UTF-8 holds this byte: names that stand one behind another do not run together.
    hasher.combine(0xFF as UInt8)
  }
}

extension Name: Comparable {
  /// By bytes, which is by code points.
  @inlinable
  public static func < (left: Name, right: Name) -> Bool {
    left.withBytes { left in right.withBytes { right in left.lexicographicallyPrecedes(right) } }
  }
}

// In a keyed collection too it is a value, not a coding key: Foundation's coders hold the keys of an
// object as strings and would join two names there, so a dictionary by names is saved as a list.
extension Name: Codable {
  /// Reads a plain string.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension Name: ExpressibleByStringLiteral, CustomStringConvertible {
  /// A name written down in the program.
  @inlinable
  public init(stringLiteral text: String) { self.init(text) }

  /// The text.
  @inlinable
  public var description: String { text }
}
