import Testing

@testable import CXCore
@testable import CXRecord

/// Holes that say far more than was heard: in pieces, up to a limit, with ids only where there are.
@Suite struct WindowFillTests {
  private func options(_ names: String..., limit: Int = 10_000) -> WindowOptions {
    var options = WindowOptions(
      frames: names.map { .tumbling(WindowCalendar(interval: WindowOracleTests.interval($0))) })
    options.fills = true
    options.fillLimit = limit
    return options
  }

  private func trade(_ second: Int64, id: Int64? = nil, symbol: String = "A") -> String {
    let name = id.map { #","id":\#($0)"# } ?? ""
    return #"{"type":"trade","symbol":"\#(symbol)","ts":\#(1_700_000_040 + second)\#(name)"#
      + #","price":10,"qty":1}"#
  }

  /// What a stage says of lines, an output that is full taken away at once; and its largest size.
  private func pieces<Step: Stage>(_ stage: Step, _ lines: [String]) -> (bytes: [UInt8], most: Int)
  {
    var stage = stage
    var input = Batch()
    for line in lines { input.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &input)
    var output = Batch(instruments: input.instruments)
    var (bytes, most) = ([] as [UInt8], 0)
    func take() {
      most = max(most, output.block.count)
      bytes += output.block.bytes
      output.removeAll()
    }
    var next = 0
    repeat {
      next = stage.apply(input, from: next, to: &output)
      take()
    } while next < input.records.count
    var isDone: Bool
    repeat {
      isDone = stage.finishPart(to: &output)
      take()
    } while !isDone
    return (bytes, most)
  }

  @Test func aHoleLeavesInPieces() {
    let lines =
      (0..<4).map { trade($0 * 9_000, id: $0 + 1) }
      + [#"{"type":"tick","ts":1700036000}"#, #"{"type":"quote","bid":1,"ask":2}"#]
    let whole = WindowRun.lines(lines, options("1s", "1m"))
    #expect(whole.count > 36_000)
    let (bytes, most) = pieces(Window(options("1s", "1m")), lines)
    #expect(bytes == Array((whole.joined(separator: "\n") + "\n").utf8))
    #expect(most < 1 << 20 + 1 << 10)
    for size in [1, 2] {
      #expect(WindowRun.lines(lines, options("1s", "1m"), batch: size) == whole)
    }
  }

  @Test func twoStagesLeaveInPieces() {
    let lines = ["A", "B"].flatMap { symbol in
      (0..<3).map { trade($0 * 4_000, id: $0 + 1, symbol: symbol) }
    }
    let first = WindowRun.lines(lines, options("1m"))
    let second = WindowRun.lines(first, options("1h"))
    let both = Then(Window(options("1s")), Then(Window(options("1m")), PassThrough()))
    let (bytes, most) = pieces(both, lines)
    #expect(most < 1 << 20 + 1 << 10)
    #expect(
      bytes
        == Array(
          (WindowRun.lines(WindowRun.lines(lines, options("1s")), options("1m"))
            .joined(separator: "\n") + "\n").utf8))
    let hours = pieces(Then(Window(options("1m")), Window(options("1h"))), lines)
    #expect(hours.bytes == Array((second.joined(separator: "\n") + "\n").utf8))
  }

  @Test func aTickOverManyInstrumentsLeavesInPieces() {
    let symbols = (0..<300).map { "S\($0)" }
    let lines =
      symbols.map { trade(0, symbol: $0) } + [#"{"type":"tick","ts":1700001000}"#]
      + symbols.map { trade(1_000, symbol: $0) }
    let whole = WindowRun.lines(lines, options("1m"))
    let (bytes, most) = pieces(Window(options("1m")), lines)
    #expect(bytes == Array((whole.joined(separator: "\n") + "\n").utf8))
    #expect(bytes.count > 1 << 20 && most < 1 << 20 + 1 << 13)
  }

  @Test(arguments: [0, 1, 7])
  func aHoleIsFilledUpToTheLimit(_ limit: Int) {
    let lines = WindowRun.lines([trade(0, id: 1), trade(10, id: 5)], options("1s", limit: limit))
    #expect(lines.count { $0.contains("\"fill\"") } == limit)
    let gap = lines.dropLast().last
    #expect(gap?.field("type") == "\"gap\"")
    #expect(gap?.field("ts") == "\(1_700_000_041 + limit)000000")
    #expect(gap?.field("from_id") == "2")
    #expect(gap?.field("to_id") == "4")
    #expect(WindowRun.lines([trade(0), trade(10)], options("1s", limit: 9)).count == 11)
  }

  /// Absence says that ids are not known, or that none is missing; no range is upside down.
  @Test(arguments: [(nil, nil), (1, nil), (nil, 2), (1, 2), (5, 2)] as [(Int64?, Int64?)])
  func aGapWithoutLostIdsNamesNone(_ ids: (Int64?, Int64?)) {
    let lines = WindowRun.lines(
      [trade(0, id: ids.0), trade(10, id: ids.1)], options("1s", limit: 3))
    let gap = lines.first { $0.contains("\"gap\"") }
    #expect(gap?.contains("_id") == false)
    #expect(gap?.hasPrefix(#"{"type":"gap","symbol":"A","ts":1700000044000000,"reason":"#) == true)
  }

  /// Behind a hole that a tick cut short, windows still begin where the calendar says.
  @Test func behindAGapWindowsAreWhole() {
    let lines = WindowRun.lines(
      [
        trade(0, id: 1), #"{"type":"tick","ts":1700000395}"#, #"{"type":"tick","ts":1700000530}"#,
      ], options("1m", limit: 2))
    #expect(
      lines.filter { $0.contains("candle") }.allSatisfy {
        ($0.field("ts").flatMap { Int64($0) } ?? 1) % 60_000_000 == 0
      })
  }
}
