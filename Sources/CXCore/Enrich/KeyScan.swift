/// Whether a line may already have one of some keys: a quick look that may say yes wrongly (the
/// key may be nested, or stand in a text), and no wrongly only where white space stands between
/// key and colon.
struct KeyScan: Sendable {
  /// The last 8 bytes of `"key` and which of them count.
  private var tails: [(word: UInt64, mask: UInt64)] = []

  init(_ keys: [String]) {
    for key in keys {
      var word: UInt64 = 0
      var mask: UInt64 = 0
      for byte in (Array("\"".utf8) + Array(key.utf8)).suffix(8) {
        word = word >> 8 | UInt64(byte) << 56
        mask = mask >> 8 | 0xFF << 56
      }
      tails.append((word, mask))
    }
  }

  /// Looks at each quote before a colon, eight bytes at a time.
  ///
  /// A byte that is zero in `x` sets its highest bit in `(x - 01…) & ~x & 80…`, and maybe that of
  /// the byte above it too: Warren, Hacker's Delight, section 6-1.
  func mayFind(in line: UnsafeRawBufferPointer) -> Bool {
    guard let base = line.baseAddress else { return false }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = ones &* 0x22
    let colons = ones &* 0x3A
    return tails.withUnsafeBufferPointer { tails in
      var index = 0
      // One byte more than a word is looked at.
      while index + 9 <= line.count {
        let word = Self.load(base + index) ^ quotes
        let next = Self.load(base + index + 1) ^ colons
        let both = word | next
        var hits = (both &- ones) & ~both & (ones &* 0x80)
        while hits != 0 {
          let place = index + hits.trailingZeroBitCount / 8
          hits &= hits &- 1
          if Self.matches(base, place, tails) { return true }
        }
        index += 8
      }
      while index + 1 < line.count {
        if Self.matches(base, index, tails) { return true }
        index += 1
      }
      return false
    }
  }

  @inline(__always)
  private static func load(_ place: UnsafeRawPointer) -> UInt64 {
    UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
  }

  /// Whether a key ends before `place`, which may be its closing quote.
  @inline(__always)
  private static func matches(
    _ line: UnsafeRawPointer, _ place: Int,
    _ tails: UnsafeBufferPointer<(word: UInt64, mask: UInt64)>
  ) -> Bool {
    if place == 0 { return false }
    // A block is readable behind its end, so a short beginning is shifted into place.
    let before =
      place >= 8 ? load(line + place - 8) : load(line) << UInt64(8 * (8 - place))
    for tail in tails where before & tail.mask == tail.word { return true }
    return false
  }
}
