import CXTestKit
import Testing

@testable import CXCore
@testable import CXRecord

/// Records of every kind that stores keep, with values at the ends of all bounds: what goes in comes
/// out, byte for byte.
@Suite struct StoreRoundTripTests {
  private static func records(_ kind: ArchiveKind, _ count: Int, seed: UInt64) -> [RandomRecord] {
    var random = Generator(seed: seed)
    return RandomRecord.distinct(kind.record, count, using: &random)
  }

  private static func lines(_ batch: Batch) -> [[UInt8]] {
    batch.records.map { Array(batch.line(of: $0)) }
  }

  @Test(arguments: ArchiveKind.allCases, 0..<3 as Range<UInt64>)
  func `Parquet keeps every byte`(kind: ArchiveKind, seed: UInt64) throws {
    let before = Self.records(kind, 200, seed: seed).map(\.line)
    let reading = RecordRoundTripTests.read(before)
    #expect(reading.rejects.first == nil)
    var table = RecordTable(kind)
    try table.append(reading.batch)
    let bytes = try ParquetWriter.encode(table, PlainPages(), groupRows: 64)
    let file = try ParquetReader(name: "f", bytes: bytes.count, PlainPages()) { Array(bytes[$0]) }
    var after = Batch()
    let groups = Array(file.footer.groups.indices)
    let found = try file.table(kind, in: groups)
    try found.appendRecords(0..<found.count, to: &after)
    #expect(firstDifference(Self.lines(after), before) == nil)
    // The events too, which what reads columns is given.
    let again = RecordRoundTripTests.read(Self.lines(after))
    #expect(again.events == reading.events)
  }

  @Test(arguments: ArchiveKind.allCases)
  func `a cold store keeps every byte, and each tenant its own`(kind: ArchiveKind) throws {
    let records = Self.records(kind, 200, seed: 9)
    let store = MemoryStore()
    let formats = ArchiveFormats(written: PlainLines())
    var writer = ColdWriter(store, formats, ColdLimits())
    let reading = RecordRoundTripTests.read(records.map(\.line))
    try writer.write(reading.batch)
    try writer.finish()
    var left = records
    for tenant in Set(records.map { Array(($0.text(of: .tenant) ?? "default").utf8) }) {
      var query = Query(kind)
      query.tenant = Name(String(decoding: tenant, as: UTF8.self))
      let found = try Self.answer(store, formats, query)
      let own = left.filter { Array(($0.text(of: .tenant) ?? "default").utf8) == tenant }
      left.removeAll { Array(($0.text(of: .tenant) ?? "default").utf8) == tenant }
      #expect(
        firstDifference(sorted(found), sorted(own.map(\.line))) == nil, "\(query.tenant)")
    }
    #expect(left.isEmpty)
  }

  /// Names that begin like others, and that escaping could confuse.
  @Test func `a tenant sees no other's records`() throws {
    let tenants = [
      "a", "ab", "abc", "a=b", "a/b", "a%2Fb", "a b", "A", "-", "%2D", "default", "defaults",
      "__HIVE_DEFAULT_PARTITION__", "é", "e\u{301}", "\u{301}", "\u{212A}", "K",
    ]
    let store = MemoryStore()
    let formats = ArchiveFormats(written: PlainLines())
    var writer = ColdWriter(store, formats, ColdLimits())
    let lines = tenants.map { tenant in
      Array(
        (#"{"type":"trade","exchange":"x","symbol":"S","tenant":"\#(tenant)","#
          + #""ts":1762873200000000,"id":1,"price":1,"qty":1}"#).utf8)
    }
    try writer.write(RecordRoundTripTests.read(lines).batch)
    try writer.finish()
    for (tenant, line) in zip(tenants, lines) {
      var query = Query(.trades)
      query.tenant = Name(tenant)
      #expect(firstDifference(try Self.answer(store, formats, query), [line]) == nil, "\(tenant)")
    }
  }

  /// The manifest has the sum of each file: another file of the same length is told.
  @Test func `a file that another one has replaced is told`() throws {
    func stored(price: String) throws -> MemoryStore {
      let store = MemoryStore()
      var writer = ColdWriter(store, ArchiveFormats(written: PlainLines()), ColdLimits())
      let line =
        #"{"type":"trade","exchange":"x","symbol":"S","ts":1762873200000000,"id":1,"price":\#(price),"#
        + #""qty":1}"#
      try writer.write(RecordRoundTripTests.read([Array(line.utf8)]).batch)
      try writer.finish()
      return store
    }
    let (store, other) = (try stored(price: "1.5"), try stored(price: "2.5"))
    let name = try #require(store.objects.keys.first { $0.text.hasSuffix(".ndjson") })
    let replacement = try #require(other.objects.first { $0.key.text.hasSuffix(".ndjson") }?.value)
    let tag = try #require(try store.head(name.text)?.tag)
    #expect(store.objects[name]?.count == replacement.count)
    _ = try store.put(name.text, replacement, if: .matches(tag))
    #expect {
      _ = try Self.answer(store, ArchiveFormats(written: PlainLines()), Query(.trades))
    } throws: {
      ($0 as? Fault)?.message.contains("SHA-256") == true
    }
  }

  private static func answer(
    _ store: MemoryStore, _ formats: ArchiveFormats, _ query: Query
  ) throws -> [[UInt8]] {
    var source = try ColdStore(store, formats).scan(query, instruments: Instruments()).source
    var found: [[UInt8]] = []
    while let batch = try source.next() { found += lines(batch) }
    return found
  }

  private func sorted(_ lines: [[UInt8]]) -> [[UInt8]] {
    lines.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
