import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// The options that every filter has.
struct FilterOptions: ParsableArguments {
  @Argument(help: "Files to read, gzip and zstd too; - and none are stdin.", completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp("Read from here instead: file:PATH.", valueName: "url"), completion: .file())
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Write to here instead of stdout: file:PATH; archive: a store.", valueName: "url"),
    completion: .file())
  var to: String?

  @Option(
    help: ArgumentHelp("Keep refused lines here, with source, line and reason.", valueName: "file"),
    completion: .file())
  var rejects: String?

  @Flag(help: "Stop at the first refused line, with status 65.")
  var strict = false

  @Option(
    help: ArgumentHelp("Keep state here, and go on from it.", valueName: "file"),
    completion: .file())
  var state: String?

  @Flag(help: "Show progress on stderr even where no terminal is, or in front of a pipe.")
  var progress = false

  func validate() throws {
    try Program.check { () throws(Fault) in
      if let from, !StoreURL.isStore(from) { _ = try Self.path(from, "--from") }
      // A step that writes to stores checks their URLs itself.
      if let to, !StoreURL.isStore(to) { _ = try Self.path(to, "--to") }
    }
  }

  /// The inputs by name; none is stdin.
  func inputs() throws(Fault) -> [String] {
    guard let from else { return files }
    if !files.isEmpty { throw Fault(.usage, "--from and named files exclude each other") }
    return [try Self.path(from, "--from")]
  }

  /// Where output goes; a file is replaced, or with `appending` continued.
  func output(appending: Bool) throws(Fault) -> Descriptor {
    guard let to else { return .output }
    return try Descriptor.open(writing: try Self.path(to, "--to"), appending: appending)
  }

  /// Whether input is asked of a person at a terminal.
  var asksTerminal: Bool {
    from == nil && (files.isEmpty || files == ["-"]) && Descriptor.input.isTerminal
  }

  static func path(_ url: String, _ option: String) throws(Fault) -> String {
    if url == "-" { return url }
    guard url.hasPrefix("file:") else {
      let scheme = url.split(separator: ":", maxSplits: 1).first.map(String.init) ?? url
      throw Fault(.usage, "\(option): \"\(scheme)\" is not supported; file:PATH is")
    }
    var path = Substring(url).dropFirst("file:".count)
    if path.hasPrefix("//") { path = path.dropFirst(2) }
    if path.isEmpty { throw Fault(.usage, "\(option): file: needs a path behind it") }
    return String(path)
  }
}
