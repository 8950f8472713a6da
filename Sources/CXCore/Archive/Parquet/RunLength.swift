/// Parquet's hybrid of run lengths and bit packing: dictionary numbers, and which rows have a value.
///
/// Source: Encodings.md of apache/parquet-format, "RLE / Bit-Packing Hybrid".
enum RunLength {
  /// Appends the numbers, which `width` bits hold.
  static func encode(
    _ values: some RandomAccessCollection<UInt64>, width: Int, to bytes: inout [UInt8]
  ) {
    var place = values.startIndex
    // Numbers before `place` that are still to be packed begin here.
    var open = place
    while place < values.endIndex {
      let value = values[place]
      let end = values[place...].firstIndex { $0 != value } ?? values.endIndex
      let run = values.distance(from: place, to: end)
      // Packed numbers come in eights: the run lends what is missing.
      let lent = (8 - values.distance(from: open, to: place) % 8) % 8
      if run - lent >= 8 {
        let start = values.index(place, offsetBy: lent)
        pack(values[open..<start], width, &bytes)
        bytes.append(varint: UInt64(run - lent) << 1)
        var rest = value
        for _ in 0..<((width + 7) / 8) {
          bytes.append(UInt8(truncatingIfNeeded: rest))
          rest >>= 8
        }
        open = end
      }
      place = end
    }
    pack(values[open...], width, &bytes)
  }

  private static func pack(
    _ values: some RandomAccessCollection<UInt64>, _ width: Int, _ bytes: inout [UInt8]
  ) {
    if values.isEmpty { return }
    let groups = (values.count + 7) / 8
    bytes.append(varint: UInt64(groups) << 1 | 1)
    let end = bytes.count + groups * width
    BitPacking.pack(values, width: width, to: &bytes)
    while bytes.count < end { bytes.append(0) }
  }

  /// Reads `count` numbers, each handed to `body`.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, width: Int, count: Int,
    _ body: (_ value: UInt64, _ times: Int) throws(ParquetProblem) -> Void
  ) throws(ParquetProblem) {
    guard width <= 32 else { throw .damaged("numbers of \(width) bits") }
    var place = 0
    var rest = count
    while rest > 0 {
      let header = try Varint.read(
        bytes, at: &place, bits: 35, orElse: .damaged("run lengths are cut off"))
      if header & 1 == 0 {
        let length = (width + 7) / 8
        guard bytes.count - place >= length else { throw .damaged("run lengths are cut off") }
        var value: UInt64 = 0
        for index in 0..<length { value |= UInt64(bytes[place + index]) << UInt64(8 * index) }
        place += length
        let run = Int(min(header >> 1, UInt64(rest)))
        guard run > 0 else { throw .damaged("a run has no length") }
        try body(value, run)
        rest -= run
      } else {
        let groups = Int(header >> 1)
        guard groups > 0 else { throw .damaged("a run has no length") }
        let there = bytes.count - place
        // Some writers leave out the zeros behind the last number.
        let numbers = min(rest, groups * 8, width == 0 ? rest : there * 8 / width)
        guard numbers == min(rest, groups * 8) else { throw .damaged("run lengths are cut off") }
        let packed = UnsafeRawBufferPointer(rebasing: bytes[place...])
        for index in 0..<numbers {
          try body(BitPacking.value(packed, bit: index * width, width: width), 1)
        }
        place += min(there, groups * width)
        rest -= numbers
      }
    }
  }
}
