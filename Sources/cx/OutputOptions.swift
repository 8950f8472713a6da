import ArgumentParser
import CXCore
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
    try Program.check { () throws(Fault) in
      if let to { _ = try FilterOptions.path(to, "--to") }
    }
  }

  /// Where output goes; a file is replaced.
  func output() throws(Fault) -> Descriptor {
    guard let to else { return .output }
    return try Descriptor.open(writing: try FilterOptions.path(to, "--to"), appending: false)
  }

  /// Whether a line of progress is shown.
  var showsProgress: Bool { Progress.isWanted(asks: progress, to: to) }

  /// Whether somebody sees remarks.
  var isWatched: Bool { progress || Descriptor.error.isTerminal }
}
