import CXCore
import CXRecord
import CXTestKit
import Testing

@testable import CXSQLite

/// The hot store against arrays in memory.
@Suite struct HotStoreTests {
  private func withStore(_ body: (String) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { try body($0 + "/hot.db") }
  }

  private func write(_ lines: [String], to path: String) throws {
    var writer = try HotWriter(path)
    var batch = Batch()
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    #expect(batch.rejects.isEmpty)
    try writer.write(batch)
    try writer.flush()
  }

  private func read(_ query: Query, _ path: String) throws -> [String] {
    var source = try HotStore(path).scan(query, instruments: Instruments()).source
    var lines: [String] = []
    while let batch = try source.next() {
      for record in batch.records {
        lines.append(String(decoding: batch.line(of: record), as: UTF8.self))
      }
    }
    return lines
  }

  private func candle(_ symbol: String, minute: Int, rev: Int, close: String) -> String {
    let start = 1_762_873_200_000_000 + minute * 60_000_000
    return #"{"type":"candle","exchange":"e","symbol":"\#(symbol)","interval":"1m","ts":\#(start),"#
      + #""end":\#(start + 60_000_000),"open":1,"high":9,"low":1,"close":\#(close),"volume":3,"#
      + #""final":true,"rev":\#(rev)}"#
  }

  @Test func whateverTheOrderTheHighestRevisionStays() throws {
    let revisions = (0..<5).map { candle("A", minute: 0, rev: $0, close: "1.\($0 + 1)") }
    for seed in 0..<20 {
      try withStore { path in
        var random = Seeded(state: UInt64(seed))
        for _ in 0..<2 { try write(revisions.shuffled(using: &random), to: path) }
        #expect(try read(Query(.candles), path) == [revisions[4]])
      }
    }
  }

  /// A file that was tampered with is told of, and is no reason to trap.
  @Test(arguments: [
    ("trade_data", "ts = -9223372036854775808"), ("trade_data", "last_id = 9223372036854775807"),
    ("trade_data", "first_id = 5, last_id = 4"), ("trade_data", "price = -1"),
    ("candle_data", "\"end\" = 9223372036854775807"), ("candle_data", "\"end\" = 0"),
    ("candle_data", "volume = -3"), ("candle_data", "high = 0, low = 1"),
    ("candle_data", "trades = -2"), ("candle_data", "line = '{\"type\":\"candle\"}'"),
  ])
  func whatIsNoRecordIsTold(_ table: String, _ change: String) throws {
    try withStore { path in
      let trade =
        #"{"type":"trade","exchange":"e","symbol":"A","ts":1762873200000000,"first_id":1,"#
        + #""last_id":2,"price":1,"qty":1}"#
      try write([trade, candle("A", minute: 0, rev: 0, close: "2")], to: path)
      try Database(path).execute("UPDATE \(table) SET \(change)")
      let kind: ArchiveKind = table == "trade_data" ? .trades : .candles
      #expect(throws: Fault.self) { try read(Query(kind), path) }
    }
  }

  @Test func rangesAreThoseOfAnArray() throws {
    try withStore { path in
      var random = Seeded(state: 7)
      var all: [(symbol: String, minute: Int, line: String)] = []
      for symbol in ["A", "B", "C"] {
        for minute in 0..<40 where random.next() % 3 > 0 {
          all.append((symbol, minute, candle(symbol, minute: minute, rev: 0, close: "\(minute)")))
        }
      }
      try write(all.map(\.line).shuffled(using: &random), to: path)
      for _ in 0..<200 {
        let since = Int(random.next() % 40)
        let until = since + 1 + Int(random.next() % 20)
        var query = Query(.candles)
        query.since = Int64(1_762_873_200_000_000 + since * 60_000_000)
        query.until = Int64(1_762_873_200_000_000 + until * 60_000_000)
        query.symbols = random.next() % 2 == 0 ? [] : ["A", "C"]
        query.newestFirst = random.next() % 2 == 0
        var expected = all.filter {
          (since..<until).contains($0.minute)
            && (query.symbols.isEmpty || query.symbols.contains(Name($0.symbol)))
        }.sorted { ($0.minute, $0.symbol) < ($1.minute, $1.symbol) }
        if query.newestFirst { expected.reverse() }
        #expect(try read(query, path) == expected.map(\.line))
      }
    }
  }

  @Test func linesOfAnyShapeComeBackByteForByte() throws {
    let big = "170141183460469231731687303715884105727"
    let lines = [
      #"{"type":"trade","exchange":"e","symbol":"S","ts":1762873200000000,"price":0.1,"qty":0}"#,
      #"{"type":"trade","exchange":"e","symbol":"S","ts":1762873200000001,"id":0,"price":1,"qty":1}"#,
      #"{"type":"trade","exchange":"e","symbol":"S","ts":1762873200000001,"id":0,"first_id":0,"#
        + #""last_id":0,"price":1,"qty":1}"#,
      #"{"type":"trade","exchange":"e","symbol":"S","ts":1762873200000002,"price":1,"qty":1,"#
        + #""id":"0c5e","x":{"y":[1,2]}}"#,
      #"{"type":"trade","exchange":"e","symbol":"S","ts":1762873200000003,"id":4,"price":1.0,"#
        + #""qty":1e2}"#,
      #"{"exchange":"e","type":"trade","symbol":"S","ts":1762873200000004,"price":1,"qty":1,"#
        + #""tenant":"default"}"#,
    ]
    let candles = [
      #"{"type":"candle","exchange":"e","symbol":"S","interval":"1m","ts":1762873200000000,"#
        + #""end":1762873260000000,"open":1,"high":1,"low":1,"close":\#(big),"volume":\#(big),"#
        + #""final":true,"rev":0}"#
    ]
    try withStore { path in
      try write(lines + candles, to: path)
      try write(lines + candles, to: path)
      #expect(try read(Query(.trades), path) == lines)
      #expect(try read(Query(.candles), path) == candles)
      var sql = try SQLQuery(path, "SELECT close > 1e38 AS big FROM candles", parameters: [:])
      let row = try #require(try sql.next())
      #expect(String(decoding: row.line(of: row.records[0]), as: UTF8.self) == #"{"big":1}"#)
    }
  }

  @Test func archivingAgainWritesNothing() throws {
    try withStore { path in
      let lines = (0..<50).map { candle("A", minute: $0, rev: 0, close: "2") }
      try write(lines, to: path)
      let database = try Database(path)
      let before = try version(database)
      try write(lines, to: path)
      #expect(try version(database) == before)
    }
  }

  /// Changes whenever somebody else has changed the file.
  private func version(_ database: Database) throws -> Int64 {
    let statement = try Statement(database, "PRAGMA data_version")
    _ = try statement.step()
    return statement.integer(0)
  }

  @Test func queriesWalkRangesOfKeys() throws {
    try withStore { path in
      try write(
        [candle("A", minute: 0, rev: 0, close: "2")]
          + [
            #"{"type":"trade","exchange":"e","symbol":"A","ts":1762873200000000,"price":1,"qty":1}"#
          ],
        to: path)
      for kind in [ArchiveKind.candles, .trades] {
        for newestFirst in [false, true] {
          var query = Query(kind)
          query.newestFirst = newestFirst
          let scan = try HotStore(path).scan(query, instruments: Instruments())
          #expect(scan.explanation.contains { $0.contains("USING PRIMARY KEY (series=?") })
          #expect(!scan.explanation.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") })
        }
      }
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
