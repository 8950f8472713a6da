import CSQLite
import CXCore
import CXSystem

extension Database {
  /// From now on statements may read and nothing else: not attach, set, or load anything
  /// (https://www.sqlite.org/c3ref/set_authorizer.html); a signal that asks to stop interrupts them.
  func forbidAllButReading() {
    sqlite3_set_authorizer(
      handle,
      { _, action, _, function, _, _ in
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
          let name = function.map { String(cString: $0).lowercased() } ?? ""
          return name == "load_extension" ? SQLITE_DENY : SQLITE_OK
        default: return SQLITE_DENY
        }
      }, nil)
    sqlite3_progress_handler(handle, 10_000, { _ in Signals.pending == nil ? 0 : 1 }, nil)
  }
}
