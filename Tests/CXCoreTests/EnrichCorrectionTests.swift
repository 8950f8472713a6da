import CXRecord
import Testing

@testable import CXCore

/// Corrections, late candles and retractions, wherever they are in a series.
@Suite struct EnrichCorrectionTests {
  private func candle(
    _ minute: Int, _ close: Int?, rev: Int = 0, final: Bool = true, symbol: String = "X"
  ) -> String {
    let time = 1_762_873_200_000_000 + minute * 60_000_000
    var line = #"{"type":"candle","symbol":"\#(symbol)","interval":"1m","ts":\#(time)"#
    line += #","end":\#(time + 60_000_000)"#
    guard let close else { return line + #","final":true,"rev":\#(rev),"retracted":true}"# }
    line += #","open":1,"high":\#(close + 1),"low":1,"close":\#(close),"volume":1"#
    return line + #","final":\#(final),"rev":\#(rev)}"#
  }

  private func fields(_ lines: [String], _ names: String...) -> [String] {
    lines.map { line in names.map { line.field($0) ?? "-" }.joined(separator: " ") }
  }

  @Test func anOlderCorrectionReachesWhatIsBehindIt() throws {
    let options = try enrichOptions(defaults: false, with: "sma(3)")
    let result = try enriched(
      [candle(0, 1), candle(1, 2), candle(2, 3), candle(1, 20, rev: 1), candle(3, 4)], options)
    #expect(result.reasons.isEmpty)
    #expect(
      fields(result.lines, "close", "rev", "sma_3") == [
        "1 0 null", "2 0 null", "3 0 2", "20 1 null", "3 1 8", "4 0 9",
      ])
  }

  /// A revision of ours is above the candle's own, from then on.
  @Test func revisionsGrow() throws {
    let options = try enrichOptions(defaults: false, with: "sma(2)")
    let lines = [
      candle(0, 1), candle(1, 2), candle(0, 3, rev: 1), candle(1, 4, rev: 1), candle(1, 4, rev: 1),
      candle(0, nil, rev: 2), candle(1, nil, rev: 2), candle(0, 5, rev: 3), candle(1, 6, rev: 3),
    ]
    #expect(
      fields(try enriched(lines, options).lines, "close", "rev", "sma_2") == [
        "1 0 null", "2 0 1.5", "3 1 null", "2 1 2.5", "4 2 3.5", "4 2 3.5", "- 2 -", "4 3 null",
        "- 4 -", "5 3 null", "6 5 5.5",
      ])
  }

  @Test func correctionsReplaceTheLatestCandle() throws {
    let options = try enrichOptions(defaults: false, with: "sma(2)")
    let lines = [
      candle(0, 10), candle(1, 99), candle(1, 30, rev: 1), candle(0, 77, rev: 1), candle(2, 50),
      candle(1, 40, final: false), candle(3, 70, final: false),
    ]
    #expect(
      fields(try enriched(lines, options).lines, "close", "rev", "sma_2") == [
        "10 0 null", "99 0 54.5", "30 1 20", "77 1 null", "30 2 53.5", "50 0 40", "40 0 58.5",
        "70 0 60",
      ])
  }

  /// What is left at the end is what the last versions give in their order, whatever came before.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func whatIsLeftIsAsIfItHadComeInOrder(_ seed: UInt64) throws {
    var random = Generator(seed: 8_000 + seed)
    let options = try enrichOptions(
      defaults: seed % 2 == 0, with: seed % 3 == 0 ? "sma(3),atr(2)" : "ema(4),rsi(3)",
      "up=close > prev(close, 2)", "mean=sma(close, 3) - coalesce(prev(mean_was), 0)",
      "mean_was=close * 2")
    var truth: [Int: (close: Int, rev: Int)] = [:]
    var revisions: [Int: Int] = [:]
    var input: [String] = []
    var newest = 0
    for _ in 0..<150 {
      let isNew = random.oneIn(2)
      let minute =
        isNew ? newest + 1 + Int(random.next() % 3) : max(0, newest - Int(random.next() % 14))
      newest = max(newest, minute)
      let rev = revisions[minute].map { $0 + 1 } ?? 0
      revisions[minute] = rev
      if truth[minute] != nil && random.oneIn(4) {
        truth[minute] = nil
        input.append(candle(minute, nil, rev: rev))
      } else {
        let close = 1 + Int(random.next() % 50)
        truth[minute] = (close, rev)
        input.append(candle(minute, close, rev: rev))
      }
    }
    let whole = try enriched(input, options)
    #expect(whole.reasons.isEmpty)
    var last: [String: (rev: Int, line: String?)] = [:]
    for line in whole.lines {
      let key = line.field("ts") ?? ""
      let rev = line.field("rev").flatMap { Int($0) } ?? -1
      if let known = last[key] { #expect(rev > known.rev, "\(line)") }
      let isGone = line.contains("\"retracted\"")
      last[key] = (rev, isGone ? nil : line.replacing(#/"rev":\d+/#, with: ""))
    }
    let ordered = truth.sorted { $0.key < $1.key }.map { candle($0.key, $0.value.close) }
    let expected = try enriched(ordered, options).lines.map {
      $0.replacing(#/"rev":\d+/#, with: "")
    }
    #expect(last.sorted { $0.key < $1.key }.compactMap(\.value.line) == expected)
    for size in [1, 7] {
      #expect(try enriched(input, options, size: size, resuming: size == 7).lines == whole.lines)
    }
  }

  @Test func whatIsTooOldIsSaid() throws {
    let options = try enrichOptions(defaults: false, with: "sma(4)")
    let count = 100
    let series = (0..<count).map { candle($0, $0) }
    let deep = try enriched(series + [candle(count - 20, 500, rev: 1)], options)
    #expect(deep.reasons.isEmpty)
    // The row itself, and three behind it.
    #expect(deep.lines.count == count + 4)
    let old = try enriched(series + [candle(3, 500, rev: 1), candle(count, 1)], options)
    #expect(old.lines.count == count + 2)
    #expect(old.reasons.count == 1)
    #expect(old.reasons[0].hasPrefix("the candle is older than the last "))
    #expect(old.lines.last == (try enriched(series + [candle(count, 1)], options)).lines.last)
  }

  @Test func nothingIsKeptWhereNothingLooksBack() throws {
    var options = try enrichOptions(defaults: false, "twice=close * 2")
    #expect(options.depth == 0)
    #expect(
      fields(try enriched([candle(1, 2), candle(0, 3, rev: 1)], options).lines, "twice")
        == ["4", "6"])
    options = try enrichOptions(
      defaults: false, with: "bbands(20, 2.5),macd(12,26,9)", "a=prev(close, 7)")
    #expect(options.depth == 47 + 7 + SeriesHistory.margin)
  }
}
