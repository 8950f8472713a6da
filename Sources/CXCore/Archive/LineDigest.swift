/// Tells lines apart that have no id.
public enum LineDigest {
  /// A number for some bytes, below zero, where no exchange's id is: FNV-1a
  /// (http://www.isthe.com/chongo/tech/comp/fnv), its highest bit set.
  ///
  /// Stores keep it, so it never changes.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int64(bitPattern: hash | 1 << 63)
  }
}
