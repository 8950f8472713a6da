import CXTestKit
import Foundation
import Testing

/// The cold store through ends that nobody asked for.
@Suite struct ColdArchiveTests {
  private static let archive = "cx archive --to file:cold/ trades.ndjson"

  private func withTrades(_ count: Int, _ body: (String) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      // Three symbols around a midnight.
      _ = try shell(
        """
        cx fetch simulate --seed 3 --count \(count) --start 2025-11-10T23:59:00Z > trades.ndjson
        sort trades.ndjson > expected
        """, folder)
      try body(folder)
    }
  }

  private func shell(_ commandLine: String, _ folder: String) throws -> Outcome {
    try Program.run(
      commandLine, directory: folder, environment: BuiltProgram.environment(home: folder))
  }

  private func isWhole(_ folder: String) throws -> Bool {
    let outcome = try shell(
      "cx query trades --from file:cold/ | sort | cmp - expected && echo whole", folder)
    return outcome.outputText == "whole\n"
  }

  @Test func killedAtManyMomentsAndStartedAgainItIsWhole() throws {
    try withTrades(20_000) { folder in
      var random = SystemRandomNumberGenerator()
      for _ in 0..<30 {
        let program = try BuiltProgram.start(Self.archive, in: folder)
        // The delay is what is tested: any moment will do.
        program.run(seconds: Double.random(in: 0.001...0.3, using: &random)) { _ in false }
        program.send(signal: SIGKILL)
        _ = program.finish()
      }
      #expect(try shell(Self.archive, folder).status == 0)
      #expect(try isWhole(folder))
      let twice = try shell(
        """
        (cd cold && find . -type f | sort | xargs sha256sum) > once
        \(Self.archive) && cx archive --to file:cold/ < trades.ndjson
        (cd cold && find . -type f | sort | xargs sha256sum) | cmp - once && echo same
        """, folder)
      #expect(twice.outputText == "same\n")
    }
  }

  @Test func underAStateAGrowingFileIsArchivedOnceThoughItIsKilled() throws {
    try withTrades(5_000) { folder in
      let archive = "cx archive --state archive.state --to file:cold/ growing"
      _ = try shell("split -n l/5 trades.ndjson piece; : > growing", folder)
      var random = SystemRandomNumberGenerator()
      for piece in "abcde" {
        // The tail of a line that is still being written waits for the next run.
        _ = try shell("head -c -1 piecea\(piece) >> growing", folder)
        for _ in 0..<2 {
          let program = try BuiltProgram.start(archive, in: folder)
          program.run(seconds: Double.random(in: 0.001...0.2, using: &random)) { _ in false }
          program.send(signal: SIGKILL)
          _ = program.finish()
        }
        #expect(try shell(archive, folder).ending == .exited(0))
        _ = try shell("tail -c 1 piecea\(piece) >> growing", folder)
      }
      #expect(try shell(archive, folder).ending == .exited(0))
      #expect(try isWhole(folder))
      let stored = "cx archive --stats --to file:cold/"
      let again = try shell("\(stored) > before; \(archive); \(stored) | cmp - before", folder)
      #expect(again.ending == .exited(0))
      let other = try shell("cx archive --state archive.state --to file:other/ growing", folder)
      #expect(other.status == 78)
    }
  }

  @Test func theScriptOfKilledStores() throws {
    let script = BuiltProgram.package.appendingPathComponent("Tests/Faults/stores").path
    let outcome = try BuiltProgram.run(
      """
      python3 '\(script)' --cx "$(command -v cx)" --count 5000 --kills 5 --stores sqlite,file
      """)
    #expect(outcome.ending == .exited(0), "\(outcome.outputText)\(outcome.errorText)")
  }

  @Test func compactionKilledAtManyMomentsLosesNothing() throws {
    try withTrades(3_000) { folder in
      _ = try shell(
        """
        split -n r/12 trades.ndjson part
        for part in part??; do cx archive --to file:cold/ $part; done
        """, folder)
      #expect(try isWhole(folder))
      var random = SystemRandomNumberGenerator()
      for _ in 0..<10 {
        let program = try BuiltProgram.start("cx archive compact --to file:cold/", in: folder)
        program.run(seconds: Double.random(in: 0.001...0.1, using: &random)) { _ in false }
        program.send(signal: SIGKILL)
        _ = program.finish()
      }
      #expect(try isWhole(folder))
      let outcome = try shell(
        """
        cx archive compact --to file:cold/ && cx archive compact --dry-run --to file:cold/
        find cold -name 'part-*' | wc -l; find cold -name '_manifest.json' | wc -l
        """, folder)
      #expect(outcome.errorText == "")
      let counts = outcome.outputText.split(separator: "\n")
      #expect(counts.count == 2 && counts.first == counts.last)
      #expect(try isWhole(folder))
    }
  }

  @Test func aFullDiskLosesNothing() throws {
    try withTrades(20_000) { folder in
      let outcome = try shell(
        "trap '' XFSZ; ulimit -f 1; cx archive --to file:cold/ trades.ndjson", folder)
      #expect(outcome.status == 74)
      #expect(outcome.errorText.hasPrefix("cx archive: cold/"))
      #expect(try shell("cx query trades --from file:cold/", folder).status == 1)
      #expect(try shell(Self.archive, folder).status == 0)
      #expect(try isWhole(folder))
    }
  }

  @Test func oneWriterAtATime() throws {
    try withTrades(10) { folder in
      let first = try BuiltProgram.start("exec cx archive --to file:cold/", in: folder)
      let lock = folder + "/cold/.cx-lock"
      first.run(seconds: 10) { _ in FileManager.default.fileExists(atPath: lock) }
      // The lock is taken just behind the making of its file.
      let second = try shell(
        """
        until cx archive --to file:cold/ trades.ndjson 2> said; test $? = 75; do :; done
        cat said
        """, folder)
      #expect(
        second.outputText
          == "cx archive: cold/: another program writes there; try again later\n")
      first.closeInput()
      #expect(first.finish().status == 0)
      #expect(try shell(Self.archive, folder).status == 0)
    }
  }

  @Test func whatWasHeldIsStoredWhenASignalStopsIt() throws {
    try withTrades(500) { folder in
      let program = try BuiltProgram.start(
        "exec cx archive --tee --to file:cold/", in: folder)
      program.write(try Data(contentsOf: URL(fileURLWithPath: folder + "/trades.ndjson")))
      #expect(program.run(seconds: 20) { $0.output.count { $0 == 10 } == 500 })
      program.send(signal: SIGTERM)
      #expect(program.finish().ending == .died(signal: SIGTERM))
      #expect(try isWhole(folder))
    }
  }

  @Test func bothStoresAnswerAlike() throws {
    try withTrades(2_000) { folder in
      let outcome = try shell(
        """
        cx window 1m < trades.ndjson > candles.ndjson
        for store in sqlite:hot.db file:cold/; do
          cx archive --to $store trades.ndjson candles.ndjson
          cx query trades ETHUSDT --order desc --limit 70 --from $store > $(echo $store | tr -d :/)1
          cx query candles --interval 5m --from $store > $(echo $store | tr -d :/)2
          cx query trades --where 'qty > 0.5' --from $store > $(echo $store | tr -d :/)3
        done
        for query in 1 2 3; do cmp sqlitehot.db$query filecold$query && wc -l < filecold$query; done
        """, folder)
      let counts = outcome.outputText.split(whereSeparator: \.isWhitespace)
      #expect(counts.count == 3 && counts.first == "70" && !counts.contains("0"))
      #expect(outcome.errorText == "")
    }
  }

  @Test func prunedAndKilledAtManyMomentsNothingIsLost() throws {
    try withTrades(6_000) { folder in
      let all = "cx query trades --from sqlite:hot.db --from file:cold/ | sort | cmp - expected"
      let prune = "cx archive --prune --from sqlite:hot.db --to file:cold/ --older-than "
      let told = try shell(
        """
        cx window 1m < trades.ndjson > candles.ndjson
        cx archive --to sqlite:hot.db trades.ndjson candles.ndjson
        \(prune) 2025-11-11 --dry-run
        cx query candles --from sqlite:hot.db > candles
        """, folder)
      let lines = told.errorText.split(separator: "\n")
      #expect(lines.count == 2 && lines.first?.hasPrefix("2025-11-10: 3 candles") == true)
      var random = SystemRandomNumberGenerator()
      for _ in 0..<20 {
        let program = try BuiltProgram.start(prune + "2025-11-12", in: folder)
        program.run(seconds: Double.random(in: 0.001...0.2, using: &random)) { _ in false }
        program.send(signal: SIGKILL)
        _ = program.finish()
        #expect(try shell(all + " && echo whole", folder).outputText == "whole\n")
      }
      let end = try shell(
        """
        \(prune) 2025-11-12 && cx query trades --from sqlite:hot.db; echo $?
        cx query candles --from sqlite:hot.db --from file:cold/ | cmp - candles && echo same
        """, folder)
      #expect(end.outputText == "1\nsame\n" && end.errorText == "")
      #expect(try isWhole(folder))
    }
  }
}
