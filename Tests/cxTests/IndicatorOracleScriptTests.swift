import CXTestKit
import Foundation
import Testing

/// Every indicator at every scale against `Tests/oracle/indicators.py`, which shares no code with
/// `cx`: digit by digit.
@Suite struct IndicatorOracleScriptTests {
  @Test func indicatorsAreThoseOfTheScript() throws {
    let script = BuiltProgram.package.appendingPathComponent("Tests/oracle/indicators.py").path
    let outcome = try BuiltProgram.run(
      "python3 '\(script)' --cx \"$(command -v cx)\" --rows 120", seconds: 120)
    #expect(outcome.ending == .exited(0))
    #expect(outcome.outputText.hasSuffix(" 0 differences\n"), "\(outcome.outputText.prefix(500))")
  }
}
