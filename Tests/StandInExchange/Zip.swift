/// A ZIP archive (PKWARE APPNOTE 6.3) of one stored file: valid, and no library needed.
enum Zip {
  static func archive(name: String, content: [UInt8]) -> [UInt8] {
    let name = Array(name.utf8)
    let sum = Gzip.checksum(content)
    // What the file's own header and the table of contents share: version, flags (UTF-8), method
    // (stored), time, date, checksum, sizes.
    var shared = little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
    shared += little(Int(sum), 4) + little(content.count, 4) + little(content.count, 4)
    shared += little(name.count, 2) + little(0, 2)
    var result = little(0x0403_4B50, 4) + shared + name + content
    let table = result.count
    result += little(0x0201_4B50, 4) + little(20, 2) + shared
    result += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(0, 4) + name
    let size = result.count - table
    result += little(0x0605_4B50, 4) + little(0, 2) + little(0, 2) + little(1, 2) + little(1, 2)
    result += little(size, 4) + little(table, 4) + little(0, 2)
    return result
  }

  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
