import CXCore
import CXRecord
import CXSQLite
import CXSystem
import Foundation

/// Where records are kept, as `--to` of archive and `--from` of query name it.
enum StoreURL: Equatable {
  /// The hot store, a SQLite file.
  case hot(path: String)
  /// The cold store: a folder or a bucket.
  case cold(ColdPlace)
  /// One file of Parquet, to read.
  case parquet(path: String)

  /// The schemes that are stores and not files of records.
  static let schemes = ["sqlite:"]

  /// Reads a URL; nil is the user's own hot store.
  init(_ url: String?, _ option: String) throws(Fault) {
    guard let url else {
      self = .hot(path: try Self.usersOwn(ProcessInfo.processInfo.environment))
      return
    }
    if let place = try ColdPlace(url, option) {
      self = .cold(place)
      return
    }
    if Self.isParquet(url) {
      self = .parquet(path: try FilterOptions.path(url, option))
      return
    }
    guard let scheme = Self.schemes.first(where: url.hasPrefix) else {
      let scheme = url.split(separator: ":", maxSplits: 1).first.map(String.init) ?? url
      throw Fault(
        .usage,
        "\(option): \"\(scheme)\" is not supported; sqlite:FILE, file:DIR/, "
          + "file:FILE.parquet and s3://BUCKET/PREFIX are"
      )
    }
    var path = Substring(url).dropFirst(scheme.count)
    if path.hasPrefix("//") { path = path.dropFirst(2) }
    if path.isEmpty { throw Fault(.usage, "\(option): sqlite: needs a path behind it") }
    self = .hot(path: String(path))
  }

  /// Opens the store to ask it.
  func open() throws(Fault) -> any RecordStore {
    switch self {
    case .hot(let path): try HotStore(path)
    case .cold(let place): try place.reader()
    case .parquet(let path): try ParquetStore(path: path)
    }
  }

  private static func isParquet(_ url: String) -> Bool {
    url.hasPrefix("file:") && url.hasSuffix(".parquet")
  }

  /// Whether a URL names a store.
  static func isStore(_ url: String) -> Bool {
    schemes.contains(where: url.hasPrefix) || ColdPlace.isCold(url)
  }

  /// `$XDG_DATA_HOME/cx/hot.db`, `~/.local/share` by default; a relative folder is ignored
  /// (https://specifications.freedesktop.org/basedir-spec/latest).
  private static func usersOwn(_ environment: [String: String]) throws(Fault) -> String {
    if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
      return folder + "/cx/hot.db"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else {
      throw Fault(.configuration, "neither XDG_DATA_HOME nor HOME is set: name a store")
    }
    return home + "/.local/share/cx/hot.db"
  }

  /// Makes the folder of the user's own store.
  static func makeFolder(of path: String) throws(Fault) {
    let folder = (path as NSString).deletingLastPathComponent
    if folder.isEmpty { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.inputOutput, "\(folder): cannot be made")
    }
  }
}
