import Testing

@testable import CXCore
@testable import CXRecord

/// Pages have sums of their own, so that a part of a file can be trusted without the whole.
@Suite struct ParquetDamageTests {
  @Test(arguments: [ArchiveKind.trades, .candles])
  func `a byte that changed is told, or changes nothing`(kind: ArchiveKind) throws {
    var random = Generator(seed: 3)
    var batch = Batch()
    for _ in 0..<12 { batch.block.append(ArchiveLine.random(kind, &random) + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    var table = RecordTable(kind)
    try table.append(batch)
    let bytes = try ParquetWriter.encode(table, PlainPages())
    // The footer's length stands in the four bytes before the last magic number.
    let length = bytes[(bytes.count - 8)..<(bytes.count - 4)].reversed().reduce(0) {
      $0 << 8 | Int($1)
    }
    var told = 0
    for place in 4..<(bytes.count - 8 - length) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(random.next() % 8)
      do {
        #expect(try lines(damaged, kind, table.count) == batch.lines, "byte \(place)")
      } catch {
        told += 1
      }
    }
    #expect(told > (bytes.count - length) / 2)
  }

  @Test func `a page larger than any is refused before it is made`() throws {
    for (size, packed) in [
      (Int32.max, Int32(1)), (1, .max), (1 << 30 + 1, 1), (1, 1 << 30 + 1),
    ] {
      #expect(throws: ParquetProblem.self) { try header(size, packed) }
    }
    #expect(try header(1 << 30, 1).uncompressed == 1 << 30)
  }

  /// The header of a page of so many bytes, before and after compression.
  private func header(_ size: Int32, _ packed: Int32) throws -> PageHeader {
    var writer = ThriftWriter()
    writer.structure { page in
      page.field(1, Int32(0))
      page.field(2, size)
      page.field(3, packed)
    }
    return try writer.bytes.withUnsafeBytes { try PageHeader($0) }
  }

  private func lines(_ bytes: [UInt8], _ kind: ArchiveKind, _ count: Int) throws -> [String] {
    let file = try ParquetReader(name: "f", bytes: bytes.count, PlainPages()) { Array(bytes[$0]) }
    var batch = Batch()
    try file.table(kind, in: Array(file.footer.groups.indices))
      .appendRecords(0..<count, to: &batch)
    return batch.lines
  }
}
