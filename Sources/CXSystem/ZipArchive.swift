import CXRecord

/// The table of contents of a ZIP file (PKWARE APPNOTE 6.3), sizes above 4 GiB included.
public struct ZipArchive {
  /// A file in the archive.
  public struct Entry: Equatable, Sendable {
    /// Its name, with the path inside the archive.
    public var name: String
    /// How it is packed: 0 not at all, 8 deflated.
    var method: UInt16
    /// Whether a password is needed.
    var isEncrypted: Bool
    /// CRC-32 of its content.
    var checksum: UInt32
    /// Bytes in the archive.
    var packedSize: UInt64
    /// Bytes of its content.
    var size: UInt64
    /// Where its own header is.
    var offset: UInt64
  }

  /// The files, folders left out, in the archive's order.
  public private(set) var entries: [Entry] = []
  let descriptor: Descriptor

  private static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  /// Whether these are the first bytes of a ZIP file.
  public static func begins(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: signature)
  }

  /// Reads the table of contents of an open file, which stays the caller's.
  public init(_ descriptor: Descriptor) throws(Fault) {
    self.descriptor = descriptor
    guard let size = descriptor.fileSize else {
      throw Fault(.noInput, "\(descriptor.name): a ZIP archive has to be a file")
    }
    // The end record is 22 bytes and a comment of up to 65 535.
    let tailStart = max(0, size - 65_557 - 20)
    let tail = try Self.read(descriptor, tailStart, size - tailStart)
    guard
      let end = (0...max(0, tail.count - 22)).reversed().first(where: {
        tail.number($0, 4) == 0x0605_4B50
      })
    else { throw Self.damaged(descriptor, "it has no table of contents") }
    var count = try Self.number(tail, end + 10, 2, descriptor)
    var length = try Self.number(tail, end + 12, 4, descriptor)
    var start = try Self.number(tail, end + 16, 4, descriptor)
    if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      // A locator of 20 bytes before the end record tells where the wide one is.
      guard end >= 20, tail.number(end - 20, 4) == 0x0706_4B50,
        let position = Int(exactly: try Self.number(tail, end - 12, 8, descriptor))
      else { throw Self.damaged(descriptor, "it has no wide table of contents") }
      let wide = try Self.read(descriptor, position, 56)
      count = try Self.number(wide, 32, 8, descriptor)
      length = try Self.number(wide, 40, 8, descriptor)
      start = try Self.number(wide, 48, 8, descriptor)
    }
    guard let from = Int(exactly: start), let bytes = Int(exactly: length), bytes <= size else {
      throw Self.damaged(descriptor, "its table of contents lies outside")
    }
    try readEntries(try Self.read(descriptor, from, bytes), count)
  }

  private mutating func readEntries(_ table: [UInt8], _ count: UInt64) throws(Fault) {
    var position = 0
    for _ in 0..<min(count, UInt64(table.count / 46)) {
      guard table.number(position, 4) == 0x0201_4B50 else {
        throw Self.damaged(descriptor, "its table of contents is wrong at byte \(position)")
      }
      let nameLength = Int(try Self.number(table, position + 28, 2, descriptor))
      let extraLength = Int(try Self.number(table, position + 30, 2, descriptor))
      let commentLength = Int(try Self.number(table, position + 32, 2, descriptor))
      let nameStart = position + 46
      let extraStart = nameStart + nameLength
      guard extraStart + extraLength <= table.count else {
        throw Self.damaged(descriptor, "its table of contents is cut off")
      }
      var entry = Entry(
        name: String(decoding: table[nameStart..<extraStart], as: UTF8.self),
        method: UInt16(try Self.number(table, position + 10, 2, descriptor)),
        isEncrypted: try Self.number(table, position + 8, 2, descriptor) & 1 == 1,
        checksum: UInt32(try Self.number(table, position + 16, 4, descriptor)),
        packedSize: try Self.number(table, position + 20, 4, descriptor),
        size: try Self.number(table, position + 24, 4, descriptor),
        offset: try Self.number(table, position + 42, 4, descriptor))
      try widen(&entry, Array(table[extraStart..<(extraStart + extraLength)]))
      if !entry.name.hasSuffix("/") { entries.append(entry) }
      position = extraStart + extraLength + commentLength
    }
  }

  // Extra field 1 holds in this order those of size, packed size and offset that are all ones.
  private func widen(_ entry: inout Entry, _ extra: [UInt8]) throws(Fault) {
    var position = 0
    while let kind = extra.number(position, 2), let length = extra.number(position + 2, 2) {
      var field = position + 4
      position = field + Int(length)
      if kind != 1 { continue }
      for path in [\Entry.size, \Entry.packedSize, \Entry.offset]
      where entry[keyPath: path] == 0xFFFF_FFFF {
        entry[keyPath: path] = try Self.number(extra, field, 8, descriptor)
        field += 8
      }
    }
  }

  // MARK: - Bytes

  static func read(
    _ descriptor: Descriptor, _ offset: Int, _ count: Int
  ) throws(Fault) -> [UInt8] {
    guard let size = descriptor.fileSize, offset >= 0, count >= 0, offset <= size,
      count <= size - offset, descriptor.seek(to: offset)
    else { throw damaged(descriptor, "it is cut off") }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { room.deallocate() }
    var filled = 0
    while filled < count, let base = room.baseAddress {
      let received = try descriptor.read(into: base + filled, count - filled)
      if received == 0 { throw damaged(descriptor, "it is cut off") }
      filled += received
    }
    return Array(room[..<count])
  }

  static func number(
    _ bytes: [UInt8], _ offset: Int, _ width: Int, _ descriptor: Descriptor
  ) throws(Fault) -> UInt64 {
    guard let number = bytes.number(offset, width) else {
      throw damaged(descriptor, "its table of contents is cut off")
    }
    return number
  }

  static func damaged(_ descriptor: Descriptor, _ reason: String) -> Fault {
    Fault(.inputOutput, "\(descriptor.name): damaged ZIP archive: \(reason)")
  }
}

extension [UInt8] {
  /// The number of so many bytes, lowest first, as ZIP writes them; nil behind the end.
  fileprivate func number(_ offset: Int, _ width: Int) -> UInt64? {
    guard offset >= 0, offset + width <= count else { return nil }
    return self[offset..<(offset + width)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
