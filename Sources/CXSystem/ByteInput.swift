import CXRecord
import CZlib
import CZstd

/// Bytes of a file or pipe, decompressed when they are gzip (RFC 1952) or Zstandard (RFC 8878):
/// the first bytes tell.
public final class ByteInput {
  /// Where the bytes come from.
  public let descriptor: Descriptor
  /// Whether the bytes are as they lie in the file, so that an offset can be sought.
  public var isPlain: Bool { decoder == nil }

  private var decoder: (any Decoder)?
  private var packed: UnsafeMutableRawBufferPointer
  private var packedStart = 0
  private var packedEnd = 0
  private var begun = false
  private var ended = false
  private let waits: Bool
  /// Where in its file the text begins: where the descriptor stood at first, behind a mark of byte
  /// order; 0 for what has no places.
  private var origin: Int
  /// Whether decompressed text has begun, so that no mark can come any more.
  private var hasText = false

  private static let packedSize = 128 << 10

  /// What records are said to come from.
  public var name: String { descriptor.name }
  /// Whether it is standard input, which nobody closes.
  public var isStandard: Bool { descriptor == .input }

  /// Reads from a descriptor, which stays the caller's.
  public init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
    waits = !descriptor.isRegularFile
    origin = waits ? 0 : descriptor.place ?? 0
    packed = .allocate(byteCount: Self.packedSize, alignment: 64)
  }

  deinit {
    packed.deallocate()
  }

  /// Whether a read would have to wait for another process.
  public var wouldBlock: Bool {
    waits && packedStart == packedEnd && !ended && !descriptor.isReadable()
  }

  /// Reads some bytes; 0 is the end, or a signal to stop.
  public func read(into memory: UnsafeMutableRawPointer, _ count: Int) throws(Fault) -> Int {
    if !begun { try begin() }
    guard let decoder else {
      if packedStart < packedEnd {
        let taken = min(count, packedEnd - packedStart)
        memory.copyMemory(
          from: packed.baseAddress.unsafelyUnwrapped + packedStart, byteCount: taken)
        packedStart += taken
        return taken
      }
      return ended ? 0 : try fetch(into: memory, count)
    }
    var filled = 0
    while true {
      if decoder.atEnd { skipPadding() }
      let input = UnsafeRawBufferPointer(rebasing: packed[packedStart..<packedEnd])
      let room = UnsafeMutableRawBufferPointer(start: memory + filled, count: count - filled)
      let step = try decoder.decode(input, to: room, descriptor.name)
      packedStart += step.consumed
      filled += step.produced
      if step.produced > 0 {
        if hasText { return filled }
        let text = UnsafeRawBufferPointer(start: memory, count: filled)
        if filled >= 3 || !Self.mark.starts(with: text) {
          hasText = true
          guard text.starts(with: Self.mark) else { return filled }
          filled -= 3
          memory.copyMemory(from: memory + 3, byteCount: filled)
          if filled > 0 { return filled }
        }
      }
      if packedStart < packedEnd && step.consumed > 0 { continue }
      if ended {
        try decoder.end(descriptor.name)
        return filled
      }
      try refill()
      if Signals.pending != nil { return 0 }
    }
  }

  /// The mark of byte order that some programs put before UTF-8.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads enough of the beginning to know what it is.
  private func begin() throws(Fault) {
    begun = true
    // Where the first bytes begin no magic number, nothing has to be waited for.
    while packedEnd < 4 && !ended && Signals.pending == nil
      && (packedEnd == 0 || Self.magics.contains { $0.starts(with: packed[..<packedEnd]) })
    {
      try refill()
    }
    let head = Array(packed[..<packedEnd].prefix(4))
    if head.starts(with: [0x1F, 0x8B]) { decoder = GzipDecoder() }
    if head.count == 4, Self.zstandard.contains(head) { decoder = ZstandardDecoder() }
    if head.starts(with: Self.mark) {
      packedStart = Self.mark.count
      if !waits { origin += Self.mark.count }
    }
    // Its table of contents stands at the end, so a pipe cannot carry it.
    if ZipArchive.begins(head) {
      throw Fault(
        .noInput,
        "\(descriptor.name): is a ZIP archive; name it as a file to cx fetch replay, or unzip -p it"
      )
    }
  }

  // A frame of data, or one to be skipped (RFC 8878, 3.1.2), as pzstd puts one before each.
  private static let zstandard: [[UInt8]] =
    [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
  private static let magics: [[UInt8]] =
    zstandard + [[0x1F, 0x8B, 0x08, 0x00], mark, [0x50, 0x4B, 0x03, 0x04]]

  /// Skips zeros behind compressed data: what fills a block of a tape, or room set aside for a file.
  private func skipPadding() {
    while packedStart < packedEnd && packed[packedStart] == 0 { packedStart += 1 }
  }

  private func refill() throws(Fault) {
    if packedStart == packedEnd {
      packedStart = 0
      packedEnd = 0
    } else if packedEnd == packed.count {
      let kept = packedEnd - packedStart
      packed.copyMemory(from: UnsafeRawBufferPointer(rebasing: packed[packedStart..<packedEnd]))
      packedStart = 0
      packedEnd = kept
    }
    packedEnd += try fetch(
      into: packed.baseAddress.unsafelyUnwrapped + packedEnd, packed.count - packedEnd)
  }

  private func fetch(into memory: UnsafeMutableRawPointer, _ count: Int) throws(Fault) -> Int {
    if waits { Signals.wait(forInputOn: descriptor) }
    if Signals.pending != nil { return 0 }
    let received = try descriptor.read(into: memory, count)
    if received == 0 { ended = true }
    return received
  }

  /// Bytes from `offset` on without copying them; nil where they have to be read.
  func piece(from offset: Int, count: Int) throws(Fault) -> FilePiece? {
    if !begun { try begin() }
    guard isPlain && !waits else { return nil }
    return FilePiece(descriptor, from: origin + offset, count: count)
  }

  /// Goes on reading at `offset` of a file whose bytes are as they lie in it.
  func seek(to offset: Int) throws(Fault) {
    packedStart = 0
    packedEnd = 0
    ended = false
    guard descriptor.fileSize ?? 0 >= origin + offset, descriptor.seek(to: origin + offset) else {
      throw Fault(.inputOutput, "\(descriptor.name): \(FilePiece.shortened)")
    }
  }

  /// Skips bytes that an earlier run has handled.
  public func skip(_ count: Int) throws(Fault) {
    if !begun { try begin() }
    if let size = descriptor.fileSize, isPlain && size < count {
      throw Fault(.noInput, "\(descriptor.name): is shorter than at the last run")
    }
    if isPlain && !waits { return try seek(to: count) }
    var left = count
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { room.deallocate() }
    while left > 0 {
      let received = try read(
        into: room.baseAddress.unsafelyUnwrapped, min(left, room.count))
      if received == 0 {
        throw Fault(.noInput, "\(descriptor.name): is shorter than at the last run")
      }
      left -= received
    }
  }
}

