import CXTestKit
import Testing

@testable import CXCore
@testable import CXRecord

/// What any reader accepts, every writer writes and every reader reads back, for whatever kinds the
/// table has.
@Suite struct RecordRoundTripTests {
  /// What a reader makes of lines.
  struct Reading {
    var records: [Record] = []
    var lines: [[UInt8]] = []
    /// Each event as bytes that no two different ones share.
    var events: [[UInt8]] = []
    var rejects: [String] = []
    var batch = Batch()
  }

  static func read(_ lines: [[UInt8]], fast: Bool = true) -> Reading {
    var reading = Reading()
    var reader = RecordReader(usesTemplate: fast)
    for line in lines { reading.batch.block.append(line + [0x0A]) }
    #expect(reader.read(into: &reading.batch) == lines.count)
    reading.records = reading.batch.records
    reading.lines = reading.records.map { Array(reading.batch.line(of: $0)) }
    reading.events = reading.records.map { event(of: $0, reading.batch) }
    reading.rejects = reading.batch.rejects.map {
      "\($0.reason) in \(String(decoding: $0.raw, as: UTF8.self))"
    }
    return reading
  }

  /// By bytes: descriptions that are equal as texts could differ.
  static func event(of record: Record, _ batch: Batch) -> [UInt8] {
    let index = Int(record.index)
    let number: Int32
    var event: String
    switch record.kind {
    case .trade:
      number = batch.trades[index].instrument
      var trade = batch.trades[index]
      let numbers = batch.numbers(of: trade)
      // Not how it is kept, but what it is.
      trade.instrument = 0
      trade.setPrice(0, scale: 0)
      trade.setQuantity(0, scale: 0)
      event = "\(trade) \(numbers.price.normalized) \(numbers.quantity.normalized)"
    case .candle:
      number = batch.candles[index].instrument
      var candle = batch.candles[index]
      candle.instrument = 0
      event = "\(candle)"
    case .quote:
      number = batch.quotes[index].instrument
      var quote = batch.quotes[index]
      quote.instrument = 0
      event = "\(quote)"
    case .tick: return Array("tick \(batch.ticks[index])".utf8)
    default: return Array("\(record.kind)".utf8)
    }
    let instrument = batch.instruments[number]
    event += " of \(instrument.tenant)\u{0}\(instrument.exchange)\u{0}\(instrument.symbol)"
    return Array("\(record.kind) \(event)".utf8)
  }

  private static func records(_ kind: RecordKind, _ count: Int, seed: UInt64) -> [RandomRecord] {
    var random = Generator(seed: seed)
    return (0..<count).map { _ in RandomRecord(kind, using: &random) }
  }

  @Test(arguments: RecordKind.all.map(\.kind), 0..<4 as Range<UInt64>)
  func `what is within the bounds is accepted, by both paths, byte for byte`(
    kind: Kind, seed: UInt64
  ) throws {
    let records = Self.records(try #require(RecordKind.of(kind)), 300, seed: seed)
    let fast = Self.read(records.map(\.line))
    #expect(fast.rejects.first == nil)
    #expect(fast.records.allSatisfy { $0.kind == kind })
    #expect(firstDifference(fast.lines, records.map(\.line)) == nil)
    let general = Self.read(records.map(\.line), fast: false)
    #expect(firstDifference(fast.events, general.events) == nil)
    var random = Generator(seed: seed)
    for fast in [true, false] {
      let respelt = Self.read(records.map { $0.respelt(using: &random) }, fast: fast)
      #expect(respelt.rejects.first == nil)
      #expect(firstDifference(respelt.events, general.events) == nil)
    }
  }

  @Test(arguments: RecordKind.all.map(\.kind))
  func `names keep their bytes`(kind: Kind) throws {
    let records = Self.records(try #require(RecordKind.of(kind)), 500, seed: 77)
    let reading = Self.read(records.map(\.line))
    for (record, event) in zip(records, reading.records) {
      let number: Int32? =
        switch event.kind {
        case .trade: reading.batch.trades[Int(event.index)].instrument
        case .candle: reading.batch.candles[Int(event.index)].instrument
        case .quote: reading.batch.quotes[Int(event.index)].instrument
        default: nil
        }
      guard let number else { continue }
      let instrument = reading.batch.instruments[number]
      #expect(Array(instrument.symbol.utf8) == Array((record.text(of: .symbol) ?? "").utf8))
      #expect(Array(instrument.exchange.utf8) == Array((record.text(of: .exchange) ?? "").utf8))
      #expect(
        Array(instrument.tenant.utf8)
          == Array((record.text(of: .tenant) ?? "default").utf8))
    }
  }

  /// Each value just beyond the table, behind lines of the same shape that teach the fast path.
  @Test(arguments: RecordKind.all.map(\.kind))
  func `what is beyond the bounds is refused, by both paths`(kind: Kind) throws {
    let table = try #require(RecordKind.of(kind))
    for field in table.fields {
      for value in RandomRecord.beyond(field.content) {
        var random = Generator(seed: 3)
        for _ in 0..<4 {
          let good = RandomRecord(table, using: &random)
          guard good.members.contains(where: { $0.field == field.field }) else { continue }
          let bad = good.with(field.field, value)
          let lines = [good.line, good.line, bad.line, good.line]
          for fast in [true, false] {
            let reading = Self.read(lines, fast: fast)
            #expect(
              reading.rejects.count == 1,
              "\(fast ? "fast" : "general"): \(String(decoding: bad.line, as: UTF8.self))")
            #expect(reading.records.count == 3)
          }
        }
      }
    }
  }

  /// The order of fields is the writer's, so what was read is written as the same event.
  @Test(arguments: [Kind.trade, .candle, .quote], 0..<4 as Range<UInt64>)
  func `an event is written and read back`(kind: Kind, seed: UInt64) throws {
    let records = Self.records(try #require(RecordKind.of(kind)), 300, seed: seed)
    let reading = Self.read(records.map(\.line))
    var written = Batch(instruments: reading.batch.instruments)
    for record in reading.records {
      let index = Int(record.index)
      switch record.kind {
      case .trade:
        let trade = written.adopt(reading.batch.trades[index], of: reading.batch)
        let hasIDs = trade.firstID != Trade.noID
        written.append(trade, id: hasIDs ? trade.firstID : nil, aggregate: hasIDs)
      case .candle: written.append(reading.batch.candles[index])
      case .quote: written.append(reading.batch.quotes[index])
      default: break
      }
    }
    let lines = written.records.map { Array(written.line(of: $0)) }
    for fast in [true, false] {
      let again = Self.read(lines, fast: fast)
      #expect(again.rejects.first == nil)
      #expect(firstDifference(again.events, reading.events) == nil)
    }
  }
}

/// The first lines that are not the same bytes, as texts; nil when all are.
func firstDifference(_ found: [[UInt8]], _ expected: [[UInt8]]) -> String? {
  func text(_ line: [UInt8]?) -> String {
    line.map { String(decoding: $0, as: UTF8.self).debugDescription } ?? "none"
  }
  for place in 0..<max(found.count, expected.count) {
    let left = place < found.count ? found[place] : nil
    let right = place < expected.count ? expected[place] : nil
    if left != right { return "\(place): \(text(left)) is not \(text(right))" }
  }
  return nil
}
