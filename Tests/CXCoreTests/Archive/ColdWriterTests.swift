import CXCore
import CXRecord
import Testing

/// What a cold store answers is what went in, however it went in.
@Suite struct ColdWriterTests {
  private static let formats = ArchiveFormats(written: PlainLines())
  private static let day: Int64 = 1_762_819_200_000_000  // 2025-11-11

  private static func trade(
    _ symbol: String, _ seconds: Int64, _ id: Int64, exchange: Name = "x"
  ) -> String {
    #"{"type":"trade","exchange":"\#(exchange)","symbol":"\#(symbol)","#
      + #""ts":\#(day + seconds * 1_000_000),"id":\#(id),"price":1.5,"qty":2,"side":"buy"}"#
  }

  private static func candle(_ minute: Int64, revision: Int64, final: Bool = true) -> String {
    let time = day + minute * 60_000_000
    return #"{"type":"candle","exchange":"x","symbol":"A","interval":"1m","ts":\#(time),"#
      + #""end":\#(time + 60_000_000),"open":1,"high":2,"low":1,"close":\#(1 + revision),"#
      + #""volume":1,"final":\#(final),"rev":\#(revision)}"#
  }

  private static func limits(bytes: Int) -> ColdLimits {
    var limits = ColdLimits()
    limits.fileBytes = bytes
    limits.heldBytes = bytes * 4
    return limits
  }

  /// Archives lines in batches of `size`.
  @discardableResult
  private static func archive(
    _ lines: [String], to store: MemoryStore, size: Int = 7, fileBytes: Int = 64 << 20
  ) throws -> ColdTally {
    var writer = ColdWriter(store, formats, limits(bytes: fileBytes))
    let instruments = Instruments()
    var reader = RecordReader()
    for start in stride(from: 0, to: lines.count, by: size) {
      var batch = Batch(instruments: instruments)
      for line in lines[start..<min(start + size, lines.count)] { batch.block.append(line + "\n") }
      _ = reader.read(into: &batch)
      #expect(batch.rejects.isEmpty)
      try writer.write(batch)
    }
    try writer.finish()
    return writer.tally
  }

  private static func answer(_ store: MemoryStore, _ query: Query) throws -> [String] {
    var source = try ColdStore(store, formats).scan(query, instruments: Instruments()).source
    var lines: [String] = []
    while let batch = try source.next() {
      #expect(batch.rejects.isEmpty)
      lines += batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
    }
    return lines
  }

  /// Trades of some days and symbols, shuffled within a few minutes, some of them twice.
  private static func market(seed: UInt64, count: Int) -> [String] {
    var random = Generator(seed: seed)
    var lines: [(at: UInt64, line: String)] = []
    for number in 0..<count {
      let seconds = Int64(number) * 86_400 * 3 / Int64(count)
      let line = trade(
        random.pick(["B", "A", "C d"]), seconds, Int64(number),
        exchange: random.pick(["x", "y/z"]))
      lines.append((UInt64(seconds) + random.next() % 300, line))
      if random.oneIn(10) { lines.append((UInt64(seconds) + random.next() % 300, line)) }
    }
    return lines.sorted { $0.at < $1.at }.map(\.line)
  }

