/// Whole numbers of a fixed count of bits, one behind the other, the lowest bit first: what Parquet's
/// encodings have in common.
enum BitPacking {
  /// Bits that hold a number.
  static func width(of value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

  /// Appends the numbers, `width` bits each, and fills the last byte with zeros.
  static func pack(_ values: some Sequence<UInt64>, width: Int, to bytes: inout [UInt8]) {
    if width == 0 { return }
    var word: UInt64 = 0
    var filled = 0
    for value in values {
      word |= value << UInt64(filled)
      let room = 64 - filled
      if width < room {
        filled += width
        continue
      }
      withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
      // A shift by 64 gives 0.
      word = value >> UInt64(room)
      filled = width - room
    }
    while filled > 0 {
      bytes.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
      filled -= 8
    }
  }

  /// The number of `width` bits that begins at a bit; bits behind the end are zeros.
  @inline(__always)
  static func value(_ bytes: UnsafeRawBufferPointer, bit: Int, width: Int) -> UInt64 {
    let start = bit >> 3
    let shift = UInt64(bit & 7)
    var word: UInt64
    if start + 8 <= bytes.count {
      word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      word >>= shift
    } else {
      word = 0
      for index in start..<max(start, bytes.count) {
        word |= UInt64(bytes[index]) << UInt64(8 * (index - start))
      }
      word >>= shift
    }
    if Int(shift) + width > 64, start + 8 < bytes.count {
      word |= UInt64(bytes[start + 8]) << (64 - shift)
    }
    return width == 64 ? word : word & (1 << UInt64(width) - 1)
  }
}
