import CXCore
import CXRecord
import CZstd

/// NDJSON in Zstandard (RFC 8878), as `zstd` itself writes and reads it: `ndjson.zst`.
public struct ZstandardLines: ArchiveFormat {
  /// What a file may hold, decompressed: records are found in it by numbers of 32 bits.
  static let mostBytes = 1 << 30

  /// The format; it has no settings.
  public init() {}

  /// What the files' names end in.
  public var suffix: String { "ndjson.zst" }

  /// One frame, its length in front.
  public func encode(_ table: RecordTable, _ rows: [Int]) throws(Fault) -> [UInt8] {
    try encode(try table.lines(rows))
  }

  func encode(_ lines: Block) throws(Fault) -> [UInt8] {
    // Its bytes do not keep a block alive.
    defer { withExtendedLifetime(lines) {} }
    return try Zstandard.compress(lines.bytes)
  }

  /// All of the file's records.
  public func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan
  ) throws(Fault) -> RecordTable {
    try file.table(of: try decode(try file.read(0..<file.bytes), name: file.name), kind)
  }

  /// The lines of all frames.
  func decode(_ bytes: [UInt8], name: String) throws(Fault) -> Block {
    let lines = Block(capacity: max(4096, min(bytes.count * 8, Self.mostBytes)))
    let stream = ZSTD_createDStream()
    defer { ZSTD_freeDStream(stream) }
    var consumed = 0
    var status = 1
    while consumed < bytes.count {
      lines.reserve(64 << 10)
      guard lines.count < Self.mostBytes else {
        throw Fault(.inputOutput, "\(name): holds more than \(Self.mostBytes) bytes")
      }
      bytes.withUnsafeBytes { packed in
        var source = ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: consumed)
        var target = ZSTD_outBuffer(
          dst: lines.base + lines.count, size: lines.capacity - lines.count, pos: 0)
        status = ZSTD_decompressStream(stream, &target, &source)
        consumed = source.pos
        lines.count += target.pos
      }
      if ZSTD_isError(status) != 0 {
        let reason = String(cString: ZSTD_getErrorName(status))
        throw Fault(.inputOutput, "\(name): damaged zstd data: \(reason)")
      }
    }
    guard status == 0 || bytes.isEmpty else {
      throw Fault(.inputOutput, "\(name): the zstd data is cut off")
    }
    return lines
  }
}
