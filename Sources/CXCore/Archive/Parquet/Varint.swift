/// Numbers seven bits at a time, the lowest first (LEB128), as Thrift, Parquet and Snappy have them.
enum Varint {
  /// Signs as Thrift and Parquet write them: 0, -1, 1, -2 become 0, 1, 2, 3.
  static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1 ^ value >> 63)
  }

  /// The number that ``zigzag(_:)`` made this of.
  static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// The number at `place`, which goes behind it.
  ///
  /// - Throws: `problem` when the bytes end before it does; that it has more bytes than `bits` need.
  @inline(__always)
  static func read(
    _ bytes: UnsafeRawBufferPointer, at place: inout Int, bits: UInt64 = 64,
    orElse problem: @autoclosure () -> ParquetProblem
  ) throws(ParquetProblem) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < bits {
      guard place < bytes.count else { throw problem() }
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .damaged("a number has too many bytes")
  }
}

extension [UInt8] {
  /// Appends a number as ``Varint`` has it.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
