import CXTestKit
import Foundation
import Testing

/// `--state`: split anywhere, killed at any moment, damaged, asked for something else.
@Suite struct WindowStateTests {
  private let environment = BuiltProgram.environment(home: "/tmp")

  private func run(_ command: String, in folder: String) throws -> Outcome {
    try Program.run(command, directory: folder, environment: environment, seconds: 60)
  }

  @Test func standardInputSplitAnywhereGivesTheSameBytes() throws {
    let text = Array((1...6).map { Trades.line(id: $0, seconds: $0 * 25) }.joined().utf8)
    let whole = try BuiltProgram.run(
      "cx window 1m --state s", input: String(decoding: text, as: UTF8.self))
    for cut in stride(from: 0, through: text.count, by: 83) {
      try BuiltProgram.withTemporaryFolder { folder in
        let parts = try [text[..<cut], text[cut...]].map { part in
          try Program.run(
            "cx window 1m --state s", input: part, directory: folder, environment: environment)
        }
        #expect(parts.map(\.outputText).joined() == whole.outputText, "cut at \(cut)")
        #expect(parts.allSatisfy { $0.ending == .exited(0) })
      }
    }
  }

  @Test func killedAtAnyMomentNothingIsMissing() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      _ = try run("cx fetch simulate --count 40000 --disorder 1s > trades", in: folder)
      let whole = try run("cx window 1s trades", in: folder).outputText.split(separator: "\n")
      var said: Set<Substring> = []
      for milliseconds in [150, 1200] {
        let program = try Program(
          "exec cx window 1s --state s trades", directory: folder, environment: environment)
        program.run(seconds: Double(milliseconds) / 1000) { _ in false }
        program.send(signal: SIGKILL)
        said.formUnion(program.finish(seconds: 10).outputText.split(separator: "\n"))
      }
      let last = try run("cx window 1s --state s --at-eof flush trades", in: folder)
      said.formUnion(last.outputText.split(separator: "\n"))
      #expect(last.ending == .exited(0))
      #expect(Set(whole).subtracting(said).isEmpty)
    }
  }

  /// Options are what they mean, however they are spelt.
  @Test func equalOptionsSpeltOtherwiseGoOn() throws {
    for (first, second) in [
      ("60m", "1h"), ("1h --lateness 2s", "1h"), ("1h,24h --lateness 120s", "60m,1d --lateness 2m"),
      ("--volume 1.50", "--volume 1.5"), ("1d --timezone +0800", "24h --timezone +8"),
      ("1h --slide 60s", "60m --slide 1m"), ("1m --fill --fill-limit 10000", "1m --fill"),
    ] {
      try BuiltProgram.withTemporaryFolder { folder in
        try Data(Trades.line(id: 1, seconds: 0).utf8).write(
          to: URL(fileURLWithPath: folder + "/in"))
        #expect(try run("cx window \(first) --state s < in", in: folder).ending == .exited(0))
        #expect(try run("cx window \(second) --state s < in", in: folder).ending == .exited(0))
        #expect(
          try run("cx window \(second) --correctable 1h --state s < in", in: folder).ending
            == .exited(78))
      }
    }
  }

  /// Behind an option that says which windows, the first argument may be a file.
  @Test func aFileStandsWhereIntervalsMay() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let text = (1...6).map { Trades.line(id: $0, seconds: $0 * 25) }.joined()
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/in"))
      let expected = try run("cx window --ticks 2 < in", in: folder).outputText
      #expect(expected.split(separator: "\n").count == 3)
      for command in ["--ticks 2 in", "in --ticks 2", "--ticks 2 ./in", "--ticks 2 - < in"] {
        #expect(try run("cx window \(command)", in: folder).outputText == expected, "\(command)")
      }
      let both = try run("cx window 1m --session 30s in", in: folder).outputText
      #expect(try run("cx window 1m --session 30s < in", in: folder).outputText == both)
      #expect(try run("cx window --volume 1 in in", in: folder).ending != .exited(64))
      #expect(try run("cx window 1x,1m --ticks 2 in", in: folder).ending == .exited(64))
      #expect(try run("cx window in", in: folder).ending == .exited(64))
    }
  }

  @Test func otherOptionsAndDamageAreRefused() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      try Data(Trades.line(id: 1, seconds: 0).utf8).write(to: URL(fileURLWithPath: folder + "/in"))
      #expect(try run("cx window 1m --state s in", in: folder).ending == .exited(0))
      for command in [
        "cx window 5m --state s in", "cx window 1m --lateness 3s --state s in",
        "cx window 1m --fill --state s in", "cx enrich --state s in",
        "cx window 1m --state s other",
      ] {
        #expect(try run(command, in: folder).ending == .exited(78), "\(command)")
      }
      let state = try Data(contentsOf: URL(fileURLWithPath: folder + "/s"))
      for (index, damaged) in [
        state.dropLast(), state.prefix(state.count / 2), Data(), Data([0, 1, 2]),
        state.prefix(state.count / 2) + Data([0x37]) + state.dropFirst(state.count / 2 + 1),
      ].enumerated() {
        try damaged.write(to: URL(fileURLWithPath: folder + "/s"))
        let outcome = try run("cx window 1m --state s in", in: folder)
        #expect(outcome.ending == .exited(78), "damage \(index)")
        #expect(outcome.errorText.hasPrefix("cx window: s: "))
      }
    }
  }

  /// What comes after a flush corrects what was said.
  @Test func flushedIsNotForgotten() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      func append(_ id: Int, _ seconds: Int) throws -> Outcome {
        let line = Trades.line(id: id, seconds: seconds)
        return try run(
          "printf '%s\\n' '\(line.dropLast())' >> in; cx window 1m --state s --at-eof flush in",
          in: folder)
      }
      let first = try append(1, 0)
      let second = try append(2, 1)
      #expect(first.outputText.contains(#""trades":1"#))
      #expect(second.outputText.contains(#""trades":2"#))
      #expect(second.outputText.contains(#""rev":1"#))
      #expect(second.ending == .exited(0))
    }
  }
}
