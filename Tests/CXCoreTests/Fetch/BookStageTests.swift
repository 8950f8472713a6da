import CXCore
import CXRecord
import Testing

@Suite struct BookStageTests {
  private static let payloads = [
    #"{"e":"depthUpdate","E":1723161255308,"s":"X","U":8,"u":11,"b":[["10","1"]],"a":[]}"#,
    #"{"lastUpdateId":10,"bids":[["10.00","2.0"],["9","1"]],"asks":[["11","1"]]}"#,
    #"{"e":"depthUpdate","E":1723161255408,"s":"X","U":12,"u":13,"b":[["5","1"]],"a":[]}"#,
    #"{"e":"depthUpdate","E":1723161255508,"s":"X","U":20,"u":21,"b":[],"a":[["11","0"]]}"#,
    #"{"e":"trade","E":1723161255508,"s":"X","t":1,"p":"10","q":"1","T":1723161255508,"m":true}"#,
  ]

  private func run(_ output: BookStage.Output, cut: Int) -> [String] {
    var stage = BookStage(output)
    var result = Batch()
    for part in [Self.payloads[..<cut], Self.payloads[cut...]] {
      var input = Batch(instruments: result.instruments)
      var recording = Recording(name: "X", options: of("X"))
      for line in part {
        Array(line.utf8).withUnsafeBytes { recording.read($0, into: &input) }
      }
      stage.apply(input, to: &result)
    }
    #expect(result.rejects.isEmpty)
    return result.lines
  }

  @Test func `the best levels, when they change, and a gap where changes are missing`() {
    let lines = run(.levels(1), cut: 2)
    let head = #"{"type":"depth","exchange":"binance","symbol":"X","ts":"#
    #expect(
      lines.prefix(3) == [
        head + #"1723161255308000,"last_id":11,"snapshot":true,"bids":[[10,1]],"asks":[[11,1]]}"#,
        #"{"type":"gap","exchange":"binance","symbol":"X","ts":1723161255508000,"#
          + #""from_id":14,"to_id":19,"reason":"book"}"#,
        head + #"1723161255508000,"last_id":21,"snapshot":true,"bids":[[10,1]],"asks":[]}"#,
      ])
    #expect(lines.count == 4)
    #expect(lines.last?.contains(#""type":"trade""#) == true)
  }

  @Test func `changes are passed on while they follow one another`() {
    let lines = run(.changes, cut: 3)
    #expect(lines.count == 4)
    // The picture holds what had waited for it.
    #expect(lines[0].contains(#""last_id":11,"snapshot":true,"bids":[[10,1],[9,1]]"#))
    #expect(lines[1].contains(#""first_id":12"#))
    #expect(lines[2].contains(#""type":"gap""#))
  }

  @Test func `how input is cut does not matter`() {
    for cut in 0...Self.payloads.count {
      #expect(run(.levels(5), cut: cut) == run(.levels(5), cut: 0))
    }
  }
}
