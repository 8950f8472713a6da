import CXTestKit
import Testing

/// The runner itself: a test that cannot see a hang or mixes two streams proves nothing.
@Suite struct ProgramTests {
  @Test func streamsStayApart() throws {
    let outcome = try Program.run("echo out; echo err >&2; exit 3")
    #expect(outcome.outputText == "out\n")
    #expect(outcome.errorText == "err\n")
    #expect(outcome.ending == .exited(3))
  }

  @Test func noPipeFillsUp() throws {
    let line = "0123456789abcdef\n"
    let input = String(repeating: line, count: 50_000)
    let outcome = try Program.run("tee /dev/stderr", input: input.utf8)
    #expect(outcome.outputText == input)
    #expect(outcome.errorText == input)
  }

  @Test func aReaderThatLeavesIsNoError() throws {
    let input = [UInt8](repeating: 0x0A, count: 1_000_000)
    #expect(try Program.run("head -n 1", input: input).outputText == "\n")
  }

  @Test func signalsAreSeen() throws {
    #expect(try Program.run("kill -TERM $$").ending == .died(signal: 15))
  }

  @Test func brokenPipesKillChildrenAsInAShell() throws {
    let outcome = try Program.run("{ yes; echo $? >&2; } | head -n 1")
    #expect(outcome.errorText == "141\n")
  }

  @Test func aHangEnds() throws {
    #expect(try Program.run("sleep 30", seconds: 0.2).ending == .timedOut)
  }

  @Test func differencesNameTheLine() {
    let difference = Difference.between(expected: "a\nb\nc\n", actual: "a\nx\nc\n")
    #expect(difference == "line 2:\n-b\n+x")
    #expect(Difference.between(expected: "a\n", actual: "a") == "line 1:\n-a\n+a⏎ missing")
    #expect(Difference.between(expected: "a\n", actual: "a\n").isEmpty)
  }
}
