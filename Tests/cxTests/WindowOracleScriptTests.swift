import CXTestKit
import Foundation
import Testing

/// Every field of every candle against `Tests/oracle/candles.py`, which shares no code with `cx`.
@Suite struct WindowOracleScriptTests {
  @Test(arguments: [1, 60])
  func candlesAreThoseOfTheScript(_ seconds: Int) throws {
    let script = BuiltProgram.package.appendingPathComponent("Tests/oracle/candles.py").path
    let outcome = try BuiltProgram.run(
      """
      cx fetch simulate --count 20000 --disorder 1s > trades
      cx window \(seconds)s trades > candles
      python3 '\(script)' \(seconds) --compare candles < trades
      """, seconds: 120)
    #expect(outcome.ending == .exited(0))
    #expect(outcome.outputText.hasSuffix(" 0 differences\n"), "\(outcome.outputText.prefix(500))")
  }
}
