import CZlib
import Foundation
import Testing

@testable import CXRecord
@testable import CXSystem

@Suite struct ZipArchiveTests {
  /// An archive built by hand, as APPNOTE 6.3 lays it out.
  struct Builder {
    var bytes: [UInt8] = []
    var table: [UInt8] = []
    var count = 0

    mutating func add(
      _ name: String, _ content: [UInt8], method: UInt16 = 8, damage: UInt32 = 0,
      flags: UInt16 = 0, isWide: Bool = false
    ) {
      let packed = method == 8 ? Self.deflate(content) : content
      let checksum = UInt32(crc32(0, content, UInt32(content.count))) ^ damage
      let offset = UInt32(bytes.count)
      let sizes: [UInt8] =
        isWide
        ? little(UInt32.max) + little(UInt32.max)
        : little(UInt32(packed.count)) + little(UInt32(content.count))
      let extra: [UInt8] =
        isWide
        ? little(UInt16(1)) + little(UInt16(16)) + little(UInt64(content.count))
          + little(UInt64(packed.count)) : []
      var shared: [UInt8] = little(UInt16(20)) + little(flags) + little(method)
      shared += little(UInt32(0)) + little(checksum) + sizes
      shared += little(UInt16(name.utf8.count)) + little(UInt16(extra.count))
      bytes += little(UInt32(0x0403_4B50)) + shared + Array(name.utf8) + extra + packed
      table += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + shared
      table += little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
      table += little(offset) + Array(name.utf8) + extra
      count += 1
    }

    var archive: [UInt8] {
      var end: [UInt8] = little(UInt32(0x0605_4B50)) + little(UInt32(0))
      end += little(UInt16(count)) + little(UInt16(count))
      end += little(UInt32(table.count)) + little(UInt32(bytes.count)) + little(UInt16(3))
      return bytes + table + end + Array("hi!".utf8)
    }

    private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func deflate(_ content: [UInt8]) -> [UInt8] {
      // zlib's wrapper is 2 bytes before and 4 behind the bare data.
      var length = compressBound(UInt(content.count))
      var packed = [UInt8](repeating: 0, count: Int(length))
      compress2(&packed, &length, content, UInt(content.count), 9)
      return Array(packed[2..<(Int(length) - 4)])
    }
  }

  static let row = "7,93576.00,0.05,4678.8,1735689600000123,True,True\n"

  private func lines(_ archive: [UInt8]) throws -> (lines: [String], rejects: [Reject]) {
    let path = NSTemporaryDirectory() + "cx-zip-\(UUID().uuidString).zip"
    try Data(archive).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    var source = ReplaySource([path])
    var lines: [String] = []
    var rejects: [Reject] = []
    while let batch = try source.next() {
      lines += batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
      rejects += batch.rejects
    }
    return (lines, rejects)
  }

  @Test(arguments: [0, 8] as [UInt16], [false, true])
  func readsEveryMember(method: UInt16, isWide: Bool) throws {
    var builder = Builder()
    let large = Array(String(repeating: Self.row, count: 20_000).utf8)
    builder.add("empty/", [], method: 0)
    builder.add("BTCUSDT-trades-2025-01-01.csv", large, method: method, isWide: isWide)
    builder.add("ETHUSDT-trades-2025-01-01.csv", Array(Self.row.utf8), method: method)
    let result = try lines(builder.archive)
    #expect(result.lines.count == 20_001)
    #expect(result.rejects.isEmpty)
    #expect(result.lines.first?.contains("BTCUSDT") == true)
    #expect(result.lines.last?.contains("ETHUSDT") == true)
  }

  @Test func messagesNameTheMember() throws {
    var builder = Builder()
    builder.add("BTCUSDT-trades-2025-01-01.csv", Array("\(Self.row)7,x\n".utf8))
    let result = try lines(builder.archive)
    #expect(result.rejects.map(\.source) == ["BTCUSDT-trades-2025-01-01.csv"])
    #expect(result.rejects.map(\.line) == [2])
  }

  @Test func refusesDamage() throws {
    var wrongChecksum = Builder()
    wrongChecksum.add("BTCUSDT-trades-2025-01-01.csv", Array(Self.row.utf8), damage: 1)
    var encrypted = Builder()
    encrypted.add("a.csv", Array(Self.row.utf8), flags: 1)
    var unknown = Builder()
    unknown.add("a.csv", Array(Self.row.utf8), method: 14)
    for archive in [wrongChecksum.archive, encrypted.archive, unknown.archive] {
      let error = #expect(throws: Fault.self) { try lines(archive) }
      #expect(error?.kind == .inputOutput)
    }
  }

  @Test func aCutOrTurnedByteNeverTraps() throws {
    var builder = Builder()
    builder.add("BTCUSDT-trades-2025-01-01.csv", Array(Self.row.utf8), isWide: true)
    let archive = builder.archive
    for length in 4..<archive.count { _ = try? lines(Array(archive[..<length])) }
    for index in archive.indices {
      var turned = archive
      turned[index] = ~turned[index]
      _ = try? lines(turned)
    }
  }
}
