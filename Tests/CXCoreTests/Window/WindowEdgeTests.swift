import Testing

@testable import CXCore
@testable import CXRecord

/// Holes, ids, ticks, scales that grow, sums that do not fit.
@Suite struct WindowEdgeTests {
  private func frames(_ names: String...) -> WindowOptions {
    WindowOptions(
      frames: names.map { .tumbling(WindowCalendar(interval: WindowOracleTests.interval($0))) })
  }

  private func trade(
    _ second: Int64, id: Int64? = nil, price: String = "10", qty: String = "1"
  ) -> String {
    let name = id.map { #","id":\#($0)"# } ?? ""
    return #"{"type":"trade","exchange":"x","symbol":"A","ts":\#(1_700_000_040 + second)\#(name)"#
      + #","price":\#(price),"qty":\#(qty),"side":"buy"}"#
  }

  private func summary(_ lines: [String], _ names: String...) -> [String] {
    lines.map { line in names.map { line.field($0) ?? "-" }.joined(separator: " ") }
  }

  @Test func emptyWindowsSayWhyTheyAreEmpty() {
    var options = frames("1m")
    options.fills = true
    let lines = WindowRun.lines(
      [
        trade(0, id: 1, price: "5"), trade(180, id: 2, price: "6"), trade(300, id: 9),
        trade(360), trade(480),
      ], options)
    #expect(
      summary(lines, "fill", "close", "volume", "trades", "missing") == [
        "- 5 1 1 -", "\"quiet\" 5 0 0 -", "\"quiet\" 5 0 0 -", "- 6 1 1 -", "\"lost\" 6 0 0 -",
        "- 10 1 1 6", "- 10 1 1 -", "\"unknown\" 10 0 0 -", "- 10 1 1 -",
      ])
  }

  @Test func aCorrectedCloseIsWhatLaterHolesRepeat() {
    var options = frames("1m")
    options.fills = true
    let lines = WindowRun.lines(
      [
        trade(0, id: 1, price: "5"), trade(70, id: 3, price: "6"), trade(59, id: 2, price: "7"),
        trade(10, id: 4), trade(300, id: 5),
      ], options)
    #expect(
      summary(lines, "ts", "close", "rev", "fill").map { $0.dropFirst(7) } == [
        "040000000 5 0 -", "040000000 7 1 -", "040000000 7 2 -", "100000000 6 0 -",
        "160000000 6 0 \"quiet\"", "220000000 6 0 \"quiet\"", "280000000 6 0 \"quiet\"",
        "340000000 10 0 -",
      ])
  }

  @Test func aLongHoleIsAGapNotAFlood() {
    var options = frames("1s")
    options.fills = true
    let lines = WindowRun.lines([trade(0, id: 1), trade(1_000_000, id: 5)], options)
    #expect(lines.count == options.fillLimit + 3)
    #expect(lines.dropLast().last?.hasPrefix(#"{"type":"gap","exchange":"x","symbol":"A""#) == true)
    #expect(lines.dropLast().last?.field("from_id") == "2")
    #expect(lines.dropLast().last?.field("to_id") == "4")
  }

  @Test func aTickClosesAndFills() {
    var options = frames("1m")
    options.fills = true
    var run = WindowRun(options)
    run.take([trade(0), trade(61)])
    #expect(run.lines.isEmpty)
    run.take([#"{"type":"tick","ts":1700000100}"#])
    #expect(summary(run.lines, "type", "ts").map { $0.prefix(8) } == ["\"candle\"", "\"tick\" 1"])
    run.take([#"{"type":"tick","ts":1700000220,"x":[1, 2]}"#])
    #expect(summary(run.lines, "trades", "fill").dropFirst(2) == ["1 -", "0 \"unknown\"", "- -"])
    #expect(run.lines.last == #"{"type":"tick","ts":1700000220,"x":[1, 2]}"#)
  }

  @Test func idsThatAreNoNumbersOfTradesProveNothing() {
    var random = Generator(seed: 400)
    let lines = (0..<3000).map { trade($0 / 1500 * 60, id: Int64(random.next() >> 2)) }
    for line in WindowRun.lines(lines, frames("1m")) {
      #expect(line.field("trades") == "1500")
      #expect(line.field("missing") == nil)
    }
  }

  @Test func scalesMayGrowInTheMiddle() {
    let lines = [
      trade(0, price: "1", qty: "1000000"), trade(1, price: "0.00000001", qty: "0.00000001"),
      trade(2, price: "3e4", qty: "2.5"),
    ]
    let candle = WindowRun.lines(lines, frames("1m"))
    #expect(
      summary(candle, "open", "high", "low", "close", "volume", "quote_volume") == [
        "1 30000 0.00000001 30000 1000002.50000001 1075000.0000000000000001"
      ])
    for order in [[0, 2, 1], [1, 0, 2], [2, 1, 0]] {
      #expect(WindowRun.lines(order.map { lines[$0] }, frames("1m")) == candle)
    }
  }

  /// A finer price in the next window changes nothing in this one, whenever it comes.
  @Test func anAveragePriceDoesNotDependOnTheNeighbours() {
    let first = [trade(0, price: "3", qty: "3"), trade(1, price: "4", qty: "4")]
    let fine = trade(60, price: "0.000000000123")
    let early = WindowRun.lines([first[0], fine, first[1]], frames("1m"))
    #expect(early == WindowRun.lines(first + [fine], frames("1m")))
    #expect(summary(early, "vwap") == ["3.57142857", "0.000000000123"])
  }
}
