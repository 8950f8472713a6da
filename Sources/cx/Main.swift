import ArgumentParser
import CXSystem

/// The program: `cx STEP ...`. A step is a file of its own and one line here.
struct CX: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cx",
    abstract: "Crypto market data as Unix filters: NDJSON in, NDJSON out.",
    version: "0.1.0",
    subcommands: [
      EnrichCommand.self,
      WindowCommand.self,
    ])
}

@main
enum Main {
  /// Every ending of the program: help and version end with 0, a wrong command line with 64, and a
  /// step with what ``ExitStatus`` says. A signal that asked to stop is obeyed last, when output is
  /// flushed and state saved, by dying of it, so that the shell sees the truth. A reader that went
  /// away is a success: `cx ... | head -1` got what it wanted.
  static func main() {
    Signals.install()
    do {
      var command = try CX.parseAsRoot()
      try command.run()
    } catch {
      Signals.dieOfPending()
      CX.exit(withError: error)
    }
    Signals.dieOfPending()
  }
}
