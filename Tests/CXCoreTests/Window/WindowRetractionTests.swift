import Testing

@testable import CXCore
@testable import CXRecord

/// Candles that cease to exist are taken back, and what was made of them is corrected.
@Suite struct WindowRetractionTests {
  private static let session = WindowFrame.session(gap: 900_000)

  /// What is left of candles when each key's highest revision counts and what was taken back is gone.
  static func settled(_ lines: [String]) -> [String] {
    var last: [String: String] = [:]
    for line in lines {
      let first = line.contains("session(") ? line.field("first_id") ?? "" : ""
      let key = "\(line.field("symbol") ?? "") \(line.field("ts") ?? "") \(first)"
      last[key] = line.contains("\"retracted\"") ? nil : line.withoutHistory
    }
    return last.values.sorted()
  }

  private func late(_ round: UInt64) -> (trades: [WindowTrade], lines: [String]) {
    var random = Generator(seed: 700 + round)
    let trades = WindowTrade.some(60, &random)
    return (trades, WindowTrade.disordered(trades, by: 20_000_000, &random).map(\.line))
  }

  private func options(_ updates: Bool = false) -> WindowOptions {
    var options = WindowOptions(frames: [Self.session])
    options.lateness = 100_000
    options.updateEvery = updates ? 0 : nil
    return options
  }

