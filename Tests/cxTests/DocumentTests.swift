import CXTestKit
import Foundation
import Testing

/// What is generated from the program is what is checked in.
@Suite struct DocumentTests {
  @Test func manAndCompletionsAreUpToDate() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let script = BuiltProgram.package.appendingPathComponent("scripts/generate-docs").path
      let outcome = try BuiltProgram.run("'\(script)' cx '\(folder)'")
      #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
      for kind in ["man", "completions"] {
        let fresh = try contents(of: "\(folder)/\(kind)")
        let kept = try contents(of: BuiltProgram.package.appendingPathComponent(kind).path)
        #expect(fresh.keys.sorted() == kept.keys.sorted(), "make \(kind) and commit")
        for (name, text) in fresh {
          let difference = Difference.between(expected: kept[name] ?? "", actual: text)
          if !difference.isEmpty { Issue.record("make \(kind): \(name), \(difference)") }
        }
      }
    }
  }

  @Test func manPagesAreCleanMdoc() throws {
    let pages = BuiltProgram.package.appendingPathComponent("man").path
    let outcome = try BuiltProgram.run(
      "command -v mandoc > /dev/null || exit 0; mandoc -T lint '\(pages)'/*.[15]")
    // The pages refer to each other before they are installed.
    let complaints = outcome.outputText.split(separator: "\n")
      .filter { !$0.contains("referenced manual not found") }
    #expect(complaints.isEmpty)
  }

  /// The generated files of a folder; the prose they are made from is left out.
  private func contents(of folder: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { !$0.hasSuffix(".md") }.reduce(into: [:]) { texts, name in
      texts[name] = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
  }
}
