import CXCore
import CXRecord
import CXSystem
import CZlib
import CZstd
import Foundation
import Testing

/// Lines of files: cut, packed, too long, several, growing.
@Suite struct LineSourceTests {
  private func trade(_ id: Int) -> String {
    #"{"type":"trade","exchange":"x","symbol":"S\#(id % 3)","ts":\#(1_762_873_200_000 + id * 700),"#
      + #""id":\#(id),"price":1\#(id % 10),"qty":0.5}"# + "\n"
  }

  private func withFile<Result>(
    _ bytes: some Sequence<UInt8>, _ body: (String) throws -> Result
  ) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  private func read(
    _ paths: [String]
  ) throws -> (lines: [String], rejects: [Reject]) {
    var result: (lines: [String], rejects: [Reject]) = ([], [])
    var source = try LineSource(paths)
    while let batch = try source.next() {
      result.rejects += batch.rejects
      result.lines += batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
    }
    return result
  }

  private func fault(_ paths: [String]) -> Fault? {
    do {
      _ = try read(paths)
      return nil
    } catch { return error as? Fault }
  }

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    let file = gzopen(url.path, "wb")
    gzwrite(file, bytes, UInt32(bytes.count))
    gzclose(file)
    return Array(try Data(contentsOf: url))
  }

  private func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&packed, packed.count, bytes, bytes.count, 3)
    return Array(packed[..<count])
  }

  private var text: [UInt8] { Array((1...400).map { trade($0) }.joined().utf8) }
  private var expected: [String] { (1...400).map { String(trade($0).dropLast()) } }

  @Test func packedOrNotItIsTheSame() throws {
    let half = text.count / 2
    let forms = [
      text, try gzip(text), zstd(text), try gzip(Array(text[..<half])) + gzip(Array(text[half...])),
      zstd(Array(text[..<half])) + zstd(Array(text[half...])), Array(text.dropLast()),
    ]
    for form in forms {
      let lines = try withFile(form) { path in try read([path]).lines }
      #expect(lines == expected)
    }
  }

  @Test func whatIsDamagedIsSaid() throws {
    for packed in [try gzip(text), zstd(text)] {
      for count in [3, 5, packed.count / 2, packed.count - 1] {
        let fault = try withFile(packed[..<count]) { path in self.fault([path]) }
        if count < 4 && packed[0] == 0x28 { continue }
        #expect(fault?.kind == .inputOutput, "\(count) bytes")
        #expect(fault?.message.contains("cut off") == true)
      }
      var damaged = packed
      for index in 20..<60 { damaged[index] ^= 0x55 }
      let fault = try withFile(damaged) { path in self.fault([path]) }
      #expect(fault?.kind == .inputOutput)
    }
  }

  @Test func missingAndEmptyFiles() throws {
    #expect(fault(["/nonexistent/file"])?.kind == .noInput)
    #expect(fault(["/"])?.kind == .noInput)
    let lines = try withFile([]) { path in try read([path]).lines }
    #expect(lines.isEmpty)
  }

  @Test func severalFilesAreOneInputEachWithItsLineNumbers() throws {
    try withFile(Array((trade(1) + "bad\n" + trade(2).dropLast()).utf8)) { first in
      try withFile(Array(("\n" + trade(3) + "bad").utf8)) { second in
        let result = try read([first, second])
        #expect(result.lines == (1...3).map { String(trade($0).dropLast()) })
        #expect(result.rejects.map(\.line) == [2, 3])
        #expect(result.rejects.map(\.source) == [first, second])
      }
    }
  }

  @Test func aLineTooLongIsRefusedAndTheRestRead() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: LineSource.maximumLine + 300_000)
    for tail in [Array("\n\(trade(2))".utf8), []] {
      let result = try withFile(Array(trade(1).utf8) + long + tail) { path in try read([path]) }
      #expect(result.lines == (1...(tail.isEmpty ? 1 : 2)).map { String(trade($0).dropLast()) })
      #expect(result.rejects.map(\.line) == [2])
      #expect(result.rejects.map(\.reason) == ["longer than 8 MiB"])
    }
  }

  /// What a run in two parts, cut after each byte of a growing file, writes.
  @Test func aGrowingFileSplitAnywhereGivesTheSameBytes() throws {
    // Short lines: each byte of them is a run of its own.
    let lines = [1, 2, 5, 9].map { second in
      #"{"type":"trade","ts":\#(1_700_000_000 + second),"price":\#(second),"qty":1}"#
    }
    let text = Array((lines + ["bad", ""]).joined(separator: "\n").utf8)
    var options = WindowOptions(frames: [
      .tumbling(WindowCalendar(interval: try Interval(parsing: "1s"))), .session(gap: 900_000),
    ])
    options.lateness = 1_000_000
    struct Saved: Codable {
      var position: LinePosition
      var stage: Window
    }
    func run(_ bytes: some Collection<UInt8>, from state: Data?) throws -> (String, Int, Data) {
      try withFile(bytes) { path in
        var saved = try state.map { try JSONDecoder().decode(Saved.self, from: $0) }
        saved?.position.file = path
        var source = try LineSource(
          [path], from: saved?.position, keepsTail: true, processors: 1)
        var stage = saved?.stage ?? Window(options)
        var output = Batch()
        var rejects = 0
        while let batch = try source.next() {
          output.instruments = batch.instruments
          rejects += batch.rejects.count
          stage.apply(batch, to: &output)
        }
        let state = Saved(position: source.position, stage: stage)
        return (
          String(decoding: output.block.bytes, as: UTF8.self), rejects,
          try JSONEncoder().encode(state)
        )
      }
    }
    let whole = try run(text, from: nil)
    for cut in 0...text.count {
      let first = try run(text[..<cut], from: nil)
      let second = try run(text, from: first.2)
      #expect(first.0 + second.0 == whole.0, "cut at \(cut)")
      #expect(first.1 + second.1 == whole.1)
    }
  }

  /// A stage may number instruments before the reader meets them.
  @Test func instrumentsKeepTheirMeaningAcrossThreads() throws {
    try withFile(trade(1).utf8) { first in
      try withFile(text) { second in
        for processors in [1, 2] {
          var input = try LineSource([first, second], processors: processors)
          var seen: [String] = []
          while let batch = try input.next() {
            _ = batch.instruments.number(of: Instrument(exchange: "own", symbol: "own"))
            seen += batch.trades.map { batch.instruments[$0.instrument].symbol.text }
          }
          #expect(seen == ["S1"] + (1...400).map { "S\($0 % 3)" })
        }
      }
    }
  }

  @Test func aFileThatShrankIsNotReadOn() throws {
    try withFile(text) { path in
      var source = try LineSource([path], keepsTail: true)
      while try source.next() != nil {}
      let position = source.position
      try Data(text[..<100]).write(to: URL(fileURLWithPath: path))
      var again = try LineSource([path], from: position, keepsTail: true)
      #expect(throws: Fault.self) { try again.next() }
    }
  }
}
