import CXTestKit
import Foundation
import Testing

/// What the help and the README show runs.
@Suite struct ExampleTests {
  /// Every subcommand, with the pipelines that end its help.
  static let helps: [Help] = Help.all()

  @Test func everySubcommandShowsThreePipelines() {
    for help in Self.helps {
      #expect(help.pipelines.count == 3, "cx \(help.command) --help")
    }
  }

  @Test("Help", arguments: helps.flatMap { $0.pipelines }.filter { !$0.needsTheWorld })
  func runs(_ example: Example) throws {
    let outcome = try example.run()
    #expect(outcome.ending == (example.isEndless ? .timedOut : .exited(0)))
    #expect(outcome.errors.isEmpty, "\(outcome.errorText)")
    #expect(!outcome.output.isEmpty || example.isEndless || example.line.contains(" > "))
  }

  @Test("README", arguments: Example.readme.filter { !$0.needsTheWorld })
  func readmeRuns(_ example: Example) throws {
    let outcome = try example.run()
    #expect(outcome.ending == .exited(0), "\(example.line)\n\(outcome.errorText)")
    if !example.output.isEmpty {
      #expect(outcome.outputText == example.output)
    }
  }
}
