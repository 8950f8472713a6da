import Foundation
import Testing

@testable import CXRecord

/// Ordinary spellings: each is read by its shape, and as the general path reads it.
@Suite struct ReaderShapesTests {
  private static let own =
    #"{"type":"trade","exchange":"simulated","symbol":"BTCUSDT","ts":1762819200001301,"#
    + #""id":1,"price":164,"qty":1.128,"side":"buy"}"#

  private static func each(_ change: (String) -> String) -> [String] {
    (0..<40).map { change(own.replacing("\"id\":1", with: "\"id\":\($0)")) }
  }

  private static func alternating(
    _ first: (String) -> String, _ second: (String) -> String
  ) -> [String] {
    each { $0 }.enumerated().map { $0 % 2 == 0 ? first($1) : second($1) }
  }

  private static let price = #""price":164"#
  private static let time = #""ts":1762819200001301"#

  private static let spellings: [String: [String]] = [
    "own": each { $0 },
    "milliseconds": each { $0.replacing(time, with: #""ts":1762819200001"#) },
    "seconds": each { $0.replacing(time, with: #""ts":1762819200"#) },
    "nanoseconds": each { $0.replacing(time, with: #""ts":1762819200001301000"#) },
    "seconds with decimals": each { $0.replacing(time, with: #""ts":1762819200.001301"#) },
    "RFC 3339": each { $0.replacing(time, with: #""ts":"2025-11-11T00:00:00.001301Z""#) },
    "time as text": each { $0.replacing(time, with: #""ts":"1762819200001""#) },
    "strings": each { $0.replacing(price, with: #""price":"164""#) },
    "zeros at the end": each { $0.replacing("1.128", with: "1.12800") },
    "exponent": each { $0.replacing(price, with: #""price":164e0"#) },
    "id a string": each { $0.replacing(#/"id":(\d+)/#) { #""id":"\#($0.1)""# } },
    "long symbol": each { $0.replacing("BTCUSDT", with: "1000000BABYDOGEUSDT") },
    "symbol beyond ASCII": each { $0.replacing("BTCUSDT", with: "币安人生USDT") },
    "escaped symbol": each { $0.replacing("BTCUSDT", with: "BTC\\u002fUSDT") },
    "two exchanges": alternating({ $0 }, { $0.replacing("simulated", with: "other") }),
    "tenant on every other": alternating({ $0 }, { $0.dropLast() + #","tenant":"acme"}"# }),
    "tenant": each { $0.dropLast() + #","tenant":"acme"}"# },
    "side null": each { $0.replacing(#""buy""#, with: "null") },
    "side absent": each { $0.replacing(#","side":"buy""#, with: "") },
    "flag": alternating(
      { $0.dropLast() + #","maker":true}"# }, { $0.dropLast() + #","maker":false}"# }),
    "side on some": alternating({ $0 }, { $0.replacing(#","side":"buy""#, with: "") }),
    "nested": each { $0.dropLast() + #","x":{"a":[1,2,{"b":null}]}}"# },
    "text with escapes": each { $0.dropLast() + #","note":"a\"bé"}"# },
    "spaces": each { $0.replacing("\":", with: "\": ").replacing(",\"", with: ", \"") },
    "carriage return": each { $0 + "\r" },
  ]

  @Test(arguments: spellings.keys.sorted())
  func isReadByItsShape(_ name: String) {
    let lines = (Self.spellings[name] ?? []).map { Array($0.utf8) }
    let (fast, general) = ReadLines.byBothPaths(lines)
    #expect(general.rejects.isEmpty)
    // The first line teaches the names, or the shape too.
    #expect(fast.shaped >= lines.count - 4)
  }

  @Test func allOfThemInOneStreamAreReadByTheirShapes() {
    let all = Self.spellings.sorted { $0.key < $1.key }.map(\.value)
    let lines = (0..<40).flatMap { index in all.map { Array($0[index].utf8) } }
    let fast = ReadLines.byBothPaths(lines).fast
    #expect(fast.shaped >= lines.count - 3 * all.count)
  }

  /// A shape each line: read right, and not learned for ever.
  @Test func shuffledFieldsAreReadByTheGeneralPath() {
    var random = Generator(seed: 4)
    let members = Self.own.dropFirst().dropLast().split(separator: ",")
    let lines = (0..<3_000).map { _ in
      Array("{\(members.shuffled(using: &random).joined(separator: ","))}".utf8)
    }
    let fast = ReadLines.byBothPaths(lines).fast
    #expect(fast.rejects.isEmpty)
  }

  /// A stream that had no shape finds one again.
  @Test func aShapeIsLearnedAfterManyThatWereNone() {
    var random = Generator(seed: 5)
    let members = Self.own.dropFirst().dropLast().split(separator: ",")
    let shuffled = (0..<2_000).map { _ in
      Array("{\(members.shuffled(using: &random).joined(separator: ","))}".utf8)
    }
    let other = Array(
      Self.own.replacing(#""price":164"#, with: #""price":"164""#).utf8)
    let lines = shuffled + Array(repeating: other, count: 4_000)
    let fast = ReadLines.byBothPaths(lines).fast
    #expect(fast.shaped > 2_000)
  }

  @Test func symbolsByTheThousandKeepTheirNumbers() {
    let names = (0..<20_000).map {
      "S\($0 % 5_000)\($0 % 7 == 0 ? "é" : "")\($0 % 11 == 0 ? "-long-name-of-a-symbol" : "")"
    }
    let lines = names.map { Array(Self.own.replacing("BTCUSDT", with: $0).utf8) }
    let fast = ReadLines.byBothPaths(lines).fast
    #expect(fast.shaped > 5_000)
  }
}
