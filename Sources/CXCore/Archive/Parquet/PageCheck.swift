/// The CRC-32 of pages, which is that of ISO 3309 and gzip.
enum PageCheck {
  // Eight tables, so that eight bytes are taken at once ("slicing by 8", Kounavis and Berry 2005).
  private static let tables: [[UInt32]] = {
    var tables = [
      (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value >> 1 ^ (value & 1) * 0xEDB8_8320 }
      }
    ]
    for number in 1..<8 {
      tables.append(tables[number - 1].map { $0 >> 8 ^ tables[0][Int($0 & 0xFF)] })
    }
    return tables
  }()

  private static let flat: [UInt32] = tables.flatMap { $0 }

  /// The sum of some bytes.
  static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    flat.withUnsafeBufferPointer { table in
      var sum: UInt32 = 0xFFFF_FFFF
      var place = 0
      while place + 8 <= bytes.count {
        let word = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let mixed = word ^ UInt64(sum)
        sum = 0
        for index in 0..<8 {
          let byte = Int(truncatingIfNeeded: mixed >> UInt64(8 * index)) & 0xFF
          sum ^= table[(7 - index) << 8 | byte]
        }
        place += 8
      }
      while place < bytes.count {
        sum = sum >> 8 ^ table[Int((sum ^ UInt32(bytes[place])) & 0xFF)]
        place += 1
      }
      return ~sum
    }
  }
}
