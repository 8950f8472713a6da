import CXRecord

/// The name of an alert event for those who deliver it: the same event has the same key in every
/// run, so a receiver that got it twice can tell.
enum DeliveryKey {
  /// 32 hexadecimal digits, from the parts' bytes and their lengths.
  static func text(_ parts: [String]) -> String {
    // Lengths first, so that no two lists of parts run together alike.
    let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    let hash = hash(bytes)
    return Hexadecimal.text((0..<16).map { UInt8(truncatingIfNeeded: hash >> (8 * (15 - $0))) })
  }

  /// FNV-1a with 128 bits; basis and prime are those of Fowler, Noll, Vo and Eastlake
  /// (draft-eastlake-fnv, section 5).
  static func hash(_ bytes: [UInt8]) -> UInt128 {
    bytes.reduce(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D) {
      ($0 ^ UInt128($1)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
  }
}
