import CXTestKit
import Foundation
import Testing

/// Much damaged input through the program: nothing traps, nothing is lost, the rest is exact.
@Suite struct WindowFuzzTests {
  @Test func aHundredThousandDamagedLines() throws {
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      // Knuth's MMIX generator; the high bits are the good ones.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    var input: [UInt8] = []
    var bad: [Int] = []
    var volumes: [Int: Int] = [:]
    for number in 1...100_000 {
      let quantity = 1 + random(9_999)
      let second = number / 500
      let time = 1_762_873_200_000_000 + second * 1_000_000 + random(1_000_000)
      var line = Array(
        (#"{"type":"trade","exchange":"x","symbol":"A","ts":\#(time),"id":\#(number),"#
          + #""price":100,"qty":\#(quantity),"side":"sell"}"#).utf8)
      switch random(12) {
      case 0:
        // Without its last brace it is no object, whatever else is changed.
        line.removeLast()
        for _ in 0..<random(6) {
          let byte = UInt8(random(256))
          line[random(line.count)] = byte == 0x0A || byte == 0x7D ? 0 : byte
        }
        line[0] = UInt8(ascii: "{")
        bad.append(number)
      case 1:
        line = Array(line[..<random(line.count)])
        if !line.isEmpty { bad.append(number) }
      case 2:
        line = Array(repeating: 0xFF, count: 1 + random(99))
        bad.append(number)
      default:
        volumes[second / 60, default: 0] += quantity
      }
      input += line
      input.append(0x0A)
    }
    try BuiltProgram.withTemporaryFolder { folder in
      try Data(input).write(to: URL(fileURLWithPath: folder + "/in"))
      let outcome = try Program.run(
        "cx window 1m --rejects kept in", directory: folder,
        environment: BuiltProgram.environment(home: folder), seconds: 120)
      #expect(outcome.ending == .exited(2))
      let kept = try String(contentsOfFile: folder + "/kept", encoding: .utf8)
      let lines = kept.split(separator: "\n").map { line -> Int in
        let record = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return record?["line"] as? Int ?? 0
      }
      #expect(lines == bad)
      let said = outcome.outputText.split(separator: "\n").map { line -> Int in
        let record = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return record?["volume"] as? Int ?? 0
      }
      #expect(said == volumes.sorted { $0.key < $1.key }.map(\.value))
    }
  }
}
