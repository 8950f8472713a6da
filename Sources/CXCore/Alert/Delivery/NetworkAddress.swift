/// An address of the Internet, version 4 or 6.
public struct NetworkAddress: Sendable, Equatable, CustomStringConvertible {
  /// Its 4 or 16 bytes, highest first.
  public let bytes: [UInt8]

  /// An address of 4 or 16 bytes; nil for any other count.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Whether it belongs to the public Internet, as the registries of special addresses tell
  /// (RFC 6890 and IANA's tables): neither this host nor its network, nor one for documentation,
  /// tests, translation or many receivers.
  ///
  /// An address of version 4 in one of version 6 counts as what it holds.
  public var isPublic: Bool {
    if bytes.count == 4 { return !Self.special4.contains { $0.contains(bytes) } }
    let embedded = [Prefix(hex: "00000000000000000000ffff", 96), Prefix(hex: "0064ff9b", 96)]
    if embedded.contains(where: { $0.contains(bytes) }) {
      return NetworkAddress(Array(bytes[12...]))?.isPublic ?? false
    }
    return Prefix(hex: "20", 3).contains(bytes) && !Self.special6.contains { $0.contains(bytes) }
  }

  /// `192.0.2.1`, or the eight groups of version 6 without abbreviation.
  public var description: String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }.joined(separator: ":")
  }

  /// The first bits of addresses.
  private struct Prefix {
    var bytes: [UInt8]
    var bits: Int

    init(_ bytes: [UInt8], _ bits: Int) {
      self.bytes = bytes
      self.bits = bits
    }

    /// From hexadecimal digits; zeros follow.
    init(hex: String, _ bits: Int) {
      let digits = hex.compactMap(\.hexDigitValue).map { UInt8($0) }
      let pairs = stride(from: 0, to: digits.count - 1, by: 2)
      bytes = pairs.map { digits[$0] << 4 | digits[$0 + 1] }
      bytes += [UInt8](repeating: 0, count: 16 - bytes.count)
      self.bits = bits
    }

    func contains(_ address: [UInt8]) -> Bool {
      let whole = bits / 8
      guard address.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
      if bits % 8 == 0 { return true }
      return (address[whole] ^ bytes[whole]) >> UInt8(8 - bits % 8) == 0
    }
  }

  private static let special4 = [
    Prefix([0, 0, 0, 0], 8), Prefix([10, 0, 0, 0], 8), Prefix([100, 64, 0, 0], 10),
    Prefix([127, 0, 0, 0], 8), Prefix([169, 254, 0, 0], 16), Prefix([172, 16, 0, 0], 12),
    Prefix([192, 0, 0, 0], 24), Prefix([192, 0, 2, 0], 24), Prefix([192, 88, 99, 0], 24),
    Prefix([192, 168, 0, 0], 16), Prefix([198, 18, 0, 0], 15), Prefix([198, 51, 100, 0], 24),
    Prefix([203, 0, 113, 0], 24), Prefix([224, 0, 0, 0], 4), Prefix([240, 0, 0, 0], 4),
  ]

  // Within 2000::/3: special purposes with Teredo, documentation, and 6to4.
  private static let special6 = [
    Prefix(hex: "2001", 23), Prefix(hex: "20010db8", 32), Prefix(hex: "2002", 16),
    Prefix(hex: "3fff", 20),
  ]
}
