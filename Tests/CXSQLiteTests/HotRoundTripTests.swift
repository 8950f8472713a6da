import CXCore
import CXRecord
import CXTestKit
import Testing

@testable import CXSQLite

/// Records of every kind that the hot store keeps, with values at the ends of all bounds.
@Suite struct HotRoundTripTests {
  @Test(arguments: ArchiveKind.allCases)
  func `SQLite keeps every byte, and each tenant its own`(kind: ArchiveKind) throws {
    var random = Seeded(state: 11)
    let records = RandomRecord.distinct(kind.record, 200, using: &random)
    try BuiltProgram.withTemporaryFolder { folder in
      let path = folder + "/hot.db"
      var writer = try HotWriter(path)
      var batch = Batch()
      for record in records { batch.block.append(record.line + [0x0A]) }
      var reader = RecordReader()
      _ = reader.read(into: &batch)
      #expect(batch.rejects.first == nil)
      try writer.write(batch)
      try writer.flush()
      func tenant(_ record: RandomRecord) -> [UInt8] {
        Array((record.text(of: .tenant) ?? "default").utf8)
      }
      for name in Set(records.map(tenant)) {
        var query = Query(kind)
        query.tenant = Name(String(decoding: name, as: UTF8.self))
        var source = try HotStore(path).scan(query, instruments: Instruments()).source
        var found: [[UInt8]] = []
        while let batch = try source.next() {
          found += batch.records.map { Array(batch.line(of: $0)) }
        }
        let own = records.filter { tenant($0) == name }.map(\.line)
        #expect(sorted(found) == sorted(own), "\(query.tenant)")
      }
    }
  }

  private func sorted(_ lines: [[UInt8]]) -> [[UInt8]] {
    lines.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