/// A decompressor that is fed and drained bit by bit.
private protocol Decoder {
  /// Whether the data so far are whole.
  var atEnd: Bool { get }

  func decode(
    _ input: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer, _ name: String
  ) throws(Fault) -> (consumed: Int, produced: Int)

  /// Complains when the input ended in the middle.
  func end(_ name: String) throws(Fault)
}

private final class GzipDecoder: Decoder {
  private var stream = z_stream()
  private(set) var atEnd = false

  init() {
    // 16 asks for the gzip format, 15 is the largest window.
    cx_inflate_init(&stream, 16 + 15)
  }

  deinit {
    inflateEnd(&stream)
  }

  func decode(
    _ input: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer, _ name: String
  ) throws(Fault) -> (consumed: Int, produced: Int) {
    if atEnd {
      if input.isEmpty { return (0, 0) }
      if input[0] != 0x1F {
        throw Fault(.inputOutput, "\(name): what stands behind the gzip data is none")
      }
      // Concatenated members are one file (RFC 1952, 2.2).
      inflateReset(&stream)
      atEnd = false
    }
    stream.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = UInt32(input.count)
    stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.avail_out = UInt32(min(output.count, 1 << 30))
    let room = Int(stream.avail_out)
    let status = inflate(&stream, Z_NO_FLUSH)
    switch status {
    case Z_STREAM_END: atEnd = true
    case Z_OK, Z_BUF_ERROR: break
    default:
      let reason = stream.msg.map { String(cString: $0) } ?? "error \(status)"
      throw Fault(.inputOutput, "\(name): damaged gzip data: \(reason)")
    }
    return (input.count - Int(stream.avail_in), room - Int(stream.avail_out))
  }

  func end(_ name: String) throws(Fault) {
    if !atEnd { throw Fault(.inputOutput, "\(name): the gzip data is cut off") }
  }
}

private final class ZstandardDecoder: Decoder {
  private let stream = ZSTD_createDStream()
  private(set) var atEnd = false

  deinit {
    ZSTD_freeDStream(stream)
  }

  func decode(
    _ input: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer, _ name: String
  ) throws(Fault) -> (consumed: Int, produced: Int) {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = ZSTD_decompressStream(stream, &target, &source)
    if ZSTD_isError(status) != 0 {
      let reason = String(cString: ZSTD_getErrorName(status))
      throw Fault(.inputOutput, "\(name): damaged zstd data: \(reason)")
    }
    if source.pos > 0 || target.pos > 0 { atEnd = status == 0 }
    return (source.pos, target.pos)
  }

  func end(_ name: String) throws(Fault) {
    if !atEnd { throw Fault(.inputOutput, "\(name): the zstd data is cut off") }
  }
}
