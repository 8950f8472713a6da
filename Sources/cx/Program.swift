import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// What all subcommands share about starting and ending.
enum Program {
  /// Runs a step and ends with its status; a fault becomes one line on stderr, `cx STEP: message`.
  static func run(_ step: String, _ body: () throws(Fault) -> ExitStatus) throws {
    let status: ExitStatus
    do throws(Fault) {
      status = try body()
    } catch {
      status = ExitStatus(error.kind)
      if error.kind != .readerGone { complain(step, error.message) }
    }
    if status != .done { throw ExitCode(status.rawValue) }
  }

  /// Understands options while they are parsed, so that a bad setting can be traced to its origin.
  static func check(_ options: () throws(Fault) -> Void) throws {
    do {
      try options()
    } catch {
      throw ValidationError(error.message)
    }
  }

  /// Writes `cx STEP: message` to stderr; a stderr that is closed or full changes nothing else.
  static func complain(_ step: String, _ message: String) {
    write("cx \(step): \(message)\n")
  }

  /// Writes to stderr.
  static func write(_ text: String) {
    let line = Block(capacity: 256)
    line.append(text)
    try? Descriptor.error.write(line.bytes)
  }

  /// Shows a step's help, for somebody who started a filter on a terminal without input.
  static func showHelp<Command: ParsableCommand>(of command: Command.Type) throws -> Never {
    write(CX.helpMessage(for: command) + "\n")
    throw ExitCode(ExitStatus.usage.rawValue)
  }
}
