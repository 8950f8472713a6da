import Testing

@testable import CXCore
@testable import CXRecord

@Suite struct SimulationTests {
  private func options(
    _ change: (inout Simulation.Options) -> Void = { _ in }
  ) -> Simulation.Options {
    var options = Simulation.Options()
    options.count = 20_000
    change(&options)
    return options
  }

  private func run(_ options: Simulation.Options) throws -> (lines: [String], trades: [Trade]) {
    var simulation = try Simulation(options)
    var lines: [String] = []
    var trades: [Trade] = []
    while let batch = simulation.next() {
      #expect(batch.block.count <= (64 << 10) + 512)
      lines += batch.lines
      trades += batch.trades
    }
    return (lines, trades)
  }

  /// Fixed for good: a seed names the same market in every version.
  @Test func firstLineNeverChanges() throws {
    let first = try run(options { $0.count = 1 }).lines
    #expect(
      first == [
        #"""
        {"type":"trade","exchange":"simulated","symbol":"ETHUSDT",\#
        "ts":1762819200010378,"id":1,"price":3519.97,"qty":0.0225,"side":"buy"}
        """#
      ])
  }

  @Test func equalSeedsGiveEqualBytesHoweverTheyAreCut() throws {
    let whole = try run(options()).lines
    #expect(whole.count == 20_000)
    #expect(try run(options()).lines == whole)
    #expect(try run(options { $0.span = 10_000 }).lines == whole)
    #expect(try run(options { $0.count = 777 }).lines == Array(whole.prefix(777)))
    #expect(try run(options { $0.seed = 2 }).lines != whole)
  }

  @Test func idsAreDenseAndTimeNeverRunsBack() throws {
    let trades = try run(options()).trades
    for instrument in 0..<Int32(3) {
      let ids = trades.filter { $0.instrument == instrument }.map(\.firstID)
      #expect(ids == Array(1...Int64(ids.count)))
      #expect(ids.count > 2_000)
    }
    #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.time <= $1.time })
  }

  @Test(arguments: [1, 50, 100_000] as [Int64])
  func theRateIsTheMean(rate: Int64) throws {
    let trades = try run(options { $0.rate = rate }).trades
    let first = try #require(trades.first)
    let last = try #require(trades.last)
    let expected = Int64(trades.count) * 1_000_000 / rate
    #expect((expected * 8 / 10...expected * 12 / 10).contains(last.time - first.time))
  }

  @Test func aDisturbedRunHasTheTradesOfTheQuietOne() throws {
    let quiet = try run(options()).lines
    let lossy = try run(
      options {
        $0.gaps = Decimal(units: 5, scale: 2)
        $0.count = 15_000
      }
    ).lines
    var rest = quiet[...]
    for line in lossy {
      guard let at = rest.firstIndex(of: line) else {
        Issue.record("not in the quiet run: \(line)")
        return
      }
      rest = rest[(at + 1)...]
    }
    let lost = quiet.count - rest.count - lossy.count
    #expect((600...900).contains(lost))
  }

  @Test func disorderStaysWithinItsBound() throws {
    let trades = try run(
      options {
        $0.disorder = 2_000_000
        $0.duplicates = Decimal(units: 1, scale: 1)
      }
    ).trades
    var latest = Int64.min
    var late = 0
    var worst: Int64 = 0
    for trade in trades {
      latest = max(latest, trade.time)
      worst = max(worst, latest - trade.time)
      if trade.time < latest { late += 1 }
    }
    #expect(worst <= 2_000_000)
    #expect(worst > 1_000_000)
    #expect(late > 5_000)
    let different = Set(trades.map { [Int64($0.instrument), $0.firstID] }).count
    #expect((1_500...2_100).contains(trades.count - different))
  }

  @Test func pricesAndQuantitiesStayPlausible() throws {
    let trades = try run(
      options {
        $0.symbols = ["BTCUSDT", "NOBODYKNOWS"]
        $0.count = 200_000
      }
    ).trades
    #expect(trades.allSatisfy { $0.priceUnits > 0 && $0.quantityUnits > 0 })
    let bitcoin = trades.filter { $0.instrument == 0 }
    #expect(bitcoin.allSatisfy { (5_000_000...20_000_000).contains($0.priceUnits) })
    #expect(Set(bitcoin.map(\.priceUnits)).count > 1_000)
    let buys = trades.count { $0.side == .buy }
    #expect((80_000...120_000).contains(buys))
    let turns = zip(bitcoin, bitcoin.dropFirst()).count { $0.side != $1.side }
    #expect(turns < bitcoin.count / 4)
  }

  @Test(
    arguments: [
      { $0.symbols = [] }, { $0.symbols = ["A", "A"] }, { $0.rate = 0 }, { $0.count = -1 },
      { $0.gaps = Decimal(1) }, { $0.duplicates = Decimal(units: -1) }, { $0.disorder = -1 },
      { $0.disorder = .max }, { $0.start = -1 },
    ] as [@Sendable (inout Simulation.Options) -> Void])
  func refusesWhatMakesNoSense(change: @Sendable (inout Simulation.Options) -> Void) {
    var options = Simulation.Options()
    change(&options)
    let error = #expect(throws: Fault.self) { try Simulation(options) }
    #expect(error?.kind == .usage)
  }

  @Test func exponentialHasItsMean() {
    var random = RandomStream(seed: 3)
    let sum = (0..<100_000).reduce(Int64(0)) { sum, _ in sum + random.exponential() }
    #expect((64_000...67_000).contains(sum / 100_000))
  }
}
