import CXTestKit
import Testing

/// What every filter does at the edges of its input and output, by the table of exit statuses.
@Suite struct MannersTests {
  static let trade = Trades.line(id: 1, seconds: 0)
  static let filters = ["cx window 1m", "cx enrich"]

  @Test func aReaderThatLeavesIsNoError() throws {
    let outcome = try BuiltProgram.run(
      "{ cx fetch simulate --seed 1; echo $? >&2; } | head -n 1", seconds: 20)
    #expect(outcome.ending == .exited(0))
    #expect(outcome.outputText.split(separator: "\n").count == 1)
    #expect(outcome.errorText == "0\n")
  }

  @Test(arguments: filters)
  func aFullDiskIsAnInputOutputError(_ filter: String) throws {
    let outcome = try BuiltProgram.run("\(filter) > /dev/full", input: Self.trade)
    #expect(outcome.ending == .exited(74))
    #expect(outcome.errorText.hasPrefix("cx "))
    #expect(outcome.errorText.contains("stdout"))
  }

  @Test(arguments: filters)
  func aClosedInputIsNoInput(_ filter: String) throws {
    let outcome = try BuiltProgram.run("\(filter) <&-")
    #expect(outcome.ending == .exited(66))
    #expect(outcome.errorText.contains("stdin"))
  }

  @Test(arguments: filters)
  func aMissingFileIsNoInput(_ filter: String) throws {
    let outcome = try BuiltProgram.run("\(filter) ./absent.ndjson")
    #expect(outcome.ending == .exited(66))
    #expect(outcome.errorText.contains("absent.ndjson"))
  }

  @Test(arguments: filters)
  func emptyInputIsNothingToSay(_ filter: String) throws {
    let outcome = try BuiltProgram.run(filter)
    #expect(outcome == Outcome(ending: .exited(0), output: [], errors: []))
  }

  @Test(arguments: filters)
  func aKilledUpstreamEndsTheInput(_ filter: String) throws {
    let outcome = try BuiltProgram.run(
      "sh -c 'cat trades.ndjson; kill -KILL $$' | \(filter)".withTrades(3))
    #expect(outcome.ending == .exited(0))
    #expect(!outcome.output.isEmpty)
  }

  @Test(arguments: filters)
  func aCutLastLineIsRefused(_ filter: String) throws {
    let outcome = try BuiltProgram.run(filter, input: Self.trade + Self.trade.dropLast(20))
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorText.contains("stdin:2: "))
    #expect(!outcome.output.isEmpty)
  }

  @Test(arguments: filters)
  func badLinesAreReportedTenTimesAndCounted(_ filter: String) throws {
    let bad = String(repeating: #"{"type":"trade","price":"abc"}"# + "\n", count: 25)
    let outcome = try BuiltProgram.run(filter, input: Self.trade + bad + Self.trade)
    let messages = outcome.errorText.split(separator: "\n")
    #expect(outcome.ending == .exited(2))
    #expect(messages.count == 11)
    #expect(messages.first?.contains("stdin:2: ") == true)
    #expect(messages.last?.contains("25") == true || messages.last?.contains("15") == true)
  }

  @Test(arguments: filters)
  func rejectsAreKept(_ filter: String) throws {
    let outcome = try BuiltProgram.run(
      "\(filter) --rejects kept > /dev/null; echo $?; cat kept", input: Self.trade + "{\"a\":\n")
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.first == "2")
    #expect(lines.last?.hasPrefix(#"{"source":"stdin","line":2,"reason":""#) == true)
    #expect(lines.last?.hasSuffix(#""raw":"{\"a\":"}"#) == true)
  }

  @Test(arguments: filters)
  func strictStopsAtTheFirst(_ filter: String) throws {
    let outcome = try BuiltProgram.run("\(filter) --strict", input: "nonsense\nnonsense\n")
    #expect(outcome.ending == .exited(65))
    #expect(outcome.errorText.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (
      "cx windwo",
      "cx: no subcommand 'windwo'; "
        + "there are fetch, enrich, window, alert, archive, query, chart, schema\n"
    ),
    ("cx fetch tradez", "cx fetch: no subcommand 'tradez'; there are trades, candles"),
    ("cx window 1m --ticks x", "cx window: The value 'x' is invalid for '--ticks <count>'"),
  ])
  func complaintsNameTheStep(_ line: String, _ complaint: String) throws {
    let outcome = try BuiltProgram.run(line)
    #expect(outcome.ending == .exited(64))
    #expect(outcome.errorText.hasPrefix(complaint))
  }

  @Test(arguments: [
    "cx nonsense", "cx window 1m --nonsense", "cx window 1x", "cx enrich --with '1 +'",
  ])
  func whatDoesNotExistIsUsage(_ line: String) throws {
    let outcome = try BuiltProgram.run(line)
    #expect(outcome.ending == .exited(64))
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }
}

extension String {
  /// The command line, with so many trades in `trades.ndjson`, one a second.
  fileprivate func withTrades(_ count: Int) -> String {
    let lines = (1...count).map { Trades.line(id: $0, seconds: $0) }.joined()
    return "cat > trades.ndjson <<'END'\n\(lines)END\n\(self)"
  }
}
