import Foundation
import Testing

@testable import CXRecord

/// The fast path against the general one, and the general one against the standard library.
@Suite struct RecordReaderTests {
  private func read(
    _ lines: [[UInt8]], usesTemplate: Bool, batch size: Int = 1 << 20
  ) -> (records: [Record], texts: [[UInt8]], events: [String], rejects: [Reject]) {
    var reader = RecordReader(usesTemplate: usesTemplate)
    let instruments = Instruments()
    var result: (records: [Record], texts: [[UInt8]], events: [String], rejects: [Reject]) =
      ([], [], [], [])
    var start = 0
    while start < lines.count {
      var batch = Batch(instruments: instruments)
      let part = lines[start..<min(start + size, lines.count)]
      for line in part { batch.block.append(line + [0x0A]) }
      batch.firstLine = start + 1
      #expect(reader.read(into: &batch) == part.count)
      result.rejects += batch.rejects
      for record in batch.records {
        result.texts.append(Array(batch.line(of: record)))
        result.events.append(event(of: record, batch))
        var record = record
        record.line += Int32(start)
        (record.index, record.start, record.end) = (0, 0, 0)
        result.records.append(record)
      }
      start += part.count
    }
    return result
  }

  private func event(of record: Record, _ batch: Batch) -> String {
    let index = Int(record.index)
    switch record.kind {
    case .trade:
      var trade = batch.trades[index]
      let numbers = batch.numbers(of: trade)
      // Where in the batch they are says nothing.
      trade.forgetPlace()
      return "\(batch.instruments[trade.instrument]) \(trade) \(numbers)"
    case .candle: return "\(batch.candles[index])"
    case .quote: return "\(batch.quotes[index])"
    case .tick: return "\(batch.ticks[index])"
    default: return ""
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func bothPathsSayTheSame(_ seed: UInt64) {
    var fuzz = LineFuzz(seed: seed)
    let lines = fuzz.lines(3_000)
    let general = read(lines, usesTemplate: false)
    for size in [1 << 20, 17] {
      let fast = read(lines, usesTemplate: true, batch: size)
      #expect(fast.records == general.records)
      #expect(fast.texts == general.texts)
      #expect(fast.rejects == general.rejects)
      for (left, right) in zip(fast.events, general.events) where left != right {
        Issue.record("\(left) is not \(right)")
      }
    }
    // The input is not all of one sort.
    #expect(general.rejects.count > 200)
    #expect(general.records.count { $0.kind == .trade } > 450)
    #expect(general.records.count + general.rejects.count > 2_900)
  }

  /// Lines that passed the template once, or could: each after one that teaches the shape.
  @Test(arguments: [
    (#""BTCUSDT""#, "\"BTC\u{0}\""), (#""BTC""#, "\"BTC\u{0}\""),
    (#""BTCUSDTX""#, "\"BTCUSDTX\u{0}\""),
  ])
  func aZeroByteIsNoPartOfASymbol(_ symbols: (String, String)) {
    let lines = [symbols.0, symbols.1].map { symbol in
      Array(#"{"type":"trade","symbol":\#(symbol),"ts":1762873200000000,"price":1,"qty":1}"#.utf8)
    }
    #expect(read(lines, usesTemplate: true).rejects.count == 1)
  }

  @Test func eightZeroBytesAreNoTime() {
    let good = Array(#"{"type":"trade","ts":1762873200000000,"price":1,"qty":1}"#.utf8)
    var bad = good
    for index in 21..<29 { bad[index] = 0 }
    #expect(read([good, bad], usesTemplate: true, batch: 1).rejects.count == 1)
  }

  @Test func anEmptyTenantIsNotTheDefaultOne() {
    let lines = ["", #","tenant":"""#].map { tenant in
      Array(
        #"{"type":"trade","symbol":"A"\#(tenant),"ts":1762873200000000,"price":1,"qty":1}"#.utf8)
    }
    let input = [lines[0], lines[0], lines[1], lines[1], lines[0]]
    #expect(
      read(input, usesTemplate: true).events == read(input, usesTemplate: false).events)
    #expect(Set(read(input, usesTemplate: true).events).count == 2)
  }

  /// `JSONSerialization` takes what is not UTF-8 at times, halves of surrogate pairs never, and
  /// numbers only as far as a double goes: such lines are left out.
  @Test func whatIsJSONIsWhatTheStandardLibrarySays() {
    var fuzz = LineFuzz(seed: 9)
    var compared = 0
    for line in fuzz.lines(3_000) {
      let text = String(decoding: line, as: UTF8.self)
      guard String(validating: line, as: UTF8.self) != nil, !text.contains("\\ud"),
        !text.contains(#/[eE][-+]?\d{3}/#), !text.contains(String(repeating: "[", count: 500)),
        !text.utf8.contains(0)
      else { continue }
      var scanner = LineScanner()
      let ours = line.withUnsafeBytes { bytes in
        let block = Block()
        block.append(bytes)
        return (try? scanner.scan(block.base, block.count)) == true
      }
      let theirs = (try? JSONSerialization.jsonObject(with: Data(line))) is [String: Any]
      #expect(ours == theirs, "\(text)")
      compared += 1
    }
    #expect(compared > 2_000)
  }

  @Test func theLastOfEqualNamesWins() {
    let line =
      #"{"type":"x","type":"trade","ts":1762873205,"price":1,"price":null,"price":"2","#
      + #""qty":3,"q\u0074y":4,"\u0074s":1762873206}"#
    let trade = read([Array(line.utf8)], usesTemplate: true).events[0]
    #expect(trade.contains("priceUnits: 2"))
    #expect(trade.contains("quantityUnits: 4"))
    #expect(trade.contains("time: 1762873206000000"))
  }
}
