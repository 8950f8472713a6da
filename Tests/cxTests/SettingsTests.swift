import CXTestKit
import Foundation
import Testing

/// Flags > environment > configuration file, and what is wrong in them is named.
@Suite struct SettingsTests {
  /// Within the default lateness the second minute's trade is followed by one of the first.
  static let late =
    Trades.line(id: 1, seconds: 0) + Trades.line(id: 3, seconds: 65)
    + Trades.line(id: 2, seconds: 59)

  /// Runs `cx window 1m` over ``late`` with a configuration file.
  private func run(
    _ options: String = "", configuration: String? = nil, variables: [String: String] = [:]
  ) throws -> Outcome {
    let file = configuration.map { "mkdir -p .config/cx; echo '\($0)' > .config/cx/config.yaml\n" }
    return try BuiltProgram.run(
      (file ?? "") + "cx window 1m \(options)", input: Self.late, variables: variables)
  }

  /// Two candles, or three when the late trade came too late and corrected the first.
  private func corrects(_ outcome: Outcome) -> Bool {
    outcome.outputText.contains(#""rev":1"#)
  }

  @Test func theFileSets() throws {
    #expect(try corrects(run()))
    #expect(try !corrects(run(configuration: "window: {lateness: 10s}")))
    #expect(try !corrects(run(configuration: "lateness: 10s")))
  }

  @Test func theEnvironmentWinsOverTheFile() throws {
    let outcome = try run(
      configuration: "window: {lateness: 10s}", variables: ["CX_WINDOW_LATENESS": "1s"])
    #expect(corrects(outcome))
    #expect(try !corrects(run(variables: ["CX_LATENESS": "10s"])))
  }

  @Test func theCommandLineWinsOverBoth() throws {
    let outcome = try run(
      "--lateness 10s", configuration: "window: {lateness: 1s}",
      variables: ["CX_WINDOW_LATENESS": "abc"])
    #expect(!corrects(outcome))
    #expect(outcome.ending == .exited(0))
  }

  @Test func theFolderIsTheUsersChoice() throws {
    let outcome = try BuiltProgram.run(
      """
      mkdir -p elsewhere/cx; echo 'window: {lateness: 10s}' > elsewhere/cx/config.yaml
      XDG_CONFIG_HOME="$PWD/elsewhere" cx window 1m
      """, input: Self.late)
    #expect(!corrects(outcome))
  }

  @Test(arguments: [
    ("window: {latenes: 5s}", "config.yaml:1: window.latenes: no such option"),
    ("wnidow: {}", "config.yaml:1: wnidow: no such option or subcommand"),
    ("window: {lateness: soon}", "config.yaml:1: window.lateness: "),
    ("window: {lateness: [1s, 2s]}", "config.yaml:1: window.lateness: expected one value"),
    ("window: {strict: maybe}", "config.yaml:1: window.strict: expected true or false"),
    ("window: [", "config.yaml is not YAML"),
    ("- window", "config.yaml: expected options by subcommand"),
  ])
  func whatIsWrongInTheFileIsNamed(_ configuration: String, _ message: String) throws {
    let outcome = try run(configuration: configuration)
    #expect(outcome.ending == .exited(78))
    #expect(outcome.errorText.contains(message))
    #expect(outcome.errorText.split(separator: "\n").count == 1)
  }

  @Test func whatIsWrongInTheEnvironmentIsNamed() throws {
    let outcome = try run(variables: ["CX_WINDOW_LATENESS": "soon"])
    #expect(outcome.ending == .exited(78))
    #expect(outcome.errorText.contains("CX_WINDOW_LATENESS: "))
  }

  @Test(arguments: [
    ("fetch trades A", "CX_FETCH_SINCE", "someday"),
    ("fetch trades A", "CX_FETCH_TRADES_LIMIT", "0"),
    ("fetch candles A", "CX_BASE_URL", "example.org"),
    ("fetch candles A", "CX_UNTIL", "1970-01-01"),
    ("fetch replay", "CX_FETCH_SPEED", "fast"), ("fetch simulate", "CX_RATE", "0"),
    ("fetch simulate", "CX_FETCH_SIMULATE_START", "someday"),
    ("fetch simulate", "CX_FETCH_SIMULATE_DISORDER", "2"), ("fetch simulate", "CX_TO", "kafka:x"),
    ("enrich", "CX_ENRICH_WITH", "smaa(3)"), ("enrich", "CX_FROM", "redis:x"),
    ("window 1m", "CX_WINDOW_TIMEZONE", "Mars/Base"), ("window 1m", "CX_WINDOW_SLIDE", "2m"),
    ("chart", "CX_CHART_WIDTH", "0"), ("chart", "CX_TIMEZONE", "Mars/Base"),
  ])
  func whatNoCommandCanUseIsNamed(_ command: String, _ variable: String, _ value: String) throws {
    let outcome = try BuiltProgram.run("cx \(command)", variables: [variable: value])
    #expect(outcome.ending == .exited(78))
    #expect(outcome.errorText.hasPrefix("cx: \(variable): "))
    #expect(outcome.output.isEmpty)
  }

  @Test func helpNeedsNoSettings() throws {
    #expect(try run("--help", configuration: "nonsense: 1").ending == .exited(0))
  }
}
