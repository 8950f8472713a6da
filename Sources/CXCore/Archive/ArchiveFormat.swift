/// How the lines of a part become the bytes of a file, and lines again.
public protocol ArchiveFormat: Sendable {
  /// What the file's name ends in, `ndjson.zst`; a manifest names the format by it.
  var suffix: String { get }
  /// The file of some lines, each ended by a line feed: equal lines give equal bytes.
  func encode(_ lines: Block) throws(Fault) -> [UInt8]
  /// The lines of a file; `name` is for messages.
  func decode(_ bytes: [UInt8], name: String) throws(Fault) -> Block
}
