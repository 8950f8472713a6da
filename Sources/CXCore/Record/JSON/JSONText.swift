/// The text inside JSON strings.
public enum JSONText {
  /// The UTF-8 that the inside of a valid JSON string stands for.
  ///
  /// Half a surrogate pair becomes U+FFFD, as in jq.
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
        result.append(contentsOf: String(Character(UnicodeScalar(scalar) ?? "\u{FFFD}")).utf8)
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
