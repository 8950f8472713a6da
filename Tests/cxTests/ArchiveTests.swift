import CXTestKit
import Foundation
import Testing

/// The hot store through ends that nobody asked for.
@Suite struct ArchiveTests {
  private static let archive = "cx archive --to sqlite:hot.db --state state.json trades.ndjson"

  private func withTrades(_ count: Int, _ body: (String) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      _ = try shell("cx fetch simulate --seed 3 --count \(count) > trades.ndjson", folder)
      try body(folder)
    }
  }

  private func shell(_ commandLine: String, _ folder: String) throws -> Outcome {
    try Program.run(
      commandLine, directory: folder, environment: BuiltProgram.environment(home: folder))
  }

  @Test func killedAtManyMomentsAndResumedItIsWhole() throws {
    try withTrades(20_000) { folder in
      var random = SystemRandomNumberGenerator()
      for _ in 0..<30 {
        let program = try BuiltProgram.start(Self.archive, in: folder)
        // The delay is what is tested: any moment will do.
        program.run(seconds: Double.random(in: 0.001...0.15, using: &random)) { _ in false }
        program.send(signal: SIGKILL)
        _ = program.finish()
      }
      #expect(try shell(Self.archive, folder).status == 0)
      let outcome = try shell(
        """
        sort trades.ndjson > expected
        cx query trades --from sqlite:hot.db | sort | cmp - expected && echo whole
        """, folder)
      #expect(outcome.outputText == "whole\n")
      #expect(outcome.errorText == "")
    }
  }

  @Test func aRowIsKeptAsSoonAsTheInputHasToBeWaitedFor() throws {
    try withTrades(10) { folder in
      let program = try BuiltProgram.start(
        "cx archive --to sqlite:hot.db --tee", in: folder)
      program.write(
        try Data(contentsOf: URL(fileURLWithPath: folder + "/trades.ndjson")))
      #expect(program.run(seconds: 20) { $0.output.split(separator: 10).count == 10 })
      program.send(signal: SIGKILL)
      _ = program.finish()
      let kept = try shell("cx query trades --from sqlite:hot.db | wc -l", folder)
      #expect(kept.outputText.trimmingCharacters(in: .whitespaces) == "10\n")
    }
  }

  @Test func aFullDiskIsAnInputOutputErrorAndHalfOfNothing() throws {
    try withTrades(20_000) { folder in
      // In blocks of 512 bytes: the files of the store may not grow beyond some 256 KiB. The signal
      // that comes with it is ignored, as most shells' users never see it.
      let outcome = try shell(
        "trap '' XFSZ; ulimit -f 512; cx archive --to sqlite:hot.db trades.ndjson", folder)
      #expect(outcome.status == 74)
      #expect(outcome.errorText.contains("hot.db"))
      let after = try shell(
        """
        cx archive --to sqlite:hot.db trades.ndjson && sort trades.ndjson > expected
        cx query trades --from sqlite:hot.db | sort | cmp - expected && echo whole
        """, folder)
      #expect(after.outputText == "whole\n")
    }
  }

  @Test func twoWritersAndAReaderAtOnce() throws {
    try withTrades(20_000) { folder in
      let outcome = try shell(
        """
        split -n l/2 trades.ndjson part
        cx archive --to sqlite:hot.db partaa & first=$!
        cx archive --to sqlite:hot.db partab & second=$!
        while kill -0 $first 2> /dev/null; do
          cx query trades --limit 5 --from sqlite:hot.db > seen 2> complaint
          case $? in 0|1|66|78) ;; *) cat complaint >&2 ;; esac
        done
        wait $first && wait $second && sort trades.ndjson > expected
        cx query trades --from sqlite:hot.db | sort | cmp - expected && echo whole
        """, folder)
      #expect(outcome.outputText == "whole\n")
      #expect(outcome.errorText == "")
    }
  }

  @Test func aStoreOfALaterVersionIsRefused() throws {
    try withTrades(10) { folder in
      let outcome = try shell(
        """
        cx archive --to sqlite:hot.db trades.ndjson
        python3 -c 'import sqlite3; sqlite3.connect("hot.db").execute("PRAGMA user_version=99")'
        cx archive --to sqlite:hot.db trades.ndjson; echo $?
        cx query trades --from sqlite:hot.db; echo $?
        """, folder)
      #expect(outcome.outputText == "78\n78\n")
      #expect(outcome.errorText.contains("has version 99; this cx knows up to version"))
    }
  }

  @Test func aDatabaseOfSomethingElseIsLeftAlone() throws {
    try withTrades(10) { folder in
      let outcome = try shell(
        """
        python3 -c 'import sqlite3; sqlite3.connect("x.db").execute("CREATE TABLE t(a)")'
        cx archive --to sqlite:x.db trades.ndjson; echo $?
        cx query trades --from sqlite:x.db; echo $?
        """, folder)
      #expect(outcome.outputText == "78\n78\n")
      #expect(outcome.errorText.contains("x.db: is a database of something else"))
    }
  }

  @Test func theUsersOwnStoreIsWhereDataBelongs() throws {
    try withTrades(10) { folder in
      let outcome = try shell(
        """
        cx archive trades.ndjson && cx query trades --limit 1 | wc -l
        XDG_DATA_HOME=$HOME/data cx archive trades.ndjson
        ls .local/share/cx/hot.db data/cx/hot.db
        """, folder)
      #expect(outcome.outputText == "1\n.local/share/cx/hot.db\ndata/cx/hot.db\n")
    }
  }
}
