import Foundation
import Testing

@testable import CXRecord

/// The fast path against the general one, and the general one against the standard library.
@Suite struct RecordReaderTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func bothPathsSayTheSame(_ seed: UInt64) {
    var fuzz = LineFuzz(seed: seed)
    let lines = fuzz.lines(3_000)
    let general = ReadLines.byBothPaths(lines).general
    // The input is not all of one sort.
    #expect(general.rejects.count > 200)
    for kind in [Kind.trade, .candle, .quote] {
      #expect(general.records.count { $0.kind == kind } > 80)
    }
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
    #expect(ReadLines(lines, usesTemplate: true).rejects.count == 1)
  }

  @Test func eightZeroBytesAreNoTime() {
    let good = Array(#"{"type":"trade","ts":1762873200000000,"price":1,"qty":1}"#.utf8)
    var bad = good
    for index in 21..<29 { bad[index] = 0 }
    #expect(ReadLines([good, bad], usesTemplate: true, batch: 1).rejects.count == 1)
  }

  @Test func anEmptyTenantIsNotTheDefaultOne() {
    let lines = ["", #","tenant":"""#].map { tenant in
      Array(#"{"type":"trade","symbol":"A"\#(tenant),"ts":1762873200,"price":1,"qty":1}"#.utf8)
    }
    let input = [lines[0], lines[0], lines[1], lines[1], lines[0]]
    #expect(
      ReadLines(input, usesTemplate: true).events == ReadLines(input, usesTemplate: false).events)
    #expect(Set(ReadLines(input, usesTemplate: true).events).count == 2)
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
      let ours = line.withUnsafeBytes { bytes in
        let block = Block()
        block.append(bytes)
        return (try? LineScanner.check(block.base, block.count)) == true
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
    let trade = ReadLines([Array(line.utf8)], usesTemplate: true).events[0]
    #expect(trade.contains("priceUnits: 2"))
    #expect(trade.contains("quantityUnits: 4"))
    #expect(trade.contains("time: 1762873206000000"))
  }
}
