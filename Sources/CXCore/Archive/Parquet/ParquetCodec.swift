import CXRecord

/// How pages are compressed: the numbers are those of parquet.thrift's `CompressionCodec`.
public enum ParquetCodec: Int32, Sendable {
  /// Not at all.
  case none = 0
  /// Google's Snappy.
  case snappy = 1
  /// RFC 1952.
  case gzip = 2
  /// Zstandard, RFC 8878.
  case zstd = 6
}

/// What compresses and decompresses; the core knows Snappy only, which others write by default.
public protocol ParquetCompression: Sendable {
  /// `bytes` compressed by ``ParquetCodec/zstd``; equal bytes give equal bytes.
  func compress(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> [UInt8]
  /// What `bytes` hold, which is `size` bytes.
  ///
  /// - Throws: The reason why they do not.
  func decompress(
    _ bytes: UnsafeRawBufferPointer, _ codec: ParquetCodec, size: Int
  ) throws(ParquetProblem) -> [UInt8]
}