  /// Each line once, in the order of answers.
  private static func expected(_ lines: [String]) throws -> [String] {
    var batch = Batch()
    for line in Set(lines) { batch.block.append(line + "\n") }
    var reader = RecordReader()
    var forms = LineForms()
    _ = reader.read(into: &batch)
    let keys = try batch.records.map { record in
      (
        try #require(RecordKey(record, of: batch, &forms)),
        String(decoding: batch.line(of: record), as: UTF8.self)
      )
    }
    return keys.sorted { $0.0.precedes($1.0) }.map(\.1)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func whatGoesInComesOut(seed: UInt64) throws {
    var random = Generator(seed: seed)
    let lines = Self.market(seed: seed, count: 400)
    let store = MemoryStore()
    let size = Int(random.next() % 50) + 1
    let fileBytes = Int(random.next() % 20_000) + 200
    try Self.archive(lines, to: store, size: size, fileBytes: fileBytes)
    #expect(try Self.answer(store, Query(.trades)) == Self.expected(lines))

    let before = store.objects
    let again = try Self.archive(
      lines.shuffled(using: &random), to: store, size: 11, fileBytes: fileBytes * 2)
    #expect(store.objects == before, "archiving twice changes something")
    #expect(again.records == 0 && again.known > 0)

    var backwards = Query(.trades)
    backwards.newestFirst = true
    #expect(try Self.answer(store, backwards) == Self.expected(lines).reversed())
  }

  @Test(arguments: [false, true])
  func killedAtEachChangeAndStartedAgain(losesAnswers: Bool) throws {
    let lines = Self.market(seed: 9, count: 200)
    let whole = MemoryStore()
    try Self.archive(lines, to: whole, fileBytes: 3_000)
    #expect(whole.objects.count > 8)
    for changes in 0..<whole.objects.count * 2 {
      let store = MemoryStore()
      store.changesLeft = changes
      store.losesAnswers = losesAnswers
      do {
        try Self.archive(lines, to: store, fileBytes: 3_000)
      } catch {
        #expect(error as? Fault == MemoryStore.dead)
      }
      // Nothing is half visible.
      let seen = try Self.answer(store, Query(.trades))
      #expect(Set(seen).isSubset(of: lines) && Set(seen).count == seen.count)
      store.changesLeft = .max
      try Self.archive(lines, to: store, fileBytes: 3_000)
      #expect(try Self.answer(store, Query(.trades)) == Self.expected(lines), "after \(changes)")
    }
  }

  @Test func theBestVersionWinsInAnyOrder() throws {
    let versions = [
      Self.candle(0, revision: 0, final: false), Self.candle(0, revision: 0),
      Self.candle(0, revision: 1), Self.candle(0, revision: 2),
    ]
    var random = Generator(seed: 1)
    for _ in 0..<20 {
      let store = MemoryStore()
      // Each in a run of its own, so in a file of its own where it is better.
      for line in versions.shuffled(using: &random) { try Self.archive([line], to: store) }
      #expect(try Self.answer(store, Query(.candles)) == [versions[3]])
    }
  }

  @Test func anotherWritersCommitIsKept() throws {
    let store = MemoryStore()
    let mine = (0..<5).map { Self.trade("A", $0, $0) }
    let theirs = (3..<9).map { Self.trade("A", $0, $0) }
    // Between the reading of the manifest and its writing.
    store.rival = { store.rival = { try Self.archive(theirs, to: store) } }
    try Self.archive(mine, to: store)
    #expect(try Self.answer(store, Query(.trades)) == Self.expected(mine + theirs))
  }

  @Test func daysCloseByTheRecordsTime() throws {
    let store = MemoryStore()
    var writer = ColdWriter(store, Self.formats)
    var reader = RecordReader()
    let instruments = Instruments()
    func write(_ lines: String...) throws {
      var batch = Batch(instruments: instruments)
      for line in lines { batch.block.append(line + "\n") }
      _ = reader.read(into: &batch)
      try writer.write(batch)
    }
    try write(Self.trade("A", 10, 1), Self.trade("B", 10, 2))
    try write(Self.trade("A", 86_400 + 599, 3))
    #expect(store.objects.isEmpty)
    try write(Self.trade("A", 86_400 + 600, 4))
    #expect(store.objects.isEmpty, "B may still come")
    try write(Self.trade("B", 86_400 + 600, 5))
    #expect(store.objects.count == 2, "a file and its manifest")
    // Late: gathered for as long, then a file beside the first.
    try write(Self.trade("A", 20, 6))
    #expect(store.objects.count == 2)
    try write(Self.trade("A", 86_400 + 1_200, 7))
    #expect(store.objects.count == 3)
  }

  @Test func onlyFilesThatMayHoldAnAnswerAreRead() throws {
    let store = MemoryStore()
    try Self.archive(Self.market(seed: 2, count: 300), to: store, fileBytes: 2_000)
    var query = Query(.trades)
    query.exchange = "y/z"
    query.symbols = ["C d"]
    query.since = Self.day + Timestamp.day
    query.until = query.since + 3_600 * Timestamp.second
    let plan = try ColdStore(store, Self.formats).plan(query)
    #expect(plan.steps.allSatisfy { $0.partition.exchange == "y/z" })
    let all = try ColdStore(store, Self.formats).plan(Query(.trades))
    #expect(plan.bytes > 0 && plan.bytes * 4 < all.bytes)
    let wanted = try Self.answer(store, Query(.trades)).filter { line in
      line.contains(#""y/z","symbol":"C d""#)
        && (line.firstRange(of: "\"ts\":").flatMap { Int64(line[$0.upperBound...].prefix(16)) })
          .map { (query.since..<query.until).contains($0) } == true
    }
    #expect(try Self.answer(store, query) == wanted && !wanted.isEmpty)
  }

  @Test func aDamagedFileIsSaid() throws {
    let store = MemoryStore()
    try Self.archive([Self.trade("A", 1, 1)], to: store)
    let name = try #require(store.objects.keys.first { $0.text.hasSuffix("ndjson") }?.text)
    store.damage(name)
    #expect {
      try Self.answer(store, Query(.trades))
    } throws: {
      ($0 as? Fault)?.kind == .inputOutput && ($0 as? Fault)?.message.contains(name) == true
    }
  }
}
