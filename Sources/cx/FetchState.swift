import CXCore
import CXRecord
import CXSystem

/// What `cx fetch --state` remembers: how far each series has come, and how much of the output file
/// belongs to that.
///
/// The output is flushed before the state is saved, so nothing is lost. What was written behind the
/// last state comes again: in a file of `--to` it is cut off first; down a pipe it comes twice, with
/// the same ids, and `cx window` drops what it has.
struct FetchState {
  private struct Saved: Codable {
    /// By host, kind and symbol.
    var series: [Name: HistoryCursor] = [:]
    /// By path, how many bytes of an output file belong to it.
    var outputs: [Name: Int] = [:]
  }

  private let file: StateFile
  private let prefix: String
  private var saved: Saved
  /// How far an earlier run came, by symbol.
  private(set) var cursors: [Name: HistoryCursor] = [:]

  /// The state in a file, which may not exist yet, for series of a host.
  init(
    _ path: String, host: String, subject: HistoryPlan.Subject, symbols: [Name]
  ) throws(Fault) {
    file = StateFile(path)
    saved = try file.load(Saved.self, step: "fetch", options: "") ?? Saved()
    prefix = "\(host) \(subject.name) "
    for symbol in symbols { cursors[symbol] = saved.series[Name(prefix + symbol.text)] }
  }

  /// Opens the output: a file goes on where the state says that it was.
  func open(_ options: OutputOptions) throws(Fault) -> Descriptor {
    guard let path = try options.path else { return .output }
    // What no state knows of is replaced, as without a state.
    let known = saved.outputs[Name(path)] ?? 0
    let output = try Descriptor.open(writing: path, appending: true)
    // An empty file is a new one: the old one was moved away.
    guard let size = output.fileSize, size > 0 else { return output }
    if size < known {
      throw Fault(
        .configuration,
        "\(path): has \(size) bytes, but \(file.path) says \(known): it is not the file of the "
          + "last run")
    }
    try output.truncate(to: known)
    return output
  }

  /// Saves how far the series have come, all of which has been written.
  mutating func save(
    _ cursors: [Name: HistoryCursor], _ options: OutputOptions, _ output: Descriptor
  ) throws(Fault) {
    for (symbol, cursor) in cursors { saved.series[Name(prefix + symbol.text)] = cursor }
    try output.synchronize()
    if let path = try options.path, output.fileSize != nil {
      saved.outputs[Name(path)] = output.seekToEnd()
    }
    try file.save(saved, step: "fetch", options: "")
  }
}
