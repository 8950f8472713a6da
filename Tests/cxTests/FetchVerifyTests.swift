import CXTestKit
import Testing

/// Trades of the exchange become the exchange's own candles, to the last digit.
@Suite struct FetchVerifyTests {
  /// Fetches both into files and verifies, after `change` did something to the klines.
  private func verify(after change: String = "") throws -> Outcome {
    let exchange = try StandIn("--seed 23")
    let span = "--since 2025-11-11T12:10:00Z --until 2025-11-11T14:50:00Z --base-url $URL"
    return try BuiltProgram.run(
      """
      cx fetch candles BTCUSDT \(span) > klines.ndjson || exit 90
      \(change)
      cx fetch trades BTCUSDT \(span) | cx window 1m --verify klines.ndjson
      """, variables: ["URL": exchange.baseURL])
  }

  @Test func `all candles agree`() throws {
    let outcome = try verify()
    #expect(outcome.status == 0)
    #expect(outcome.errorText == "cx window: klines.ndjson: 129 candles equal, 21 quiet\n")
  }

  @Test func `a changed field is named`() throws {
    let outcome = try verify(
      after: #"sed -i.bak '7s/"trades":\([0-9]*\)/"trades":\11/' klines.ndjson"#)
    #expect(outcome.status == 1)
    #expect(
      outcome.errorText == """
        cx window: binance BTCUSDT 1m 2025-11-11T12:16:00Z: trades 90, exchange 901
        cx window: klines.ndjson: 128 candles equal, 1 differing, 21 quiet

        """)
  }
}
