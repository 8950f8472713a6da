/// Streams by name, found by the bytes of a message without making a text of them.
struct StreamNames {
  /// The names; a stream's number is an index into it.
  let all: [String]
  private let bytes: [[UInt8]]
  private var table: [Int32]
  private let mask: Int

  init(_ names: [String]) {
    all = names
    bytes = names.map { Array($0.utf8) }
    var size = 16
    while size < names.count * 2 { size *= 2 }
    table = Array(repeating: -1, count: size)
    mask = size - 1
    for (number, name) in bytes.enumerated() {
      var place = name.withUnsafeBytes(Self.hash) & mask
      while table[place] >= 0 { place = (place + 1) & mask }
      table[place] = Int32(number)
    }
  }

  /// The number of a stream; nil for one that was not asked for.
  func number(_ name: UnsafeRawBufferPointer) -> Int? {
    var place = Self.hash(name) & mask
    while table[place] >= 0 {
      let number = Int(table[place])
      if bytes[number].elementsEqual(name) { return number }
      place = (place + 1) & mask
    }
    return nil
  }

  // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): names are short.
  private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: hash >> 16)
  }
}
