import ArgumentParser
import CXCore
import CXSystem
import Foundation

/// The program: `cx STEP ...`.
///
/// A step is a file of its own and one line here.
struct CX: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cx",
    abstract: "Crypto market data as Unix filters: NDJSON in, NDJSON out.",
    version: "0.1.0",
    subcommands: [
      FetchCommand.self,
      EnrichCommand.self,
      WindowCommand.self,
      AlertCommand.self,
      ChartCommand.self,
    ])
}

@main
enum Main {
  /// Every ending of the program: help and version end with 0, a wrong command line with 64, and a
  /// step with what ``ExitStatus`` says.
  ///
  /// A signal that asked to stop is obeyed last, when output is flushed and state saved, by dying
  /// of it, so that the shell sees the truth. A reader that went away is a success: `cx ... | head
  /// -1` got what it wanted.
  static func main() {
    Signals.install()
    let user = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try CX.parseAsRoot(try settled(user))
      try command.run()
    } catch {
      Signals.dieOfPending()
      guard CX.exitCode(for: error) == .success else { CX.exit(withError: error) }
      print(HelpText.arranged(CX.message(for: error), for: user, below: CX.self))
    }
    Signals.dieOfPending()
  }

  /// The user's arguments and what the environment and the configuration file add to them.
  private static func settled(_ user: [String]) throws -> [String] {
    do throws(Fault) {
      return try Settings.complete(
        user, of: CX.self, environment: ProcessInfo.processInfo.environment)
    } catch {
      Program.write("cx: \(error.message)\n")
      throw ExitCode(ExitStatus(error.kind).rawValue)
    }
  }
}
