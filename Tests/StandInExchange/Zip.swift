import CZlib

/// A ZIP archive (PKWARE APPNOTE 6.3) of one deflated file.
enum Zip {
  static func archive(name: String, content: [UInt8]) -> [UInt8] {
    let name = Array(name.utf8)
    let sum = Gzip.checksum(content)
    let packed = deflated(content)
    // What the file's own header and the table of contents share: version, flags (UTF-8), method
    // (deflated), time, date, checksum, sizes.
    var shared = little(20, 2) + little(0x800, 2) + little(8, 2) + little(0, 2) + little(0x21, 2)
    shared += little(Int(sum), 4) + little(packed.count, 4) + little(content.count, 4)
    shared += little(name.count, 2) + little(0, 2)
    var result = little(0x0403_4B50, 4) + shared + name + packed
    let table = result.count
    result += little(0x0201_4B50, 4) + little(20, 2) + shared
    result += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(0, 4) + name
    let size = result.count - table
    result += little(0x0605_4B50, 4) + little(0, 2) + little(0, 2) + little(1, 2) + little(1, 2)
    result += little(size, 4) + little(table, 4) + little(0, 2)
    return result
  }

  private static func deflated(_ content: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    // Negative: bare deflate data (RFC 1951) without zlib's wrapper.
    cx_deflate_init(&stream, 6, -15)
    defer { deflateEnd(&stream) }
    var content = content
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
    content.withUnsafeMutableBufferPointer { input in
      result.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        deflate(&stream, Z_FINISH)
      }
    }
    return Array(result.dropLast(Int(stream.avail_out)))
  }

  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
