import CSQLite
import CXRecord

/// A SQLite file, opened.
///
/// It is opened in SQLite's "multi-thread" mode, where "a single database connection, nor any object
/// derived from database connection, is [not] used in two or more threads at the same time"
/// (https://www.sqlite.org/threadsafe.html): each thread opens the file for itself. Writing goes to
/// a log beside the file (WAL), so that readers do not wait for writers.
public final class Database {
  /// What may be done with a file.
  public enum Access: Sendable {
    /// The file is made if it is not there.
    case write
    /// The file is there; nothing can change it.
    case read
  }

  let handle: OpaquePointer
  /// What messages call it.
  public let path: String

  /// Opens a file; messages call it `name`, or by its path.
  ///
  /// A transaction is on the disk when it has ended (`synchronous=FULL`). Whoever finds the file
  /// locked waits for `busyMilliseconds`.
  public init(
    _ path: String, named name: String? = nil, for access: Access = .write,
    busyMilliseconds: Int32 = 30_000
  ) throws(Fault) {
    var opened: OpaquePointer?
    let flags =
      access == .write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard let opened else { throw Fault(.unavailable, "\(path): SQLite does not start") }
    handle = opened
    self.path = name ?? path
    sqlite3_extended_result_codes(handle, 1)
    if code != SQLITE_OK {
      // What is to be read and is not there is no input; its absence is no failure to write.
      throw access == .read
        ? Fault(.noInput, "\(path): is not there, or is no file that can be read") : fault(code)
    }
    sqlite3_busy_timeout(handle, busyMilliseconds)
    if access == .write {
      try execute("PRAGMA journal_mode=WAL")
      try execute("PRAGMA synchronous=FULL")
    }
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
  /// How many rows all statements changed since the file was opened.
  public var totalChanges: Int { Int(sqlite3_total_changes(handle)) }

  /// Runs `body` as one transaction that writes: all of it is done, or nothing.
  public func transaction<Result>(
    _ body: () throws(Fault) -> Result
  ) throws(Fault) -> Result {
    try begin()
    do throws(Fault) {
      let result = try body()
      try commit()
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  /// Begins a transaction that writes.
  public func begin() throws(Fault) {
    // At once for writing: who only reads first may find somebody else's changes in his way.
    try execute("BEGIN IMMEDIATE")
  }

  /// Ends the transaction: what it did is on the disk.
  public func commit() throws(Fault) {
    try execute("COMMIT")
  }

  /// Undoes the transaction.
  public func rollBack() {
    // Fails where SQLite has done it already; there is nothing else to do.
    sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
  }

  /// Brings the file's tables up to date: `steps[n]` makes version n + 1 of version n.
  ///
  /// - Throws: A fault of kind `configuration` for a file of a later version than we know.
  public func migrate(_ steps: [String]) throws(Fault) {
    // A file that is up to date is not locked for that.
    if try version(atMost: steps.count) == steps.count { return }
    try transaction { () throws(Fault) in
      let version = try version(atMost: steps.count)
      for step in steps[version...] { try execute(step) }
      try execute("PRAGMA user_version=\(steps.count)")
    }
  }

  /// The version of the file's tables, 0 for a new file.
  ///
  /// - Throws: A fault of kind `configuration` for a file of a later version than `known`.
  public func version(atMost known: Int) throws(Fault) -> Int {
    let statement = try Statement(self, "PRAGMA user_version")
    let version = try statement.step() ? Int(statement.integer(0)) : 0
    guard (0...known).contains(version) else {
      throw Fault(
        .configuration,
        "\(path): has version \(version); this cx knows up to version \(known)")
    }
    return version
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
      case SQLITE_ERROR: .usage
      // FULL, IOERR, CANTOPEN and the rest: the disk.
      default: .inputOutput
      }
    return Fault(kind, "\(path): \(said)\(place)")
  }
}
