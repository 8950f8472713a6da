import CXRecord
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that holds what a program has to remember between runs.
///
/// It is replaced as a whole or not at all: written beside, synchronized, renamed (`rename(2)` is
/// atomic), and the folder synchronized, so that neither kill -9 nor a power cut leaves half a
/// state.
public struct StateFile: Sendable {
  /// The layout's version; a file of a later one is refused.
  public static let version = 1

  /// What messages call it.
  public let path: String

  /// A state file, which may not exist yet.
  public init(_ path: String) {
    self.path = path
  }

  private struct Header: Codable {
    var cx: String
    var version: Int
    var options: String
  }

  private struct Content<State: Codable>: Codable {
    var cx: String
    var version: Int
    var options: String
    var state: State
  }

  /// The saved state; nil when there is no file.
  ///
  /// `step` is the subcommand that saves, `options` what the state depends on, as text: a state of
  /// another step or made with other options is refused.
  public func load<State: Codable>(
    _ type: State.Type, step: String, options: String
  ) throws(Fault) -> State? {
    guard access(path, F_OK) == 0 else { return nil }
    let descriptor = try Descriptor.open(reading: path)
    defer { descriptor.close() }
    let block = Block(capacity: 64 << 10)
    while true {
      block.reserve(64 << 10)
      let received = try descriptor.read(
        into: block.base + block.count, block.capacity - block.count)
      if received == 0 { break }
      block.count += received
    }
    let data = Data(block.bytes)
    let decoder = JSONDecoder()
    guard let header = try? decoder.decode(Header.self, from: data) else {
      throw Fault(.configuration, "\(path): is not a state of cx")
    }
    guard header.cx == step else {
      throw Fault(.configuration, "\(path): is a state of cx \(header.cx), not of cx \(step)")
    }
    guard header.version == Self.version else {
      throw Fault(
        .configuration,
        "\(path): has version \(header.version); this cx reads version \(Self.version)")
    }
    guard header.options == options else {
      throw Fault(
        .configuration,
        "\(path): was saved with other options (\(header.options)), now \(options): "
          + "use the same ones, or another state file")
    }
    do {
      return try decoder.decode(Content<State>.self, from: data).state
    } catch {
      throw Fault(.configuration, "\(path): is damaged: \(error)")
    }
  }

  /// Replaces the state.
  public func save<State: Codable>(_ state: State, step: String, options: String) throws(Fault) {
    let data: Data
    do {
      let content = Content(cx: step, version: Self.version, options: options, state: state)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      data = try encoder.encode(content)
    } catch {
      throw Fault(.inputOutput, "\(path): the state cannot be written as JSON: \(error)")
    }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = try Descriptor.open(writing: temporary, appending: false)
    do throws(Fault) {
      defer { descriptor.close() }
      let block = Block(capacity: data.count)
      block.append([UInt8](data))
      try descriptor.write(block.bytes)
      try descriptor.synchronize()
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let reason = Descriptor.reason(errno)
      unlink(temporary)
      throw Fault(.inputOutput, "\(path): \(reason)")
    }
    synchronizeFolder()
  }

  private func synchronizeFolder() {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let number = open(folder, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    fsync(number)
    close(number)
  }
}
