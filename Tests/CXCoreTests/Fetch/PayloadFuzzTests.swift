import Testing

@testable import CXCore
@testable import CXRecord

/// Whatever comes, nothing traps, and every line is a record, counted, or refused.
@Suite struct PayloadFuzzTests {
  static let seeds = [
    #"{"stream":"btcusdt@trade","data":{"e":"trade","E":1,"s":"B\u0041","t":7,"p":"6.3","q":"1","T":1723161255342,"m":true}}"#,
    #"{"e":"aggTrade","E":1,"s":"X","a":5,"p":"1","q":"2.50","f":1,"l":9,"T":1700000000000,"m":true}"#,
    #"1723161254087891268 {"u":1,"s":"A","b":"1","B":"2","a":"3","A":"4"}"#,
    #"{"e":"depthUpdate","E":1,"s":"X","U":1,"u":2,"b":[["1.50","2"],["3","4"]],"a":[]}"#,
    #"{"lastUpdateId":1,"bids":[["1.0","2",[]]],"asks":[["2","0.000"]]}"#,
    "[" + BinanceBodyTests.kline + "," + BinanceBodyTests.kline + "]",
    #"{"e":"kline","s":"X","k":{"t":1700000040000,"T":1700000099999,"s":"X","i":"1m","f":-1,"L":-1,"o":"1","c":"1","h":"1","l":"1","v":"0","n":0,"x":true,"q":"0","V":"0","Q":"0"}}"#,
    #"{"symbol":"B","lastPrice":"5.0","openTime":1700000000000,"closeTime":1700086400000}"#,
    "7,93576.00,0.05000000,4678.8,1735689600000123,True,True",
    BinanceCSVTests.kline,
  ]
  static let pieces = [
    "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud800", ",", ":", "-", "9", "00", "e9", "1e400",
    "null", "true", ".", "9223372036854775807", "99999999999999999999999999999999999999999", "\t",
    "\u{0}", "\u{E9}", String(repeating: "[", count: 70), "{\"e\":", " ",
  ].map { Array($0.utf8) }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func mutatedPayloadsNeverTrap(seed: UInt64) {
    var random = RandomStream(seed: seed)
    for _ in 0..<2_000 {
      var text = Array(Self.seeds[Int(random.below(UInt64(Self.seeds.count)))].utf8)
      for _ in 0...random.below(3) {
        let at = Int(random.below(UInt64(text.count + 1)))
        let until = min(text.count, at + Int(random.below(6)))
        switch random.below(4) {
        case 0: text.removeSubrange(at..<until)
        case 1: text.replaceSubrange(at..<until, with: [UInt8(random.below(256))])
        case 2: text.insert(contentsOf: text[at..<until], at: at)
        default:
          text.insert(
            contentsOf: Self.pieces[Int(random.below(UInt64(Self.pieces.count)))], at: at)
        }
      }
      let (batch, recording) = replay(text, options: of("X"))
      let skips = recording.parser.skips
      let outcomes =
        batch.records.count + batch.rejects.count + skips.unknown + skips.replies + skips.void
      let isBlank = text.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      // An empty array or a line that became a header is the only text without an outcome.
      if outcomes == 0 && !isBlank {
        let written = String(decoding: text, as: UTF8.self)
        #expect(written.contains("[") || written.contains(","), "\(written)")
      }
      for record in batch.records { checkIsJSON(batch.line(of: record)) }
    }
  }

  private func checkIsJSON(_ line: UnsafeRawBufferPointer) {
    var cursor = JSONCursor(line)
    #expect(throws: Never.self) {
      _ = try cursor.value()
      try cursor.end()
    }
  }
}