  @Test(arguments: [false, true])
  func whatIsLeftIsTheOracles(_ updates: Bool) throws {
    var retracted = 0
    for round in 0..<12 as Range<UInt64> {
      let (trades, lines) = late(round)
      var run = WindowRun(options(updates))
      run.take(lines)
      run.finish()
      #expect(run.rejects.isEmpty)
      #expect(
        Self.settled(run.lines)
          == WindowOracle(frame: Self.session).lines(trades).map(\.withoutHistory).sorted())
      retracted += run.lines.count { $0.contains("\"retracted\"") }
      for size in [1, 7] {
        #expect(WindowRun.lines(lines, options(updates), batch: size) == run.lines)
      }
      var other = WindowRun(options(updates))
      other.take(Array(lines[..<30]))
      other = try other.resumed()
      other.take(Array(lines[30...]))
      other.finish()
      #expect(other.lines == run.lines)
      #expect(run.lines == roundTrip(run.lines))
    }
    #expect(retracted > 20)
  }

  /// Each key's revisions grow, and only by one while it is not taken back.
  @Test func revisionsGrow() {
    for round in 0..<12 as Range<UInt64> {
      var next: [String: Int] = [:]
      var run = WindowRun(options())
      run.take(late(round).lines)
      run.finish()
      for line in run.lines {
        let symbol = line.field("symbol") ?? ""
        let key = "\(symbol) \(line.field("ts") ?? "") \(line.field("first_id") ?? "")"
        let revision = line.field("rev").flatMap { Int($0) } ?? -1
        if let wanted = next[key] { #expect(revision == wanted, "\(line)") }
        next[key] = revision + 1
      }
    }
  }

  private func roundTrip(_ lines: [String]) -> [String] {
    var batch = Batch()
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    var output = Batch(instruments: batch.instruments)
    for (candle, line) in zip(batch.candles, lines) {
      let missing = line.field("missing").flatMap { Int64($0) }
      output.append(candle) { block in
        if let missing {
          block.append(#","missing":"#)
          block.append(missing)
        }
      }
    }
    return output.lines
  }

  private func trade(_ second: Int64, id: Int64) -> String {
    #"{"type":"trade","symbol":"X","ts":\#(1_762_819_200 + second),"id":\#(id),"price":1,"qty":1}"#
  }

  @Test func twoSessionsThatALateTradeJoins() {
    var options = WindowOptions(frames: [.session(gap: 60_000_000)])
    options.lateness = 5_000_000
    var run = WindowRun(options)
    run.take([trade(0, id: 1), trade(90, id: 3), trade(200, id: 4), trade(45, id: 2)])
    let key = #"{"type":"candle","symbol":"X","interval":"session(1m)","#
    #expect(
      run.lines.last { $0.contains("retracted") }
        == key + #""ts":1762819290000000,"end":1762819350000000,"first_id":3,"#
        + #""final":true,"rev":1,"retracted":true}"#)
    run.take([trade(400, id: 5)])
    run.finish()
    #expect(Self.settled(run.lines).compactMap { $0.field("trades") } == ["3", "1", "1"])
  }

  /// Sessions' candles make hours; what is taken back no longer counts.
  @Test func rollUpSubtracts() {
    let hour = WindowFrame.tumbling(
      WindowCalendar(interval: WindowOracleTests.interval("1h")))
    for round in 0..<12 as Range<UInt64> {
      let (trades, lines) = late(round)
      let sessions = WindowRun.lines(lines, options())
      var run = WindowRun(WindowOptions(frames: [hour]))
      run.take(sessions)
      run.finish()
      let expected = WindowOracle(frame: hour).lines(trades).map(\.withoutHistory).sorted()
      #expect(run.rejects.isEmpty)
      #expect(Self.settled(run.lines) == expected)
      // In one process the same as by way of lines.
      #expect(joined(Window(options()), Window(WindowOptions(frames: [hour])), lines) == run.lines)
    }
  }

  private func joined(_ first: Window, _ second: Window, _ lines: [String]) -> [String] {
    var stage = Then(first, second)
    var batch = Batch()
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    var output = Batch(instruments: batch.instruments)
    stage.apply(batch, to: &output)
    stage.finish(to: &output)
    return output.lines
  }

  private func candle(_ minute: Int64, rev: Int, _ close: String?) -> String {
    let start = 1_762_819_200_000_000 + minute * 60_000_000
    var line = #"{"type":"candle","symbol":"X","interval":"1m","ts":\#(start)"#
    line += #","end":\#(start + 60_000_000)"#
    if let close {
      line += #","open":1,"high":\#(close),"low":1,"close":\#(close),"volume":1,"trades":1"#
    }
    return line + #","final":true,"rev":\#(rev)"# + (close == nil ? #","retracted":true}"# : "}")
  }

  @Test(arguments: ["5m", "1h"])
  func aWindowWithoutChildrenIsTakenBack(_ interval: String) {
    let frame = WindowFrame.tumbling(
      WindowCalendar(interval: WindowOracleTests.interval(interval)))
    var run = WindowRun(WindowOptions(frames: [frame]))
    run.take([candle(0, rev: 0, "2"), candle(1, rev: 0, "3")])
    run.take([candle(1, rev: 1, nil), candle(1, rev: 1, nil)])
    run.finish()
    #expect(run.lines.map { $0.field("high") } == ["2"])
    run.take([candle(0, rev: 1, nil)])
    #expect(
      run.lines.last?.hasSuffix(#""final":true,"rev":1,"retracted":true}"#) == true)
    #expect(run.lines.count == 2)
    run.take([candle(0, rev: 2, "4")])
    #expect(run.lines.last?.field("rev") == "2")
    #expect(run.lines.last?.field("high") == "4")
    // What nobody was told of is not taken back.
    var silent = WindowRun(WindowOptions(frames: [frame]))
    silent.take([candle(0, rev: 0, "2"), candle(0, rev: 1, nil)])
    silent.finish()
    #expect(silent.lines.isEmpty)
  }

  @Test func aSessionOfCandlesFallsApart() {
    let frame = WindowFrame.session(gap: 120_000_000)
    let lines = [
      candle(0, rev: 0, "2"), candle(2, rev: 0, "3"), candle(4, rev: 0, "4"),
      candle(12, rev: 0, "9"), candle(2, rev: 1, nil),
    ]
    var run = WindowRun(WindowOptions(frames: [frame]))
    run.take(lines)
    run.finish()
    var expected = WindowRun(WindowOptions(frames: [frame]))
    expected.take([lines[0], lines[2], lines[3]])
    expected.finish()
    #expect(Self.settled(run.lines) == Self.settled(expected.lines))
  }

  @Test func theQueryLeavesOutWhatWasTakenBack() throws {
    let lines = [candle(0, rev: 0, "2"), candle(1, rev: 1, nil), candle(2, rev: 0, "3")]
    func answer<Step: Stage>(_ stage: Step) -> [String] {
      var stage = stage
      var batch = Batch()
      for line in lines { batch.block.append(line + "\n") }
      var reader = RecordReader()
      _ = reader.read(into: &batch)
      #expect(batch.rejects.isEmpty)
      var output = Batch(instruments: batch.instruments)
      stage.apply(batch, to: &output)
      stage.finish(to: &output)
      return output.lines
    }
    #expect(answer(Selection(nil, limit: 2)) == [lines[0], lines[2]])
    #expect(answer(Selection(nil, limit: 2, showsRetracted: true)) == [lines[0], lines[1]])
    let condition = try Expression(parsing: "high > 1 or coalesce(high, 7) == 7")
    #expect(answer(Selection(condition, limit: nil, showsRetracted: true)) == lines)
    let minutes = WindowCalendar(interval: WindowOracleTests.interval("1m"))
    let hours = WindowCalendar(interval: WindowOracleTests.interval("1h"))
    for newestFirst in [false, true] {
      #expect(
        answer(RollUp(minutes, since: .min, until: .max, newestFirst: newestFirst))
          == (newestFirst ? lines.reversed() : lines))
      let sums = answer(RollUp(hours, since: .min, until: .max, newestFirst: newestFirst))
      #expect(sums.map { $0.field("trades") } == ["2"])
    }
  }
}
