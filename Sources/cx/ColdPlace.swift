import CXCore
import CXRecord
import CXObjectStore
import CXSystem
import Foundation

/// A cold store as a URL names it: `file:DIR/`, or `s3://BUCKET/PREFIX`.
enum ColdPlace: Equatable {
  /// A folder; its path.
  case folder(String)
  /// What lies below a prefix in a bucket.
  case bucket(String, prefix: String)

  /// Reads a URL; nil where it names no cold store: a file has no slash at its end.
  init?(_ url: String, _ option: String) throws(Fault) {
    if url.hasPrefix("s3://") {
      let parts = url.dropFirst("s3://".count).split(
        separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard let bucket = parts.first, !bucket.isEmpty else {
        throw Fault(.usage, "\(option): s3:// needs a bucket behind it: s3://BUCKET/PREFIX")
      }
      self = .bucket(String(bucket), prefix: parts.count > 1 ? String(parts[1]) : "")
    } else if url.hasPrefix("file:"), url.hasSuffix("/") {
      self = .folder(try FilterOptions.path(url, option))
    } else {
      return nil
    }
  }

  /// Whether a URL names one.
  static func isCold(_ url: String) -> Bool {
    url.hasPrefix("s3://") || url.hasPrefix("file:") && url.hasSuffix("/")
  }

  /// The store; a folder that is written to is locked; `singleWriter` as ``S3Store`` has it.
  func store(writing: Bool, singleWriter: Bool = false) throws(Fault) -> any ObjectStore {
    switch self {
    case .folder(let path): return try DirectoryStore(path, writing: writing)
    case .bucket(let bucket, let prefix):
      let settings = try S3Settings(ProcessInfo.processInfo.environment)
      return try S3Store(settings, bucket: bucket, prefix: prefix, singleWriter: singleWriter)
    }
  }

  /// A cold store as one that answers queries.
  func reader() throws(Fault) -> any RecordStore {
    func reader(_ store: some ObjectStore) -> any RecordStore {
      ColdStore(store, ColdFormat.all(writing: .ndjsonZst))
    }
    return reader(try store(writing: false))
  }
}
