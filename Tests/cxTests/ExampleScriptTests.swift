import CXTestKit
import Foundation
import Testing

/// The scripts below `examples/` run and say what they promise.
@Suite struct ExampleScriptTests {
  static let folder = BuiltProgram.package.appendingPathComponent("examples")

  @Test(arguments: [
    ("candles.sh", "BTCUSDT 1m"),
    ("indicators.sh", #""lots":105431}"#),
    ("late-data.sh", "The last one of each minute is exact."),
    ("cut.sh", "trades, each once and in order, and none is missing."),
    ("resume.sh", "the same bytes as in one run"),
  ])
  func runs(_ name: String, _ promise: String) throws {
    let outcome = try BuiltProgram.run("'\(Self.folder.path)/\(name)'")
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    #expect(outcome.errorText == "")
    #expect(outcome.outputText.contains(promise))
  }

  @Test func verifies() throws {
    let exchange = try StandIn("--seed 31")
    // The market of the stand-in was open from noon to three.
    let outcome = try BuiltProgram.run(
      "'\(Self.folder.path)/verify.sh'",
      variables: [
        "CX_BASE_URL": exchange.baseURL, "CX_SINCE": "2025-11-11T12:10:00Z",
        "CX_UNTIL": "2025-11-11T14:50:00Z",
      ])
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    #expect(outcome.outputText == "All candles are the exchange's own.\n")
  }

  @Test func theReadmeNamesEach() throws {
    let path = BuiltProgram.package.appendingPathComponent("README.md").path
    let readme = try String(contentsOfFile: path, encoding: .utf8)
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
      #expect(readme.contains("(examples/\(name))"))
    }
  }
}
