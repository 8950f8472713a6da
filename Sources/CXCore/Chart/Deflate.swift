/// Packing of bytes that repeat at known distances: DEFLATE (RFC 1951) with its fixed codes only.
///
/// For pictures drawn here, whose rows repeat, that is near what a general packer reaches.
enum Deflate {
  /// A zlib stream (RFC 1950); `distances`, 1 to 32,768, are how far back repetitions are looked for.
  static func zlib(_ bytes: [UInt8], distances: [Int]) -> [UInt8] {
    var writer = BitWriter()
    // The last block, with fixed codes.
    writer.append(1, bits: 1)
    writer.append(1, bits: 2)
    var index = 0
    while index < bytes.count {
      var longest = 0
      var distance = 0
      for candidate in distances where candidate <= index {
        let most = min(258, bytes.count - index)
        var length = 0
        while length < most, bytes[index + length] == bytes[index + length - candidate] {
          length += 1
        }
        if length > longest { (longest, distance) = (length, candidate) }
      }
      if longest >= 3 {
        writer.append(length: longest)
        writer.append(distance: distance)
        index += longest
      } else {
        writer.append(symbol: Int(bytes[index]))
        index += 1
      }
    }
    writer.append(symbol: 256)
    let sum = Checksum.adler32(bytes)
    // 32 KiB window, method deflate; made so that the two bytes are a multiple of 31.
    return [0x78, 0x01] + writer.finished()
      + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * (3 - $0))) }
  }
}

/// Bits from the lowest of each byte up.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var count = 0

  mutating func append(_ value: Int, bits: Int) {
    pending |= UInt32(value) << UInt32(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  /// Huffman codes go the other way round: their highest bit first.
  private mutating func append(code: Int, bits: Int) {
    var reversed = 0
    for bit in 0..<bits { reversed |= (code >> bit & 1) << (bits - 1 - bit) }
    append(reversed, bits: bits)
  }

  /// A literal, the end or a length's code, by the table of RFC 1951, 3.2.6.
  mutating func append(symbol: Int) {
    switch symbol {
    case ..<144: append(code: 0x30 + symbol, bits: 8)
    case ..<256: append(code: 0x190 + symbol - 144, bits: 9)
    case ..<280: append(code: symbol - 256, bits: 7)
    default: append(code: 0xC0 + symbol - 280, bits: 8)
    }
  }

  /// 3 to 258; codes double their span every four (RFC 1951, 3.2.5), but 258 has one of its own.
  mutating func append(length: Int) {
    let rest = length - 3
    if length == 258 {
      append(symbol: 285)
    } else if rest < 8 {
      append(symbol: 257 + rest)
    } else {
      let extra = Self.logarithm(rest) - 2
      append(symbol: 257 + 4 * (extra + 1) + (rest >> extra & 3))
      append(rest & ((1 << extra) - 1), bits: extra)
    }
  }

  /// 1 to 32,768; codes double their span every two.
  mutating func append(distance: Int) {
    let rest = distance - 1
    if rest < 4 {
      append(code: rest, bits: 5)
    } else {
      let extra = Self.logarithm(rest) - 1
      append(code: 2 * (extra + 1) + (rest >> extra & 1), bits: 5)
      append(rest & ((1 << extra) - 1), bits: extra)
    }
  }

  private static func logarithm(_ value: Int) -> Int {
    Int.bitWidth - 1 - value.leadingZeroBitCount
  }

  consuming func finished() -> [UInt8] {
    if count > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    return bytes
  }
}
