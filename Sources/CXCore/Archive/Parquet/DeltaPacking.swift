/// Parquet's `DELTA_BINARY_PACKED`: steps from one number to the next, in as few bits as they need.
///
/// Times and ids become next to nothing.
///
/// Source: Encodings.md of apache/parquet-format, "Delta Encoding".
enum DeltaPacking {
  private static let blockSize = 128
  private static let miniSize = 32

  /// Appends the numbers.
  static func encode(_ values: [Int64], to bytes: inout [UInt8]) {
    bytes.append(varint: UInt64(blockSize))
    bytes.append(varint: UInt64(blockSize / miniSize))
    bytes.append(varint: UInt64(values.count))
    bytes.append(varint: Varint.zigzag(values.first ?? 0))
    var start = 1
    var steps = [UInt64](repeating: 0, count: blockSize)
    while start < values.count {
      let count = min(blockSize, values.count - start)
      var least = Int64.max
      for index in 0..<count {
        least = min(least, values[start + index] &- values[start + index - 1])
      }
      for index in 0..<blockSize {
        steps[index] =
          index < count
          ? UInt64(bitPattern: values[start + index] &- values[start + index - 1] &- least) : 0
      }
      bytes.append(varint: Varint.zigzag(least))
      let minis = stride(from: 0, to: blockSize, by: miniSize)
      let widths = minis.map { mini in
        BitPacking.width(of: steps[mini..<(mini + miniSize)].reduce(0, |))
      }
      for width in widths { bytes.append(UInt8(width)) }
      for (mini, width) in zip(minis, widths) where mini < count {
        BitPacking.pack(steps[mini..<(mini + miniSize)], width: width, to: &bytes)
      }
      start += count
    }
  }

  /// Reads the numbers, `most` at most, and returns where they end.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, most: Int, into values: inout [Int64]
  ) throws(ParquetProblem) -> Int {
    var place = 0
    func number() throws(ParquetProblem) -> UInt64 {
      try Varint.read(bytes, at: &place, orElse: .damaged("steps are cut off"))
    }
    let block = try number()
    let minis = try number()
    guard block > 0, block <= 1 << 16, block % 128 == 0, minis > 0, block % minis == 0,
      block / minis % 32 == 0
    else { throw .damaged("steps come in blocks of \(block)") }
    let count = try number()
    guard count <= UInt64(most) else { throw .damaged("a page has too many numbers") }
    var value = Varint.unzigzag(try number())
    if count == 0 { return place }
    values.reserveCapacity(values.count + Int(count))
    values.append(value)
    var rest = Int(count) - 1
    let size = Int(block / minis)
    while rest > 0 {
      let least = Varint.unzigzag(try number())
      guard bytes.count - place >= Int(minis) else { throw .damaged("steps are cut off") }
      let widths = bytes[place..<(place + Int(minis))]
      place += Int(minis)
      for width in widths where rest > 0 {
        let width = Int(width)
        guard width <= 64 else { throw .damaged("numbers of \(width) bits") }
        let numbers = min(rest, size)
        // Some writers leave out the zeros behind the last number.
        let packed = UnsafeRawBufferPointer(rebasing: bytes[place...])
        guard (numbers * width + 7) / 8 <= packed.count else { throw .damaged("steps are cut off") }
        for index in 0..<numbers {
          let step = BitPacking.value(packed, bit: index * width, width: width)
          value = value &+ least &+ Int64(bitPattern: step)
          values.append(value)
        }
        place += min(packed.count, size * width / 8)
        rest -= numbers
      }
    }
    return place
  }
}
