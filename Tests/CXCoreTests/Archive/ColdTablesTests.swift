import CXCore
import CXRecord
import Testing

/// What comes as columns is what comes as records, however files overlap.
@Suite struct ColdTablesTests {
  private static let span = 1_762_870_000_000_000..<Int64(1_762_970_000_000_000)

  /// Archives random lines in several goes, so that files overlap; some lines come again.
  private func store(
    _ kind: ArchiveKind, _ formats: ArchiveFormats, _ random: inout Generator
  ) throws -> MemoryStore {
    let store = MemoryStore()
    var lines: [String] = []
    for _ in 0..<(1 + random.next() % 3) {
      let old = lines
      let count = random.pick([1, 20, 200])
      for _ in 0..<count {
        lines.append(
          old.isEmpty || !random.oneIn(4) ? ArchiveLine.random(kind, &random) : random.pick(old))
        // The same candle again, later.
        if kind == .candles, let last = lines.last, random.oneIn(5), last.contains(#""rev":0"#) {
          lines.append(last.replacing(#""rev":0"#, with: #""rev":1"#))
        }
      }
      var writer = ColdWriter(store, formats, ColdLimits())
      var batch = Batch()
      for line in lines[old.count...] { batch.block.append(line + "\n") }
      var reader = RecordReader()
      _ = reader.read(into: &batch)
      try writer.write(batch)
      try writer.finish()
    }
    return store
  }

  private func query(_ kind: ArchiveKind, _ random: inout Generator) -> Query {
    var query = Query(kind)
    if random.oneIn(4) { query.tenant = "team" }
    if random.oneIn(2) { query.since = Int64.random(in: Self.span, using: &random) }
    if random.oneIn(2) { query.until = Int64.random(in: Self.span, using: &random) }
    if random.oneIn(2) { query.symbols = [random.pick(["BTCUSDT", "币安", "none"]), "XBT/EUR"] }
    if random.oneIn(4) { query.exchange = "kraken" }
    return query
  }

  /// The values of some columns, a text a row, sorted.
  private func values(_ scan: TableScan, _ columns: Set<String>) throws -> [String] {
    var source = scan.source
    var found: [String] = []
    while let rows = try source.next() {
      for index in 0..<rows.count {
        let row = rows.places?[index] ?? index
        found.append(
          columns.sorted().map { name in
            guard let place = rows.table.columns.firstIndex(where: { $0.column.name == name })
            else { return "?" }
            let column = rows.table.columns[place]
            switch column.column.content {
            case .number:
              return (column.number(row) ?? rows.table.misfit(place, row)).map {
                "\($0.normalized)"
              } ?? "-"
            case .text: return column.text(row).map { String(decoding: $0, as: UTF8.self) } ?? "-"
            case .time, .integer, .flag: return column.integer(row).map { "\($0)" } ?? "-"
            }
          }.joined(separator: "|"))
      }
    }
    return found.sorted()
  }

  @Test(arguments: [ArchiveKind.trades, .candles, .quotes], ["ndjson", "parquet"])
  func columnsAreThoseOfTheRecords(kind: ArchiveKind, suffix: String) throws {
    let formats =
      suffix == "parquet"
      ? ArchiveFormats(written: ParquetFormat(PlainPages()))
      : ArchiveFormats(written: PlainLines())
    let names = kind.columns.map(\.name).filter { $0 != "line" }
    for seed in 0..<4 as Range<UInt64> {
      var random = Generator(seed: seed)
      let store = ColdStore(try store(kind, formats, &random), formats)
      for _ in 0..<6 {
        let query = query(kind, &random)
        let columns = Set((0..<(random.next() % 5)).map { _ in random.pick(names) })
        let expected = try values(store.recordTables(query), columns)
        #expect(try values(store.tables(query, columns), columns) == expected, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [ArchiveKind.trades, .candles])
  func whatIsOlderThanTheHotStoreComesOnce(kind: ArchiveKind) throws {
    let formats = ArchiveFormats(written: ParquetFormat(PlainPages()))
    for seed in 20..<24 as Range<UInt64> {
      var random = Generator(seed: seed)
      let cold = ColdStore(try store(kind, formats, &random), formats)
      let hot = LaterStore(
        ColdStore(try store(kind, formats, &random), formats),
        from: Int64.random(in: Self.span, using: &random))
      let stores = JoinedStores([hot, cold])
      for _ in 0..<6 {
        let query = query(kind, &random)
        let columns: Set = ["symbol", "ts", kind == .trades ? "qty" : "volume"]
        let expected = try values(stores.recordTables(query), columns)
        #expect(try values(stores.tables(query, columns), columns) == expected, "seed \(seed)")
      }
    }
  }
}

/// A store of what is not older than a time.
private struct LaterStore<Store: ObjectStore>: RecordStore {
  let store: ColdStore<Store>
  let first: Int64

  init(_ store: ColdStore<Store>, from first: Int64) {
    self.store = store
    self.first = first
  }

  func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    var query = query
    query.since = max(query.since, first)
    return try store.scan(query, instruments: instruments)
  }
}
