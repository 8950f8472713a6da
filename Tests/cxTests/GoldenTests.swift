import CXTestKit
import Foundation
import Testing

@Suite struct GoldenTests {
  @Test("Golden", arguments: GoldenCase.all)
  func runs(_ golden: GoldenCase) throws {
    let result = try golden.run()
    if ProcessInfo.processInfo.environment["CX_RECORD"] == "1" {
      try golden.record(result)
      // A recording run is never green, so it cannot be mistaken for a passing one.
      Issue.record("recorded \(golden.name); review it with git diff")
      return
    }
    let difference = golden.expected.difference(to: result)
    if !difference.isEmpty { Issue.record("\(golden.name) differs in \(difference)") }
  }
}
