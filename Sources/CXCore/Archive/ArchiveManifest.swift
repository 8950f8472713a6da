import CXRecord

/// What a partition holds: the one truth of it.
///
/// Files that it does not name are not part of the archive: left behind by a writer that was killed,
/// or replaced by others. Where two files hold the same record, the better one counts (see
/// ``ArchiveRow``), and of equals that of the file named first; so late data comes as one more file.
public struct ArchiveManifest: Equatable, Sendable {
  /// The layout's version; a manifest of a later one is refused.
  public static let version = 1

  /// A file of the partition.
  public struct File: Equatable, Sendable {
    /// The file's name within the partition's folder.
    public var name: String
    /// The earliest `ts` in it, microseconds since 1970 UTC.
    public var first: Int64
    /// The latest `ts` in it.
    public var last: Int64
    /// The symbols in it, sorted.
    public var symbols: [Name]
    /// How many records it holds.
    public var records: Int
    /// Its length in bytes.
    public var bytes: Int
    /// The SHA-256 of its bytes, as hexadecimal digits.
    public var sha256: String

    /// A file; see the fields.
    public init(
      name: String, first: Int64, last: Int64, symbols: [Name], records: Int, bytes: Int,
      sha256: String
    ) {
      self.name = name
      self.first = first
      self.last = last
      self.symbols = symbols
      self.records = records
      self.bytes = bytes
      self.sha256 = sha256
    }

    /// Names a file by what is in it, so that whoever tries again writes the same object.
    public static func name(
      first: Int64, last: Int64, sha256: String, suffix: String
    ) -> String {
      "part-\(first)-\(last)-\(sha256.prefix(12)).\(suffix)"
    }

    /// What the name ends in, behind its first full stop.
    public var suffix: Substring {
      name.firstIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    }

    /// Whether it may hold a record of those symbols (nil is any) and that time.
    public func mayHold(_ symbols: Set<Name>?, _ times: Range<Int64>) -> Bool {
      guard first < times.upperBound, last >= times.lowerBound else { return false }
      return symbols.map { wanted in self.symbols.contains { wanted.contains($0) } } ?? true
    }
  }

  /// The files, the ones committed first in front.
  public var files: [File] = []
  /// Names of files that were replaced and are still to be deleted.
  public var replaced: [String] = []

  /// A manifest of nothing.
  public init() {}
}
