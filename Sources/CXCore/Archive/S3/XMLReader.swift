import CXRecord

/// What a text in XML says next.
public enum XMLEvent: Equatable, Sendable {
  /// `<name ...>`; attributes are read over.
  case start(String)
  /// `</name>`; `<name/>` says start and end.
  case end(String)
  /// Text between tags, its references resolved.
  case text(String)
}

/// A strict reader of the XML (https://www.w3.org/TR/xml/) that services answer with, pulled event
/// by event.
///
/// No document types, so no entities but the five of the language, and no namespaces.
public struct XMLReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var open: [String] = []
  private var pendingEnd: String?
  private var hasRoot = false

  /// How deep elements may nest.
  private static let maximumDepth = 32

  /// A reader before the first byte.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next event; nil behind the last element.
  public mutating func next() throws(PayloadProblem) -> XMLEvent? {
    if let name = pendingEnd {
      pendingEnd = nil
      return .end(name)
    }
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "<") else {
        let text = try text()
        if open.isEmpty {
          guard text.allSatisfy(\.isWhitespace) else { throw problem("text outside") }
          continue
        }
        return .text(text)
      }
      if skip("<?") {
        try skip(past: "?>")
      } else if skip("<!--") {
        try skip(past: "-->")
      } else if skip("</") {
        return try endTag()
      } else {
        return try startTag()
      }
    }
    guard open.isEmpty, hasRoot else { throw problem("it ends") }
    return nil
  }

  private mutating func startTag() throws(PayloadProblem) -> XMLEvent {
    offset += 1
    let name = try name()
    guard open.count < Self.maximumDepth else { throw problem("too deep") }
    guard !open.isEmpty || !hasRoot else { throw problem("a second root") }
    hasRoot = true
    // An attribute's value may hold ">", so quotes are minded.
    var quote: UInt8?
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if let mark = quote {
        if byte == mark { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        if bytes[offset - 2] == UInt8(ascii: "/") {
          pendingEnd = name
        } else {
          open.append(name)
        }
        return .start(name)
      } else if byte == UInt8(ascii: "<") {
        throw problem("a tag within a tag")
      }
    }
    throw problem("it ends")
  }

  private mutating func endTag() throws(PayloadProblem) -> XMLEvent {
    let name = try name()
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
    guard skip(">"), open.popLast() == name else { throw problem("a wrong end tag") }
    return .end(name)
  }

  private mutating func name() throws(PayloadProblem) -> String {
    let start = offset
    while offset < bytes.count, bytes[offset] > 0x20, bytes[offset] != UInt8(ascii: ">"),
      bytes[offset] != UInt8(ascii: "/"), bytes[offset] != UInt8(ascii: "<")
    {
      offset += 1
    }
    guard let name = String(validating: bytes[start..<offset], as: UTF8.self), !name.isEmpty,
      !name.hasPrefix("!")
    else { throw problem("no name") }
    return name
  }

  private mutating func text() throws(PayloadProblem) -> String {
    var text: [UInt8] = []
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") {
      if bytes[offset] == UInt8(ascii: "&") {
        text += try reference().utf8
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
    guard let text = String(validating: text, as: UTF8.self) else { throw problem("no UTF-8") }
    return text
  }

  private mutating func reference() throws(PayloadProblem) -> String {
    let rest = bytes[(offset + 1)...].prefix(12)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw problem("a bare &") }
    let name = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
    let resolved: String? =
      switch name {
      case "amp": "&"
      case "lt": "<"
      case "gt": ">"
      case "quot": "\""
      case "apos": "'"
      default: Self.character(name)
      }
    guard let resolved else { throw problem("an unknown reference") }
    offset = end + 1
    return resolved
  }

  private static func character(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return nil }
    let code =
      name.hasPrefix("#x")
      ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(), radix: 10)
    return code.flatMap { UnicodeScalar($0) }.map { String(Character($0)) }
  }

  private mutating func skip(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  private mutating func skip(past text: String) throws(PayloadProblem) {
    while offset < bytes.count {
      if skip(text) { return }
      offset += 1
    }
    throw problem("it ends")
  }

  private func problem(_ what: String) -> PayloadProblem {
    .refused("is not XML: \(what) at byte \(offset)")
  }
}
