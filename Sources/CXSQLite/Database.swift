import CSQLite
import CXCore

/// A SQLite file, opened.
///
/// It is opened in SQLite's "multi-thread" mode, where "a single database connection, nor any object
/// derived from database connection, is [not] used in two or more threads at the same time"
/// (https://www.sqlite.org/threadsafe.html): each thread opens the file for itself. Writing goes to
/// a log beside the file (WAL), so that readers do not wait for writers.
public final class Database {
  let handle: OpaquePointer
  /// What messages call it.
  public let path: String

  /// Opens a file, and makes it if it is not there.
  ///
  /// A transaction is on the disk when it has ended (`synchronous=FULL`). Whoever finds the file
  /// locked waits for `busyMilliseconds`.
  public init(_ path: String, busyMilliseconds: Int32 = 30_000) throws(Fault) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened else { throw Fault(.unavailable, "\(path): SQLite does not start") }
    handle = opened
    self.path = path
    if code != SQLITE_OK { throw fault(code) }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyMilliseconds)
    try execute("PRAGMA journal_mode=WAL")
    try execute("PRAGMA synchronous=FULL")
  }

  deinit {
    // v2 waits for statements that are still alive.
    sqlite3_close_v2(handle)
  }

  /// Runs statements that have neither values nor rows.
  public func execute(_ sql: String) throws(Fault) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw fault(code, sql) }
  }

  /// Runs one statement with values for its `?`, to its end.
  public func run(_ sql: String, _ values: [SQLValue]) throws(Fault) {
    let statement = try Statement(self, sql)
    try statement.bind(values)
    while try statement.step() {}
  }

  /// How many rows the last statement changed.
  public var changes: Int { Int(sqlite3_changes(handle)) }

  /// Runs `body` as one transaction that writes: all of it is done, or nothing.
  public func transaction<Result>(
    _ body: () throws(Fault) -> Result
  ) throws(Fault) -> Result {
    // At once for writing: who only reads first may find somebody else's changes in his way.
    try execute("BEGIN IMMEDIATE")
    do throws(Fault) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // Fails where SQLite has done it already; there is nothing else to do.
      sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// Brings the file's tables up to date: `steps[n]` makes version n + 1 of version n.
  ///
  /// - Throws: A fault of kind `configuration` for a file of a later version than we know.
  public func migrate(_ steps: [String]) throws(Fault) {
    try transaction { () throws(Fault) in
      let statement = try Statement(self, "PRAGMA user_version")
      let version = try statement.step() ? Int(statement.integer(0)) : 0
      guard version <= steps.count else {
        throw Fault(
          .configuration,
          "\(path): has version \(version); this cx knows up to version \(steps.count)")
      }
      if version == steps.count { return }
      for step in steps[version...] { try execute(step) }
      try execute("PRAGMA user_version=\(steps.count)")
    }
  }

  /// SQLite's complaint as a fault; `sql` without its values.
  func fault(_ code: Int32, _ sql: String? = nil) -> Fault {
    let said = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "error \(code)"
    let place = sql.map { " (\($0.prefix { $0 != "\n" && $0 != ";" }))" } ?? ""
    let kind: Fault.Kind =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .tryLater
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .notPermitted
      case SQLITE_NOTADB, SQLITE_CORRUPT: .configuration
      default: .inputOutput
      }
    return Fault(kind, "\(path): \(said)\(place)")
  }
}
