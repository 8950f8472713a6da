import Testing

@testable import CXCore

/// The encodings of Parquet's pages against themselves and against bytes from its specification.
@Suite struct PackingTests {
  private static func numbers(_ random: inout Generator, width: Int, count: Int) -> [UInt64] {
    var numbers: [UInt64] = []
    while numbers.count < count {
      let value = width == 0 ? 0 : random.next() >> UInt64(64 - width)
      let times = random.oneIn(3) ? Int(random.next() % 40) + 1 : 1
      numbers += Array(repeating: value, count: min(times, count - numbers.count))
    }
    return numbers
  }

  @Test(arguments: 0...64) func `packed numbers come out`(width: Int) {
    var random = Generator(seed: UInt64(width))
    let values = Self.numbers(&random, width: width, count: 77)
    var bytes: [UInt8] = []
    BitPacking.pack(values, width: width, to: &bytes)
    #expect(bytes.count == (77 * width + 7) / 8)
    bytes.withUnsafeBytes { bytes in
      for (index, value) in values.enumerated() {
        #expect(BitPacking.value(bytes, bit: index * width, width: width) == value)
      }
    }
  }

  /// Encodings.md: "the numbers 0 through 7 in 3 bits" are 10001000 11000110 11111010.
  @Test func `the bits lie as the specification has them`() {
    var bytes: [UInt8] = []
    BitPacking.pack(0...7, width: 3, to: &bytes)
    #expect(bytes == [0b1000_1000, 0b1100_0110, 0b1111_1010])
  }

  @Test(arguments: 0...32, [0, 1, 7, 8, 9, 63, 64, 1_000])
  func `runs come out`(width: Int, count: Int) throws {
    var random = Generator(seed: UInt64(width * 1_000 + count))
    let values = Self.numbers(&random, width: width, count: count)
    var bytes: [UInt8] = []
    RunLength.encode(values, width: width, to: &bytes)
    var found: [UInt64] = []
    try bytes.withUnsafeBytes { bytes in
      try RunLength.decode(bytes, width: width, count: count) { value, times in
        found += Array(repeating: value, count: times)
      }
    }
    #expect(found == values)
    // A run that is cut off is found to be.
    if count > 0 {
      #expect(throws: ParquetProblem.self) {
        try Array(bytes.dropLast(bytes.count)).withUnsafeBytes { bytes in
          try RunLength.decode(bytes, width: width, count: count) { _, _ in }
        }
      }
    }
  }

  @Test(arguments: 0..<60) func `steps come out, even those that wrap`(seed: UInt64) throws {
    var random = Generator(seed: seed)
    let count = Int(random.next() % 400)
    let shift = random.next() % 64
    let values = (0..<count).map { _ in Int64(bitPattern: random.next()) >> Int64(shift) }
    var bytes: [UInt8] = []
    DeltaPacking.encode(values, to: &bytes)
    var found: [Int64] = []
    let end = try bytes.withUnsafeBytes { bytes in
      try DeltaPacking.decode(bytes, most: count, into: &found)
    }
    #expect(found == values)
    #expect(end == bytes.count)
  }

  /// The check value of CRC-32/ISO-HDLC.
  @Test func `the sum of a page is gzip's`() {
    #expect(Array("123456789".utf8).withUnsafeBytes(PageCheck.sum) == 0xCBF4_3926)
    #expect([UInt8]().withUnsafeBytes(PageCheck.sum) == 0)
  }

  /// Bytes by hand after format_description.txt: a literal, and a copy that overlaps itself.
  @Test func `Snappy is decompressed, and damage is found`() throws {
    let packed: [UInt8] = [9, 2 << 2, 0x61, 0x62, 0x63, 2 << 2 | 1, 3]
    func plain(_ bytes: [UInt8], size: Int) throws -> String {
      try bytes.withUnsafeBytes {
        String(decoding: try Snappy.decompress($0, size: size), as: UTF8.self)
      }
    }
    #expect(try plain(packed, size: 9) == "abcabcabc")
    for count in 0..<packed.count {
      #expect(throws: ParquetProblem.self) { try plain(Array(packed[..<count]), size: 9) }
    }
    #expect(throws: ParquetProblem.self) { try plain(packed, size: 10) }
    #expect(throws: ParquetProblem.self) {
      try plain([9, 2 << 2, 0x61, 0x62, 0x63, 2 << 2 | 1, 4], size: 9)
    }
  }
}
