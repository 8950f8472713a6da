import CXRecord

/// Finds a field in the bytes of a JSON object that is known to be valid, or in the beginning of
/// one, its closing brace still missing.
enum JSONFields {
  /// The bytes of the value that `path` leads to, or nil.
  ///
  /// Of duplicate keys the last wins, as in jq; a path through something that is no object leads
  /// nowhere.
  static func find(
    _ path: ArraySlice<Name>, in object: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    guard let name = path.first else { return nil }
    var found: UnsafeRawBufferPointer?
    forEachMember(of: object) { key, value in
      if equals(key, name) { found = value }
    }
    guard let found, path.count > 1 else { return found }
    return find(path.dropFirst(), in: found)
  }

  /// Calls `body` with what stands between the quotes of each key, and with its value's bytes.
  static func forEachMember(
    of object: UnsafeRawBufferPointer,
    _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
  ) {
    var index = skipSpace(object, 0)
    guard index < object.count, object[index] == UInt8(ascii: "{") else { return }
    index = skipSpace(object, index + 1)
    while index < object.count, object[index] == UInt8(ascii: "\"") {
      let keyEnd = stringEnd(object, index)
      let key = slice(object, index + 1, keyEnd - 1)
      index = skipSpace(object, skipSpace(object, keyEnd) + 1)
      let end = valueEnd(object, index)
      body(key, slice(object, index, end))
      index = skipSpace(object, end)
      guard index < object.count, object[index] == UInt8(ascii: ",") else { return }
      index = skipSpace(object, index + 1)
    }
  }

  /// The value at `path`: null where it is absent.
  static func value(
    at path: FieldPath, in object: UnsafeRawBufferPointer
  ) throws(EvaluationProblem) -> Value {
    guard let raw = find(path.names[...], in: object), let first = raw.first else { return .null }
    switch first {
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "\""):
      guard let text = JSONText.text(slice(raw, 1, raw.count - 1)) else {
        throw EvaluationProblem("\"\(path.names.joined(separator: "."))\" \(JSONText.halfPair)")
      }
      return .text(text)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let kind = first == UInt8(ascii: "{") ? "an object" : "an array"
      throw EvaluationProblem("\"\(path.names.joined(separator: "."))\" is \(kind)")
    default:
      do {
        return .number(try Decimal(parsing: raw))
      } catch {
        throw EvaluationProblem("\"\(path.names.joined(separator: "."))\" \(error.reason)")
      }
    }
  }

  private static func slice(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> UnsafeRawBufferPointer {
    let end = min(end, bytes.count)
    return UnsafeRawBufferPointer(rebasing: bytes[min(start, end)..<end])
  }

  static func equals(_ key: UnsafeRawBufferPointer, _ name: Name) -> Bool {
    if key.elementsEqual(name.utf8) { return true }
    guard key.contains(UInt8(ascii: "\\")) else { return false }
    return JSONText.unescape(key).elementsEqual(name.utf8)
  }

  private static func skipSpace(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    return index
  }

  /// Behind the closing quote of the string that begins at `start`.
  private static func stringEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index + 1
  }

  private static func valueEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index = stringEnd(bytes, index)
        if depth == 0 { return min(index, bytes.count) }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: ","), 0...0x20:
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return index
  }
}
