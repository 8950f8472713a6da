import CXTestKit
import Testing

/// `Tests/Faults/survive`, shortened: the same with 100 cuts and 50 kills is for people to run.
@Suite struct SurviveTests {
  @Test func `cut and killed at random, each trade is there once and in order`() throws {
    let script = BuiltProgram.package.appendingPathComponent("Tests/Faults/survive").path
    let outcome = try BuiltProgram.run(
      """
      exec '\(script)' --cuts 6 --kills 5 --seed 3 --cx "$(command -v cx)" \
        --stand-in "$(command -v StandInExchange)"
      """)
    #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    #expect(outcome.outputText.contains(" 0 holes, 0 doubles, 0 gap records"))
  }
}
