import CXTestKit
import Foundation
import Testing

/// `cx query --sql` over every sort of store, beside SQLite over a table of the same records.
@Suite struct QuerySQLTests {
  /// Asks the same of SQLite, which has all records in tables, and of each combination of stores.
  private static let oracle = """
    import json, math, random, sqlite3, subprocess
    random.seed(11)
    db = sqlite3.connect(":memory:")
    names = {
      "trades": "symbol ts id price qty side",
      "candles": "symbol interval ts end open high low close volume quote_volume trades final rev"}
    for table, columns in names.items():
      columns = columns.split()
      db.execute(f"CREATE TABLE {table}({','.join(chr(34) + c + chr(34) for c in columns)})")
      for line in open(table + ".ndjson"):
        row = json.loads(line)
        db.execute(f"INSERT INTO {table} VALUES({','.join('?' * len(columns))})",
          [row.get(c) for c in columns])
    symbols = [r[0] for r in db.execute("SELECT DISTINCT symbol FROM trades ORDER BY 1")]
    low, high = db.execute("SELECT min(ts), max(ts) FROM trades").fetchone()
    def limits():
      parts = []
      if random.random() < .6:
        parts.append(f"ts {random.choice(['>', '>='])} {random.randint(low, high)}")
      if random.random() < .6:
        parts.append(f"ts {random.choice(['<', '<='])} {random.randint(low, high)}.5")
      if random.random() < .4: parts.append(f"symbol = '{random.choice(symbols)}'")
      if random.random() < .4: parts.append(f"symbol IN ('{random.choice(symbols)}', 'NONE')")
      return " AND ".join(parts) or "true"
    def statement():
      order = random.choice(["", "DESC"])
      return random.choice([
        "SELECT symbol, count(*), sum(price * qty), min(side) FROM trades "
          f"WHERE {limits()} GROUP BY 1 ORDER BY 1",
        f"SELECT ts, symbol, id, price FROM trades WHERE {limits()} "
          f"ORDER BY ts {order}, symbol, id LIMIT 20",
        f"SELECT ts FROM trades WHERE {limits()} ORDER BY ts {order} LIMIT 9",
        "SELECT symbol, ts / 3600000000, sum(quote_volume) / sum(volume), max(final) "
          f"FROM candles WHERE {limits()} AND interval = '1m' GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT interval, count(*), max(high), min(low) FROM candles "
          f"WHERE {limits()} GROUP BY 1 ORDER BY 1",
        "SELECT c.ts, c.close, count(*) FROM candles c JOIN trades t ON t.symbol = c.symbol "
          "AND t.ts >= c.ts AND t.ts < c.ts + 60000000 "
          f"WHERE c.symbol = '{random.choice(symbols)}' AND c.interval = '1m' "
          "GROUP BY 1, 2 ORDER BY 1 LIMIT 3",
      ])
    def same(a, b):
      if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-9)
      return a == b
    stores = [["sqlite:hot.db"], ["file:lines/"], ["file:parquet/"], ["sqlite:late.db", "file:early/"]]
    asked = 0
    for _ in range(25):
      sql = statement()
      expected = [list(row) for row in db.execute(sql)]
      for store in stores:
        command = ["cx", "query", "--sql", sql]
        for url in store: command += ["--from", url]
        out = subprocess.run(command, capture_output=True, text=True)
        rows = [list(json.loads(line).values()) for line in out.stdout.splitlines()]
        right = len(rows) == len(expected) and all(
          len(a) == len(b) and all(map(same, a, b)) for a, b in zip(rows, expected))
        if not right: print(sql, store, out.stderr, rows[:3], expected[:3])
        asked += 1
    print(asked, "asked")
    """

