import CXRecord
import CZlib

/// The content of one file in a ZIP archive, unpacked as it is read and checked at its end.
public final class ZipMember {
  private let descriptor: Descriptor
  private let entry: ZipArchive.Entry
  private let name: String
  private var stream = z_stream()
  private let packed = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 128 << 10, alignment: 64)
  private var packedStart = 0
  private var packedEnd = 0
  // Bytes in the archive not yet fetched, bytes of content handed out.
  private var packedLeft: UInt64
  private var produced: UInt64 = 0
  private var checksum: UInt = 0
  private var atEnd = false

  /// Opens a file of the archive.
  ///
  /// Members share the archive's descriptor: read one after another.
  public init(_ entry: ZipArchive.Entry, of archive: ZipArchive) throws(Fault) {
    descriptor = archive.descriptor
    self.entry = entry
    name = "\(archive.descriptor.name): \(entry.name)"
    packedLeft = entry.packedSize
    guard !entry.isEncrypted else { throw Fault(.inputOutput, "\(name): is encrypted") }
    guard entry.method == 0 || entry.method == 8 else {
      throw Fault(.inputOutput, "\(name): is packed by method \(entry.method), not deflated")
    }
    guard let offset = Int(exactly: entry.offset), offset <= Int.max - 30 - 2 * 65_535 else {
      throw ZipArchive.damaged(descriptor, "it is cut off")
    }
    let header = try ZipArchive.read(descriptor, offset, 30)
    guard ZipArchive.begins(header) else {
      throw ZipArchive.damaged(descriptor, "\(entry.name) is not where it should be")
    }
    let nameLength = try ZipArchive.number(header, 26, 2, descriptor)
    let extraLength = try ZipArchive.number(header, 28, 2, descriptor)
    guard descriptor.seek(to: offset + 30 + Int(nameLength + extraLength)) else {
      throw ZipArchive.damaged(descriptor, "it is cut off")
    }
    // Negative: bare deflate data (RFC 1951) without zlib's wrapper.
    cx_inflate_init(&stream, -15)
  }

  deinit {
    inflateEnd(&stream)
    packed.deallocate()
  }

  /// Reads some bytes; 0 is the end, and then the content was whole.
  public func read(into memory: UnsafeMutableRawPointer, _ count: Int) throws(Fault) -> Int {
    while !atEnd {
      if packedStart == packedEnd { try refill() }
      let made = entry.method == 0 ? copy(to: memory, count) : try inflate(to: memory, count)
      if made == 0 { continue }
      produced += UInt64(made)
      let bytes = memory.bindMemory(to: UInt8.self, capacity: made)
      checksum = crc32(checksum, bytes, UInt32(made))
      return made
    }
    guard produced == entry.size, checksum == UInt(entry.checksum) else {
      throw Fault(.inputOutput, "\(name): damaged: size or CRC-32 is not what it should be")
    }
    return 0
  }

  private func refill() throws(Fault) {
    packedStart = 0
    packedEnd = 0
    guard packedLeft > 0, let base = packed.baseAddress else {
      if entry.method == 0 {
        atEnd = true
        return
      }
      throw Fault(.inputOutput, "\(name): damaged: the packed data ends too early")
    }
    packedEnd = try descriptor.read(
      into: base, Int(min(packedLeft, UInt64(packed.count))))
    if packedEnd == 0 { throw ZipArchive.damaged(descriptor, "it is cut off") }
    packedLeft -= UInt64(packedEnd)
  }

  private func copy(to memory: UnsafeMutableRawPointer, _ count: Int) -> Int {
    let taken = min(count, packedEnd - packedStart)
    guard let base = packed.baseAddress, taken > 0 else { return 0 }
    memory.copyMemory(from: base + packedStart, byteCount: taken)
    packedStart += taken
    return taken
  }

  private func inflate(
    to memory: UnsafeMutableRawPointer, _ count: Int
  ) throws(Fault) -> Int {
    let input = UnsafeMutableRawBufferPointer(rebasing: packed[packedStart..<packedEnd])
    stream.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.avail_in = UInt32(input.count)
    let room = UInt32(min(count, 1 << 30))
    stream.next_out = memory.bindMemory(to: UInt8.self, capacity: count)
    stream.avail_out = room
    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
    packedStart = packedEnd - Int(stream.avail_in)
    switch status {
    case Z_STREAM_END: atEnd = true
    case Z_OK, Z_BUF_ERROR: break
    default:
      let reason = stream.msg.map { String(cString: $0) } ?? "error \(status)"
      throw Fault(.inputOutput, "\(name): damaged: \(reason)")
    }
    return Int(room - stream.avail_out)
  }
}
