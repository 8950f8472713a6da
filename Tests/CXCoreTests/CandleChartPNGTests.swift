import CXTestKit
import Foundation
import Testing

@testable import CXCore
@testable import CXRecord

/// The chart as a picture: another program unpacks it and finds the pixels that were drawn.
@Suite struct CandleChartPNGTests {
  /// Reads the file by the standard's rules, checks every checksum, and prints its size, its
  /// palette, and how often each palette entry is used; or writes the pixels' bytes.
  private static let reader = """
    import struct, sys, zlib
    data = sys.stdin.buffer.read()
    assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n", "signature"
    at, parts = 8, []
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
        crc, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
        assert crc == zlib.crc32(kind + body), "checksum of %s" % kind
        parts.append((kind, body))
        at += 12 + size
    assert [kind for kind, _ in parts] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"], "chunks"
    width, height, *rest = struct.unpack(">IIBBBBB", parts[0][1])
    assert rest == [8, 3, 0, 0, 0], "header"
    palette, rows = parts[1][1], zlib.decompress(parts[2][1])
    assert len(rows) == (width + 1) * height, "rows"
    assert not any(rows[y * (width + 1)] for y in range(height)), "filters"
    pixels = b"".join(rows[y * (width + 1) + 1:(y + 1) * (width + 1)] for y in range(height))
    assert max(pixels) < len(palette) // 3, "palette"
    print(width, height, *(pixels.count(index) for index in range(len(palette) // 3)))
    """

  @Test func anotherProgramFindsWhatWasDrawn() throws {
    let chart = CandleChart(
      ChartCandles.walk(70, interval: "1m"),
      of: Instrument(exchange: "binance", symbol: "BTCUSDT"))
    let picture = chart.png(width: 560, height: 300)
    // A picture of 1.3 million pixels fits into a mail.
    #expect(picture.count < 40_000)
    if let path = ProcessInfo.processInfo.environment["CX_KEEP_PICTURE"] {
      try Data(picture).write(to: URL(fileURLWithPath: path))
    }
    let outcome = try Program.run("python3 -c '\(Self.reader)'", input: picture)
    #expect(outcome.ending == .exited(0), "\(String(decoding: outcome.errors, as: UTF8.self))")
    let numbers = String(decoding: outcome.output, as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(numbers.prefix(2) == [1120, 600])
    // Every colour is there, paper most of all.
    #expect(numbers.dropFirst(2).allSatisfy { $0 > 100 })
    #expect(numbers.dropFirst(2).max() == numbers[2])
  }

  @Test func anyBytesSurvivePacking() throws {
    var random = Seeded(seed: 3)
    for _ in 0..<20 {
      let size = Int.random(in: 0...3_000, using: &random)
      let letters = UInt8.random(in: 0...255, using: &random)
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...letters, using: &random) }
      let distances = (0..<3).map { _ in Int.random(in: 1...32_768, using: &random) }
      let packed = Deflate.zlib(bytes + bytes, distances: distances + [max(size, 1)])
      let outcome = try Program.run(
        "python3 -c 'import sys,zlib; i=sys.stdin.buffer; o=sys.stdout.buffer; "
          + "o.write(zlib.decompress(i.read()))'", input: packed)
      #expect(outcome.output == bytes + bytes)
    }
  }

  @Test func noCandlesNoPicture() {
    let instrument = Instrument(exchange: "", symbol: "X")
    #expect(CandleChart([], of: instrument).png().isEmpty)
    #expect(
      !CandleChart([ChartCandles.flat(.zero)], of: instrument).png(width: 1, height: 1).isEmpty)
  }

  @Test func everyLetterOfTheFontIsWhole() {
    for letter in "0123456789.,:+-%/_()?▲▼" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
      + "abcdefghijklmnopqrstuvwxyz"
    {
      let rows = BitmapFont.rows(of: letter)
      #expect(rows.count == 8, "\(letter)")
      #expect(rows.contains { $0 != 0 }, "\(letter)")
    }
    #expect(BitmapFont.rows(of: "é") == BitmapFont.rows(of: "?"))
  }
}
