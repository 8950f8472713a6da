import CXCore
import CXRecord
import CXSystem

/// The file of `--join`.
enum EnrichJoin {
  /// Reads reference data, gzip and zstd too.
  static func table(_ path: String) throws(Fault) -> ReferenceTable {
    let descriptor = try Descriptor.open(reading: path)
    defer { descriptor.close() }
    let input = ByteInput(descriptor)
    let piece = Block(capacity: 64 << 10)
    var bytes: [UInt8] = []
    while true {
      let count = try input.read(into: piece.base, 64 << 10)
      if count == 0 { break }
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: piece.base, count: count))
    }
    do {
      return try ReferenceTable(parsing: bytes)
    } catch {
      throw Fault(.usage, "--join: \(path):\(error.line): \(error.reason)")
    }
  }
}
