import CXTestKit
import Foundation
import Testing

/// Parquet files between `cx` and the engines that people use, both ways; see Tests/engines/parquet.py.
@Suite struct ParquetEnginesTests {
  private static let engines = BuiltProgram.package
    .appendingPathComponent("Tests/engines/parquet.py").path
  /// Made by `scripts/need test`.
  private static let python = BuiltProgram.package
    .appendingPathComponent(".build/engines/bin/python3").path

  private func shell(_ commandLine: String, _ folder: String) throws -> Outcome {
    try Program.run(
      commandLine, directory: folder, environment: BuiltProgram.environment(home: folder),
      seconds: 120)
  }

  @Test func `pyarrow and DuckDB read our files, exactly, and skip what they need not`() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let outcome = try shell(
        """
        set -e
        cx fetch simulate --seed 5 --count 260000 > trades
        cx archive --to file:trades.cold/ trades
        head -40000 trades | cx window 1s | cx enrich > candles
        cx archive --to file:candles.cold/ candles
        for kind in trades candles; do
          '\(Self.python)' '\(Self.engines)' read $kind.cold $kind
        done
        '\(Self.python)' '\(Self.engines)' skip trades.cold
        """, folder)
      #expect(outcome.errorText == "")
      #expect(outcome.status == 0)
      #expect(outcome.outputText.contains("pyarrow: 260000 records, all values equal"))
      #expect(outcome.outputText.contains("DuckDB: 260000 records, all values equal"))
      #expect(outcome.outputText.contains("pyarrow: reads 1 of 3 row groups"))
    }
  }

  @Test func `we read what pyarrow and DuckDB write, in all their forms`() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let outcome = try shell(
        """
        set -e
        cx fetch simulate --seed 6 --count 20000 > trades
        cx window 1s trades > candles
        for kind in trades candles; do
          mkdir $kind.files
          '\(Self.python)' '\(Self.engines)' write $kind.files $kind
          sort $kind > expected
          for file in $kind.files/*.parquet; do
            cx query $kind --from file:$file | sort | cmp - expected
          done
        done
        # A question of one symbol and a span, and the answer as Parquet again.
        file=candles.files/duckdb-groups.parquet
        cx query candles BTCUSDT --interval 1m --from file:$file --format parquet --to file:b.parquet
        cx query candles --from file:b.parquet > found
        grep BTCUSDT candles | cx window 1m | cmp - found
        """, folder)
      #expect(outcome.errorText == "")
      #expect(outcome.outputText == "14 files\n14 files\n")
      #expect(outcome.status == 0)
    }
  }

  @Test func `what cannot be read says why`() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let outcome = try shell(
        """
        printf 'PAR1 and no more' > cut.parquet
        cx query trades --from file:cut.parquet; echo $?
        cx query trades --from file:none.parquet; echo $?
        cx fetch simulate --count 9 | cx archive --to file:cold/
        cx query trades --from file:cold/ --format parquet --to file:t.parquet
        cx query candles --from file:t.parquet; echo $?
        cx query trades --from file:t.parquet --max-scan 1B; echo $?
        cat t.parquet | cx query trades --from file:/dev/stdin.parquet; echo $?
        """, folder)
      #expect(outcome.outputText == "74\n66\n74\n64\n66\n")
      #expect(outcome.errorText.contains("cut.parquet: damaged Parquet: it does not end with PAR1"))
      #expect(outcome.errorText.contains("t.parquet: a record has no \"end\""))
      #expect(outcome.errorText.contains("--max-scan is 1"))
    }
  }
}
