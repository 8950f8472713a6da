import CXTestKit
import Foundation
import Testing

/// A candle that ceases to exist, from the stream to the stores, the query and the alert.
@Suite struct RetractionTests {
  /// Two sessions, which the fourth trade joins.
  private static let input = [0, 90, 200, 45, 400].enumerated().map { index, second in
    #"{"type":"trade","exchange":"b","symbol":"X","ts":\#(1_762_819_200 + second)"#
      + #","id":\#([1, 3, 4, 2, 5][index]),"price":\#(100 + second),"qty":1}"# + "\n"
  }.joined()
  private static let window = "cx window --session 60s --lateness 5s --correctable 10m"

  private func run(_ command: String, in folder: String) throws -> Outcome {
    try Program.run(
      command, input: Self.input.utf8, directory: folder,
      environment: BuiltProgram.environment(home: folder), seconds: 60)
  }

  @Test(arguments: ["sqlite:hot.db", "file:cold/", "file:cold/ --format ndjson.zst"])
  func storesKeepItAndQueriesLeaveItOut(_ store: String) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      #expect(
        try run("\(Self.window) | cx archive --to \(store)", in: folder).ending == .exited(0))
      let url = store.split(separator: " ")[0]
      let query = "cx query candles --from \(url)"
      let answer = try run(query, in: folder).outputText
      #expect(answer.matches(of: #/"trades":(\d)/#).map { String($0.1) } == ["3", "1", "1"])
      #expect(!answer.contains("retracted"))
      let all = try run("\(query) --revisions", in: folder).outputText
      #expect(all.matches(of: #/"rev":1,"retracted":true}/#).count == 1)
      #expect(all.split(separator: "\n").count == 4)
      let first = try run("\(query) --limit 2 --order desc", in: folder).outputText
      #expect(first.split(separator: "\n").count == 2)
      let rows = try run("\(query) --format csv", in: folder).outputText
      #expect(rows.split(separator: "\n").count == 4 && !rows.contains("retracted"))
      let sum = try run(
        "cx query --from \(url) --sql 'SELECT sum(trades) AS n, count(*) AS c, min(close) AS low "
          + "FROM candles'", in: folder)
      #expect(sum.outputText == "{\"n\":5,\"c\":3,\"low\":190}\n")
      let hours = try run("\(query) --interval 1h", in: folder).outputText
      #expect(hours.isEmpty)
      // Again, and in the other order: nothing changes.
      let reversed = "\(Self.window) | sed '1!G;h;$!d' | cx archive --to \(store)"
      #expect(try run(reversed, in: folder).ending == .exited(0))
      #expect(try run(query, in: folder).outputText == answer)
    }
  }

  @Test func theWholeWayAgrees() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let hours = try run("\(Self.window) | cx window 1h", in: folder)
      #expect(hours.ending == .exited(0))
      #expect(
        hours.outputText.split(separator: "\n").last.map(String.init)?.contains(#""trades":5,"#)
          == true)
      let alerts = try run("\(Self.window) | cx alert 'open == 190'", in: folder).outputText
      #expect(
        alerts.matches(of: #/"state":"(\w+)"/#).map { String($0.1) } == ["firing", "retracted"])
      let enriched = try run("\(Self.window) | cx enrich --with 'sma(2)'", in: folder)
      #expect(enriched.ending == .exited(0))
      #expect(enriched.outputText.contains(#""rev":1,"retracted":true}"#))
      #expect(
        try run("\(Self.window) | cx chart", in: folder).ending == .exited(0))
    }
  }
}
