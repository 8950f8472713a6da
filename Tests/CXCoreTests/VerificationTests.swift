import CXCore
import CXRecord
import Testing

@Suite struct VerificationTests {
  private let bitcoin = Instrument(exchange: "binance", symbol: "BTCUSDT")

  /// A minute's candle; the minute counts from 2025-11-11T15:00:00Z.
  private func candle(_ minute: Int64, volume: Int = 5, interval: Name = "1m") -> Candle {
    var candle = Candle()
    candle.interval = interval
    candle.time = 1_762_873_200_000_000 + minute * 60_000_000
    candle.end = candle.time + 60_000_000
    candle.open = Decimal(units: 1_005, scale: 1)
    candle.high = Decimal(102)
    candle.low = Decimal(99)
    candle.close = Decimal(101)
    candle.volume = Decimal(volume)
    candle.trades = 3
    return candle
  }

  private func verify(_ ours: [Candle], _ theirs: [Candle]) -> VerificationResult {
    var verification = Verification()
    for candle in ours { verification.addOurs(candle, of: bitcoin) }
    for candle in theirs { verification.addTheirs(candle, of: bitcoin) }
    return verification.result()
  }

  @Test func equalCandlesAgree() {
    var theirs = (0..<5).map { candle($0) }
    // Equal by value, and known to one side only.
    theirs[2].open = Decimal(units: 10_050, scale: 2)
    theirs[3].quoteVolume = Decimal(500)
    let result = verify((0..<5).reversed().map { candle($0) }, theirs)
    #expect(result.agrees)
    #expect(result.lines() == ["5 candles equal"])
  }

  @Test func namesEachFieldThatDiffers() {
    var theirs = (0..<3).map { candle($0) }
    theirs[1].close = Decimal(units: 10_100_001, scale: 5)
    theirs[1].trades = 4
    let result = verify((0..<3).map { candle($0) }, theirs)
    #expect(!result.agrees)
    #expect(
      result.lines() == [
        "binance BTCUSDT 1m 2025-11-11T15:01:00Z: close 101, exchange 101.00001; "
          + "trades 3, exchange 4", "2 candles equal, 1 differing",
      ])
  }

  @Test func endsMayBePartialButNotTooMuch() {
    let theirs = (-3..<9).map { candle($0) }
    let part = [candle(0, volume: 2), candle(1), candle(2, volume: 1)]
    let result = verify(part, theirs)
    #expect(result.agrees)
    #expect(result.summary == "1 candle equal, 2 partial at the ends of the input")
    #expect(!verify([candle(0, volume: 6), candle(1), candle(2)], theirs).agrees)
    #expect(!verify([candle(0), candle(1, volume: 2), candle(2)], theirs).agrees)
  }

  @Test func missingCountsWithinTheCommonSpan() {
    let result = verify(
      [0, 1, 3, 5, 7].map { candle($0) },
      [1, 2, 3, 4, 7, 8].map { candle($0, volume: $0 == 4 ? 0 : 5) })
    #expect(result.missingOurs.map(\.time) == [candle(2).time])
    #expect(result.missingTheirs.map(\.time) == [candle(5).time])
    #expect(result.quiet == 1)
    #expect(result.matched == 3)
    #expect(
      result.summary == "3 candles equal, 1 missing here, 1 missing at the exchange, 1 quiet")
  }

  @Test func theLastRevisionCountsAndOpenCandlesDoNot() {
    var corrected = candle(1)
    corrected.revision = 1
    var open = candle(2, volume: 1)
    open.final = false
    let result = verify(
      [candle(0), corrected, candle(1, volume: 4), candle(2), candle(3)],
      [candle(0), candle(1), candle(2), open, candle(3)])
    #expect(result.summary == "4 candles equal")
  }

  @Test func intervalsAreComparedByLength() {
    let result = verify([candle(0, interval: "60s")], [candle(0)])
    #expect(result.agrees)
    let other = verify([candle(0, interval: "5m")], [candle(0)])
    #expect(
      other.lines() == [
        "binance BTCUSDT 5m: no klines to compare with", "0 candles equal, 1 series without klines",
      ])
  }

  @Test func nothingComparedIsNotAgreement() {
    #expect(!verify([], [candle(0)]).agrees)
    #expect(!verify([candle(0)], [candle(5)]).agrees)
  }

  @Test func longListsAreCut() {
    let ours = (0..<20).map { candle($0) }
    let result = verify(ours, (0..<20).map { candle($0, volume: $0 % 2 == 0 ? 6 : 7) })
    #expect(result.lines(limit: 3).count == 5)
    #expect(result.lines(limit: 3)[3] == "... and 15 more")
  }
}
