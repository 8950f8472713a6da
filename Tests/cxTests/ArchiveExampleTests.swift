import CXTestKit
import Foundation
import Testing

/// The lines of `examples/` that cron and systemd run, run.
@Suite struct ArchiveExampleTests {
  private static let folder = BuiltProgram.package.appendingPathComponent("examples")

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// A hot store of candles, old ones and new ones, in `~/market`.
  private func withMarket(_ body: (_ run: (String) throws -> Outcome) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { home in
      func run(_ commandLine: String) throws -> Outcome {
        try Program.run(
          commandLine, directory: home, environment: BuiltProgram.environment(home: home))
      }
      let made = try run(
        """
        mkdir market && cd market
        cx fetch simulate --seed 1 --count 9000 --start 2025-01-01 | cx window 1m > candles
        cx fetch simulate --seed 2 --count 9000 --start $(date +%F) | cx window 1m >> candles
        cx archive --to sqlite:hot.db candles && sort candles > expected
        """)
      #expect(made.errorText == "")
      try body(run)
    }
  }

  private static let isWhole =
    """
    cd market && cx query candles --from sqlite:hot.db --from file:cold/ | sort | cmp - expected \
    && cx query candles --until 2025-02-01 --from file:cold/ | wc -l \
    && cx query candles --until 2025-02-01 --from sqlite:hot.db; echo $?
    """

  @Test func `cron's lines do what they say, quietly`() throws {
    let lines = try text("archive.crontab").split(separator: "\n")
      .filter { $0.first.map { "*0123456789".contains($0) } ?? false }
      .map { $0.split(separator: " ", maxSplits: 5)[5] }
    #expect(lines.count == 3)
    try withMarket { run in
      // The first line asks the exchange.
      for line in lines.dropFirst() {
        let outcome = try run(String(line))
        #expect(outcome.ending == .exited(0))
        #expect(outcome.errorText == "" && outcome.outputText == "")
      }
      let answer = try run(Self.isWhole)
      #expect(answer.errorText == "")
      #expect(answer.outputText.hasSuffix("\n1\n"))
      // Another run holds the lock: no failure, and nothing is done.
      let busy = try run("cd market && flock cold/.cx-lock sh -c '\(lines[1])'")
      #expect(busy.ending == .exited(0))
      #expect(busy.errorText.contains("another"))
    }
  }

  @Test func `systemd's service does what it says, quietly`() throws {
    let service = try text("cx-prune.service")
    let prefix = "ExecStart=/usr/bin/env "
    let command = try #require(
      service.split(separator: "\n").first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count))
    try withMarket { run in
      let outcome = try run("cd market && \(command)")
      #expect(outcome.ending == .exited(0))
      #expect(outcome.errorText == "" && outcome.outputText == "")
      #expect(try run(Self.isWhole).outputText.hasSuffix("\n1\n"))
    }
  }
}
