import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// The options of a step that reads no lines: where records go, and what is told about them.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Write to here instead of stdout: file:PATH.", valueName: "url"),
    completion: .file())
  var to: String?

  @Option(
    help: ArgumentHelp("Keep refused records here, with source and reason.", valueName: "file"),
    completion: .file())
  var rejects: String?

  @Flag(help: "Stop at the first refused record, with status 65.")
  var strict = false

  @Flag(help: "Show progress on stderr even where no terminal is, or in front of a pipe.")
  var progress = false

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try path }
  }

  /// The file that output goes to; nil for stdout.
  var path: String? {
    get throws(Fault) {
      guard let to else { return nil }
      return try FilterOptions.path(to, "--to")
    }
  }

  /// Where output goes; a file is replaced.
  func output() throws(Fault) -> Descriptor {
    guard let path = try path else { return .output }
    return try Descriptor.open(writing: path, appending: false)
  }

  /// Whether a line of progress is shown.
  var showsProgress: Bool { Progress.isWanted(asks: progress, to: to) }

  /// Whether somebody sees remarks.
  var isWatched: Bool { progress || Descriptor.error.isTerminal }
}