  private static let fill = """
    cx fetch simulate --seed 4 --count 3000 > trades.ndjson
    cx window 1m < trades.ndjson > candles.ndjson
    cx window 5m < trades.ndjson >> candles.ndjson
    cat trades.ndjson candles.ndjson > all.ndjson
    cx archive --to sqlite:hot.db all.ndjson
    cx archive --to file:lines/ --format ndjson.zst all.ndjson
    cx archive --to file:parquet/ --format parquet all.ndjson
    head -n 2000 all.ndjson | cx archive --to file:early/ --format parquet
    tail -n +1500 all.ndjson | cx archive --to sqlite:late.db

    """

  private func shell(_ commandLine: String, _ folder: String) throws -> Outcome {
    try Program.run(
      commandLine, directory: folder, environment: BuiltProgram.environment(home: folder))
  }

  private func withStores(_ body: (String) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let outcome = try shell(Self.fill, folder)
      #expect(outcome.errorText == "")
      try body(folder)
    }
  }

  @Test func everyStoreAnswersAsSQLiteDoes() throws {
    try withStores { folder in
      try Self.oracle.write(toFile: folder + "/oracle.py", atomically: true, encoding: .utf8)
      let outcome = try shell("python3 oracle.py", folder)
      #expect(outcome.outputText == "100 asked\n")
      #expect(outcome.errorText == "")
    }
  }

  @Test func filesThatCannotMatterAreNotRead() throws {
    try withStores { folder in
      let ask = "cx query --from file:parquet/ --explain --max-scan 0 --sql"
      let outcome = try shell(
        """
        \(ask) "SELECT * FROM trades WHERE ts < 5" 2>&1 | tail -n 1
        \(ask) "SELECT * FROM trades WHERE symbol = 'NONE'" 2>&1 | tail -n 1
        \(ask) "SELECT * FROM candles WHERE interval = '3m'" 2>&1 | tail -n 1
        \(ask) "SELECT * FROM candles WHERE interval = '1m'" 2> found; echo $?
        grep -c 'interval=1m.*bytes' found; grep -c 'interval=5m.*bytes' found
        grep -c 'bytes of files would have to be read, --max-scan is 0' found
        """, folder)
      let nothing = "  0 files, 0 bytes\n"
      #expect(outcome.outputText == nothing + nothing + nothing + "64\n1\n0\n1\n")
    }
  }

  @Test func itOnlyReads() throws {
    try withStores { folder in
      for store in ["sqlite:hot.db", "file:parquet/"] {
        for sql in [
          "ATTACH 'other.db' AS other", "PRAGMA user_version = 3", "DELETE FROM trades",
          "INSERT INTO trades(ts) VALUES(1)", "CREATE VIRTUAL TABLE t USING cx(trades)",
          "SELECT load_extension('x')", "DROP TABLE trades",
        ] {
          let outcome = try shell("cx query --from \(store) --sql \"\(sql)\"", folder)
          #expect([64, 77].contains(outcome.status), "\(store) \(sql)")
          #expect(outcome.outputText == "")
        }
        let others = try shell(
          "cx query --from \(store) --tenant other --sql 'SELECT count(*) AS n FROM trades'", folder
        )
        #expect(others.outputText == "{\"n\":0}\n")
      }
    }
  }

  @Test func aDamagedFileIsToldByItsName() throws {
    try withStores { folder in
      let outcome = try shell(
        """
        for file in $(find parquet lines -name 'part-*'); do printf x | dd of=$file conv=notrunc \
        bs=1 seek=$(($(wc -c < $file) - 3)) 2> dd.log; done
        for store in parquet lines; do
          cx query --from file:$store/ --sql 'SELECT count(*) FROM trades'; echo $?
        done
        rm $(find parquet -name 'part-*')
        cx query --from file:parquet/ --sql 'SELECT sum(price) FROM trades'; echo $?
        """, folder)
      #expect(outcome.outputText == "74\n74\n74\n")
      #expect(outcome.errorText.contains("parquet/tenant=default"))
      #expect(outcome.errorText.contains("lines/tenant=default"))
      #expect(outcome.errorText.contains("is gone"))
    }
  }
}
