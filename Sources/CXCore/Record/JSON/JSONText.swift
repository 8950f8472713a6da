/// The text inside JSON strings.
public enum JSONText {
  /// The bytes that the inside of a valid JSON string stands for: UTF-8, but for half a surrogate
  /// pair, which no UTF-8 can stand for.
  ///
  /// Such a half becomes the three bytes that its number would have (WTF-8), so that two texts
  /// never become one, and ``text(_:)`` knows it.
  public static func unescape(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = 0
    func unit(at position: Int) -> UInt32? {
      guard position + 6 <= raw.count, raw[position] == UInt8(ascii: "\\"),
        raw[position + 1] == UInt8(ascii: "u")
      else { return nil }
      var value: UInt32 = 0
      for digit in raw[(position + 2)..<(position + 6)] {
        guard let bits = hexadecimalValue(digit) else { return nil }
        value = value << 4 | UInt32(bits)
      }
      return value
    }
    while index < raw.count {
      let byte = raw[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < raw.count else {
        result.append(byte)
        index += 1
        continue
      }
      if let first = unit(at: index) {
        index += 6
        var scalar = first
        if first & 0xFC00 == 0xD800, let second = unit(at: index), second & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
          index += 6
        }
        if let scalar = UnicodeScalar(scalar) {
          result.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        } else {
          result += [0xED, UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)]
        }
        continue
      }
      switch raw[index + 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case let other: result.append(other)
      }
      index += 2
    }
    return result
  }

  /// The text that the inside of a valid JSON string stands for; nil where it has half a surrogate
  /// pair, of which there is no text.
  public static func text(_ raw: UnsafeRawBufferPointer) -> String? {
    String(validating: unescape(raw), as: UTF8.self)
  }

  /// Why ``text(_:)`` is nil for a string of a line.
  package static let halfPair = "has half a surrogate pair, which is no text"

  /// The value of a hexadecimal digit.
  package static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
