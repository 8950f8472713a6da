import ArgumentParser
import CXCore
import CXRecord
import CXSystem
import Foundation

/// The program: `cx STEP ...`.
///
/// A step is a file of its own and one line here.
struct CX: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cx",
    abstract: "Crypto market data as Unix filters: NDJSON in, NDJSON out.",
    discussion: """
      Subcommands read records from files or stdin, one JSON object a line, and write records to \
      stdout, so that pipes join them to each other, to jq and to grep. Fields that a subcommand \
      does not know pass through. Messages go to stderr.

      Every option has a variable, CX_WINDOW_LATENESS=5s, and a key in ~/.config/cx/config.yaml, \
      window: {lateness: 5s}; the command line wins over the variable, and that over the file.

      \(HelpText.statusHeading)

      \(ExitStatus.table)

      Examples:
        cx fetch trades BTCUSDT --since 30m | cx window 1m,5m
        cx fetch simulate --count 100000 | cx window 1m | cx enrich --with 'rsi(14)'
        cx fetch simulate --count 100000 | cx window 1m | cx chart
      """,
    version: "0.1.0",
    subcommands: [
      FetchCommand.self,
      EnrichCommand.self,
      WindowCommand.self,
      AlertCommand.self,
      ArchiveCommand.self,
      QueryCommand.self,
      ChartCommand.self,
      SchemaCommand.self,
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
      guard CX.exitCode(for: error) == .success else {
        Program.write(HelpText.complaint(CX.fullMessage(for: error), for: user, below: CX.self))
        CX.exit(withError: ExitCode(CX.exitCode(for: error).rawValue))
      }
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
