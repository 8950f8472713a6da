import CXCore
import CZstd

/// NDJSON in Zstandard (RFC 8878), as `zstd` itself writes and reads it: `ndjson.zst`.
public struct ZstandardLines: ArchiveFormat {
  /// zstd's own default: half as long again as gzip's best and ten times as fast.
  private static let level: Int32 = 3
  /// What a file may hold, decompressed: records are found in it by numbers of 32 bits.
  static let mostBytes = 1 << 30

  /// The format; it has no settings.
  public init() {}

  /// What the files' names end in.
  public var suffix: String { "ndjson.zst" }

  /// One frame, its length in front.
  public func encode(_ table: RecordTable, _ rows: [Int]) throws(Fault) -> [UInt8] {
    var batch = Batch()
    do throws(EvaluationProblem) {
      try table.appendRecords(rows, to: &batch)
    } catch {
      throw Fault(.inputOutput, "a record \(error.reason)")
    }
    return try encode(batch.block)
  }

  func encode(_ lines: Block) throws(Fault) -> [UInt8] {
    var size = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(lines.count)) {
      memory, count in
      size = ZSTD_compress(
        memory.baseAddress, memory.count, lines.base, lines.count, Self.level)
      count = ZSTD_isError(size) == 0 ? size : 0
    }
    if ZSTD_isError(size) != 0 {
      throw Fault(.inputOutput, "zstd: \(String(cString: ZSTD_getErrorName(size)))")
    }
    return bytes
  }

  /// All of the file's records.
  public func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan
  ) throws(Fault) -> RecordTable {
    var batch = Batch(block: try decode(try file.read(0..<file.bytes), name: file.name))
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    guard batch.records.count == file.records else { throw file.miscounted(batch.records.count) }
    var table = RecordTable(kind)
    do throws(EvaluationProblem) {
      try table.append(batch)
    } catch {
      throw file.wrong(error)
    }
    return table
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
