import CXRecord

/// Whether a line may already have one of some keys: a quick look that may say yes wrongly (the
/// key may be nested, or stand in a text; a text may have a backslash or white space behind it), and
/// never says no wrongly.
struct KeyScan: Sendable {
  /// The last 8 bytes of `"key` and which of them count.
  private var tails: [(word: UInt64, mask: UInt64)] = []
  /// The keys' last two bytes, modulo 64: most keys of a line are told apart by these.
  private var lastBytes: UInt64 = 0
  private var bytesBefore: UInt64 = 0

  init(_ keys: [Name]) {
    for key in keys {
      var word: UInt64 = 0
      var mask: UInt64 = 0
      for byte in (Array("\"".utf8) + Array(key.utf8)).suffix(8) {
        word = word >> 8 | UInt64(byte) << 56
        mask = mask >> 8 | 0xFF << 56
      }
      tails.append((word, mask))
      lastBytes |= 1 << (word >> 56 & 63)
      bytesBefore |= 1 << (word >> 48 & 63)
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
        let raw = Self.load(base + index)
        let behind = Self.load(base + index + 1)
        if Self.isOdd(raw, behind) { return true }
        let word = raw ^ quotes
        let next = behind ^ colons
        let both = word | next
        var hits = (both &- ones) & ~both & (ones &* 0x80)
        while hits != 0 {
          let place = index + hits.trailingZeroBitCount / 8
          hits &= hits &- 1
          if matches(base, place, tails) { return true }
        }
        index += 8
      }
      while index + 1 < line.count {
        let (byte, next) = (line[index], line[index + 1])
        if byte == UInt8(ascii: "\\") || (byte == UInt8(ascii: "\"") && next <= 0x20) {
          return true
        }
        if matches(base, index, tails) { return true }
        index += 1
      }
      return false
    }
  }

  /// Whether one of eight bytes is a backslash, or a quote before white space: keys may be spelt so
  /// that their bytes are not found.
  @inline(__always)
  private static func isOdd(_ word: UInt64, _ behind: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = ones &* 0x80
    let quote = word ^ ones &* 0x22
    let slash = word ^ ones &* 0x5C
    let spaces = (behind &- ones &* 0x21) & ~behind
    return ((quote &- ones) & ~quote & spaces | (slash &- ones) & ~slash) & high != 0
  }

  @inline(__always)
  private static func load(_ place: UnsafeRawPointer) -> UInt64 {
    UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
  }

  /// Whether a key ends before `place`, which may be its closing quote.
  @inline(__always)
  private func matches(
    _ line: UnsafeRawPointer, _ place: Int,
    _ tails: UnsafeBufferPointer<(word: UInt64, mask: UInt64)>
  ) -> Bool {
    if place == 0 { return false }
    // A block is readable behind its end, so a short beginning is shifted into place.
    let before =
      place >= 8
      ? Self.load(line + place - 8) : Self.load(line) << UInt64(8 * (8 - place))
    if lastBytes >> (before >> 56 & 63) & bytesBefore >> (before >> 48 & 63) & 1 == 0 {
      return false
    }
    for tail in tails where before & tail.mask == tail.word { return true }
    return false
  }
}
