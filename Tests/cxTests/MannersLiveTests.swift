import CXTestKit
import Foundation
import Testing

/// How filters behave while their input is still open.
@Suite struct MannersLiveTests {
  @Test func aTrickleIsAnsweredAtOnce() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let program = try BuiltProgram.start("exec cx enrich", in: folder)
      for id in 1...3 {
        program.write(Trades.line(id: id, seconds: id).utf8)
        let answered = program.run(seconds: 5) { lines($0.output) == id }
        #expect(answered, "after \(id) lines: \(program.output.count) bytes")
      }
      program.closeInput()
      #expect(program.finish(seconds: 10).ending == .exited(0))
    }
  }

  @Test func aClosedWindowIsSaidAtOnce() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let program = try BuiltProgram.start("exec cx window 1m --lateness 2s", in: folder)
      program.write(Trades.line(id: 1, seconds: 0).utf8)
      program.write(Trades.line(id: 2, seconds: 63).utf8)
      #expect(program.run(seconds: 5) { lines($0.output) == 1 })
      program.closeInput()
      #expect(lines(program.finish(seconds: 10).output) == 2)
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalFlushesAndThenKills(_ signal: Int32) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let program = try BuiltProgram.start("exec cx enrich", in: folder)
      program.write(Trades.line(id: 1, seconds: 1).utf8)
      #expect(program.run(seconds: 5) { lines($0.output) == 1 })
      program.send(signal: signal)
      let outcome = program.finish(seconds: 10)
      #expect(outcome.ending == .died(signal: signal))
      #expect(outcome.errors.isEmpty)
    }
  }

  /// A state saved on the way out is one that the next run goes on from.
  @Test func aSignalSavesTheState() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let filter = "exec cx window 1m --state window.state"
      let first = try BuiltProgram.start(filter, in: folder)
      first.write(Trades.line(id: 1, seconds: 0).utf8)
      first.write(Trades.line(id: 2, seconds: 63).utf8)
      #expect(first.run(seconds: 5) { lines($0.output) == 1 })
      first.send(signal: SIGTERM)
      let before = first.finish(seconds: 10)
      #expect(before.ending == .died(signal: SIGTERM))
      let whole = (1...3).map { Trades.line(id: $0, seconds: ($0 - 1) * 63) }.joined()
      let environment = BuiltProgram.environment(home: folder)
      let after = try Program.run(
        filter + " --at-eof flush", input: whole.utf8, directory: folder, environment: environment)
      let unbroken = try BuiltProgram.run("cx window 1m", input: whole)
      #expect(before.outputText + after.outputText == unbroken.outputText)
    }
  }

  /// A log that is rotated by cutting it off loses what was not read: that is said, not hidden.
  @Test func aFileThatBecomesShorterIsSaid() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let text = (1...100_000).map { Trades.line(id: $0, seconds: $0) }.joined()
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/f.ndjson"))
      let outcome = try BuiltProgram.start(
        "{ cx enrich f.ndjson; echo status $? >&2; } | { read -r one; : > f.ndjson; cat >/dev/null; }",
        in: folder
      ).finish()
      #expect(
        outcome.errorText.hasSuffix("f.ndjson: became shorter while it was read\nstatus 74\n"),
        "\(outcome.errorText)")
    }
  }

  private func lines(_ bytes: [UInt8]) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") }
  }
}
