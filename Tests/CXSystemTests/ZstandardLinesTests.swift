import CXRecord
import Testing

@testable import CXSystem

@Suite struct ZstandardLinesTests {
  private static func block(_ bytes: [UInt8]) -> Block {
    let block = Block()
    block.append(bytes)
    return block
  }

  @Test(arguments: [0, 1, 70_000, 3_000_000])
  func whatIsPackedComesOut(count: Int) throws {
    var state: UInt64 = 7
    let bytes = (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return UInt8(truncatingIfNeeded: state >> 60)
    }
    let packed = try ZstandardLines().encode(Self.block(bytes))
    #expect(try packed == ZstandardLines().encode(Self.block(bytes)))
    let once = try ZstandardLines().decode(packed, name: "f")
    #expect(Array(once.bytes) == bytes)
    // Frames side by side are one file.
    let twice = try ZstandardLines().decode(packed + packed, name: "f")
    #expect(Array(twice.bytes) == bytes + bytes)
  }

  @Test func damageIsSaid() throws {
    let packed = try ZstandardLines().encode(Self.block(Array(repeating: 65, count: 5_000)))
    #expect(throws: Fault(.inputOutput, "f: the zstd data is cut off")) {
      try ZstandardLines().decode(Array(packed.dropLast()), name: "f")
    }
    #expect {
      try ZstandardLines().decode(Array("no zstd at all".utf8), name: "f")
    } throws: {
      ($0 as? Fault)?.message.hasPrefix("f: damaged zstd data") == true
    }
  }
}
