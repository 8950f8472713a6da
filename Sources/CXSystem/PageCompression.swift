import CXCore
import CXRecord
import CZlib
import CZstd

/// What compresses pages of Parquet: Zstandard for ours, gzip for those of others.
public struct PageCompression: ParquetCompression {
  /// The compression; it has no settings.
  public init() {}

  /// One frame of Zstandard.
  public func compress(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> [UInt8] {
    try Zstandard.compress(bytes)
  }

  /// What a page holds, which is `size` bytes.
  public func decompress(
    _ bytes: UnsafeRawBufferPointer, _ codec: ParquetCodec, size: Int
  ) throws(ParquetProblem) -> [UInt8] {
    var made: Int?
    let plain = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      let target = UnsafeMutableRawBufferPointer(memory)
      made = codec == .gzip ? Self.inflate(bytes, to: target) : Self.decompress(bytes, to: target)
      count = made == size ? size : 0
    }
    guard made == size else { throw .damaged("a page's \(codec) data is damaged") }
    return plain
  }

  private static func decompress(
    _ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let made = ZSTD_decompress(target.baseAddress, target.count, bytes.baseAddress, bytes.count)
    return ZSTD_isError(made) == 0 ? made : nil
  }

  private static func inflate(
    _ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var stream = z_stream()
    cx_inflate_init(&stream, 16 + 15)
    defer { inflateEnd(&stream) }
    guard bytes.count <= UInt32.max, target.count <= UInt32.max else { return nil }
    // zlib does not write to it, but old versions do not say so.
    stream.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(bytes.count)
    stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(target.count)
    let status = CZlib.inflate(&stream, Z_FINISH)
    return status == Z_STREAM_END ? target.count - Int(stream.avail_out) : nil
  }
}
