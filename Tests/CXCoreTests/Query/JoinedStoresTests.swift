import CXCore
import CXRecord
import Testing

/// A store of lines in memory, which rolls up as stores do.
private struct LineStore: RecordStore {
  let lines: [String]

  func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    var batch = Batch(instruments: instruments)
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    var forms = LineForms()
    _ = reader.read(into: &batch)
    let stored = Set(batch.candles.map(\.interval)).sorted()
    let chosen = query.interval?.sources(among: stored)
    let rows = batch.records.compactMap { record in
      RecordKey(record, of: batch, &forms).map { (key: $0, record: record) }
    }.filter { chosen?.contains($0.key.interval) ?? true }.sorted { $0.key.precedes($1.key) }
    batch.records = rows.map(\.record)
    return StoreScan(
      source: Once(batch: batch),
      needsRollUp: chosen != (query.interval?.calendar.interval.name).map { [$0] },
      explanation: [])
  }

  private struct Once: Source {
    var batch: Batch?
    var wouldBlock: Bool { false }

    mutating func next() -> Batch? {
      defer { batch = nil }
      return batch
    }
  }
}

@Suite struct JoinedStoresTests {
  private static let minute: Int64 = 60_000_000
  private static let day: Int64 = 1_762_819_200_000_000

  private func candle(_ symbol: String, _ interval: String, _ minutes: Range<Int>) -> String {
    // Each minute has its own volume, so that a sum tells which minutes are in it.
    let volume = minutes.reduce(0) { $0 + $1 * $1 + 1 }
    let start = Self.day + Int64(minutes.lowerBound) * Self.minute
    let end = Self.day + Int64(minutes.upperBound) * Self.minute
    return #"{"type":"candle","exchange":"x","symbol":"\#(symbol)","interval":"\#(interval)","#
      + #""ts":\#(start),"end":\#(end),"open":\#(minutes.lowerBound + 1),"#
      + #""high":\#(minutes.upperBound),"low":\#(minutes.lowerBound + 1),"#
      + #""close":\#(minutes.upperBound),"volume":\#(volume),"final":true,"rev":0}"#
  }

  private func hours(_ stores: [[String]]) throws -> [String] {
    let calendar = WindowCalendar(interval: try Interval(parsing: "1h"), zone: .utc)
    var query = Query(.candles)
    query.interval = CandleChoice(calendar)
    let instruments = Instruments()
    let scan = try JoinedStores(stores.map { LineStore(lines: $0) })
      .scan(query, instruments: instruments)
    var source = scan.source
    var rollUp = RollUp(calendar, since: .min, until: .max, newestFirst: false)
    var output = Batch(instruments: instruments)
    while let batch = try source.next() { rollUp.apply(batch, to: &output) }
    rollUp.finish(to: &output)
    return output.records.map { String(decoding: output.line(of: $0), as: UTF8.self) }
  }

  @Test(arguments: 0..<40)
  func `stores with different intervals of the same time count it once`(seed: UInt64) throws {
    var random = Generator(seed: seed)
    var minutes: [String] = []
    var hot: [String] = []
    var cold: [String] = []
    for symbol in ["A", "B"] {
      for tile in 0..<36 {
        let span = (tile * 5)..<(tile * 5 + 5)
        let isCold = !random.oneIn(3)
        if isCold { cold.append(candle(symbol, "5m", span)) }
        for minute in span {
          let line = candle(symbol, "1m", minute..<(minute + 1))
          minutes.append(line)
          // What the cold store has, the hot one has in part.
          if !isCold || random.oneIn(2) { hot.append(line) }
        }
      }
    }
    let wanted = try hours([minutes])
    #expect(wanted.count == 6)
    #expect(try hours([hot, cold]) == wanted)
    #expect(try hours([cold, hot]) == wanted)
    #expect(try hours([minutes, minutes]) == wanted)
  }
}
