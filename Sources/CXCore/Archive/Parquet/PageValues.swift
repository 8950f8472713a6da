/// The values of a page as ``ColumnData`` keeps them: 64 bits, or 128 for decimals of bytes.
struct PageValues {
  var narrow: [Int64] = []
  var wide: [Int128] = []

  /// Decodes `count` values; texts are put into `column`, whose numbers of them are the values.
  init(
    _ bytes: UnsafeRawBufferPointer, _ encoding: ParquetEncoding, count: Int,
    of leaf: ParquetFooter.Leaf, into column: inout ColumnData
  ) throws(ParquetProblem) {
    switch (encoding, leaf.physical) {
    case (.plain, .boolean):
      guard bytes.count * 8 >= count else { throw Self.cutOff }
      narrow = (0..<count).map { Int64(bytes[$0 >> 3] >> UInt8($0 & 7) & 1) }
    case (.runLength, .boolean):
      guard bytes.count >= 4 else { throw Self.cutOff }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[4...])
      try RunLength.decode(rest, width: 1, count: count) { value, times in
        narrow.append(contentsOf: repeatElement(Int64(value), count: times))
      }
    case (.plain, .int32), (.plain, .int64): try readPlain(bytes, count, leaf)
    case (.deltaPacked, .int32), (.deltaPacked, .int64):
      _ = try DeltaPacking.decode(bytes, most: count, into: &narrow)
      // Steps of 32 bits wrap at 32 bits.
      if leaf.physical == .int32 { narrow = narrow.map { Int64(Int32(truncatingIfNeeded: $0)) } }
    case (.streamSplit, .int32), (.streamSplit, .int64), (.streamSplit, .fixed):
      let joined = try Self.join(bytes, count, Self.length(of: leaf))
      let values = try joined.withBytes { bytes throws(ParquetProblem) in
        try PageValues(bytes, .plain, count: count, of: leaf, into: &column)
      }
      self = values
    case (.plain, .fixed):
      guard leaf.length > 0, bytes.count / leaf.length >= count else { throw Self.cutOff }
      for index in 0..<count {
        let start = index * leaf.length
        let value = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + leaf.length)])
        try append(value, leaf, &column)
      }
    case (.plain, .bytes):
      var place = 0
      for _ in 0..<count {
        guard bytes.count - place >= 4 else { throw Self.cutOff }
        let length = Int(
          UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        place += 4
        guard bytes.count - place >= length else { throw Self.cutOff }
        try append(UnsafeRawBufferPointer(rebasing: bytes[place..<(place + length)]), leaf, &column)
        place += length
      }
    case (.deltaLength, .bytes): try readTexts(bytes, count, prefixes: nil, leaf, &column)
    case (.deltaBytes, .bytes), (.deltaBytes, .fixed):
      var prefixes: [Int64] = []
      let end = try DeltaPacking.decode(bytes, most: count, into: &prefixes)
      try readTexts(
        UnsafeRawBufferPointer(rebasing: bytes[end...]), count, prefixes: prefixes, leaf, &column)
    default: throw .unsupported("column \(leaf.name) in encoding \(encoding)")
    }
    guard narrow.count + wide.count == count else { throw Self.cutOff }
  }

  private static let cutOff = ParquetProblem.damaged("a page is cut off")

  /// The values that numbers in a dictionary stand for.
  init(
    _ bytes: UnsafeRawBufferPointer, count: Int, from dictionary: PageValues
  ) throws(ParquetProblem) {
    if count == 0 { return }
    guard let width = bytes.first, width <= 32 else {
      throw .damaged("a page has no numbers of its dictionary")
    }
    let most = UInt64(max(dictionary.narrow.count, dictionary.wide.count))
    let isWide = !dictionary.wide.isEmpty
    try RunLength.decode(
      UnsafeRawBufferPointer(rebasing: bytes[1...]), width: Int(width), count: count
    ) { value, times throws(ParquetProblem) in
      guard value < most else { throw .damaged("a page goes beyond its dictionary") }
      if isWide {
        wide.append(contentsOf: repeatElement(dictionary.wide[Int(value)], count: times))
      } else if times == 1 {
        narrow.append(dictionary.narrow[Int(value)])
      } else {
        narrow.append(contentsOf: repeatElement(dictionary.narrow[Int(value)], count: times))
      }
    }
  }

  // MARK: - Numbers

  private mutating func readPlain(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ leaf: ParquetFooter.Leaf
  ) throws(ParquetProblem) {
    let size = Self.length(of: leaf)
    guard bytes.count / size >= count else { throw Self.cutOff }
    if size == 8 {
      narrow = Array(unsafeUninitializedCapacity: count) { memory, filled in
        UnsafeMutableRawBufferPointer(memory)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * 8)]))
        filled = count
      }
    } else {
      narrow = (0..<count).map {
        Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)))
      }
    }
    if leaf.meaning == .unsigned {
      if size == 4 { narrow = narrow.map { $0 & 0xFFFF_FFFF } }
      if narrow.contains(where: { $0 < 0 }) {
        throw .unsupported("column \(leaf.name) has a number above 2^63")
      }
    }
  }

  private static func length(of leaf: ParquetFooter.Leaf) -> Int {
    switch leaf.physical {
    case .int32, .float: 4
    case .fixed: leaf.length
    default: 8
    }
  }

  /// Puts values together whose first bytes stand together, then their second bytes, and so on.
  private static func join(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ size: Int
  ) throws(ParquetProblem) -> [UInt8] {
    guard size > 0, bytes.count / size >= count else { throw cutOff }
    var joined = [UInt8](repeating: 0, count: count * size)
    for part in 0..<size {
      for index in 0..<count { joined[index * size + part] = bytes[part * count + index] }
    }
    return joined
  }

  // MARK: - Bytes

  private mutating func append(
    _ value: UnsafeRawBufferPointer, _ leaf: ParquetFooter.Leaf, _ column: inout ColumnData
  ) throws(ParquetProblem) {
    guard case .decimal = leaf.meaning else {
      narrow.append(column.add(text: value))
      return
    }
    // Big-endian two's complement, as short as the writer liked.
    guard value.count <= 16 || value.dropLast(16).allSatisfy({ $0 == 0 || $0 == 0xFF }) else {
      throw .unsupported("column \(leaf.name) has a decimal of more than 128 bits")
    }
    var units: Int128 = value.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0
    for byte in value.suffix(16) { units = units << 8 | Int128(byte) }
    guard units.magnitude <= UInt128(ColumnData.mostWide) else {
      throw .damaged("column \(leaf.name) has a decimal of more than 38 digits")
    }
    wide.append(units)
  }

  private mutating func readTexts(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, prefixes: [Int64]?,
    _ leaf: ParquetFooter.Leaf, _ column: inout ColumnData
  ) throws(ParquetProblem) {
    var lengths: [Int64] = []
    var place = try DeltaPacking.decode(bytes, most: count, into: &lengths)
    guard lengths.count == count, (prefixes?.count ?? count) == count else { throw Self.cutOff }
    var text: [UInt8] = []
    for index in 0..<count {
      let prefix = prefixes?[index] ?? 0
      guard lengths[index] >= 0, lengths[index] <= bytes.count - place, prefix >= 0,
        prefix <= text.count
      else { throw Self.cutOff }
      text.removeSubrange(Int(prefix)...)
      text.append(contentsOf: bytes[place..<(place + Int(lengths[index]))])
      place += Int(lengths[index])
      try text.withBytes { value throws(ParquetProblem) in try append(value, leaf, &column) }
    }
  }
}
