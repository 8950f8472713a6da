import CXCore

/// Pages as they are: what compresses them is tested where it lives.
struct PlainPages: ParquetCompression {
  func compress(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { Array(bytes) }

  func decompress(
    _ bytes: UnsafeRawBufferPointer, _ codec: ParquetCodec, size: Int
  ) throws(ParquetProblem) -> [UInt8] {
    guard bytes.count == size else { throw .damaged("another size") }
    return Array(bytes)
  }
}
