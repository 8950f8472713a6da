import CSQLite
import CXRecord

/// A value for a statement.
public enum SQLValue: Sendable, Equatable {
  /// No value.
  case null
  /// A whole number of 64 bits.
  case integer(Int64)
  /// A text.
  case text(String)
}

extension SQLValue {
  /// A name, which SQLite too compares by its bytes.
  static func name(_ name: Name) -> SQLValue { .text(name.text) }
}

/// A statement of SQL, compiled, with values bound to its `?` by their order.
public final class Statement {
  let database: Database
  let handle: OpaquePointer
  let sql: String

  /// Compiles one statement.
  public init(_ database: Database, _ sql: String) throws(Fault) {
    var compiled: OpaquePointer?
    let code = sqlite3_prepare_v2(database.handle, sql, -1, &compiled, nil)
    guard code == SQLITE_OK else { throw database.fault(code, sql) }
    // White space and comments make none.
    guard let compiled else { throw Fault(.usage, "\(database.path): there is no statement") }
    self.database = database
    self.sql = sql
    handle = compiled
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Begins anew, with values for each `?` in order.
  public func bind(_ values: [SQLValue]) throws(Fault) {
    sqlite3_reset(handle)
    for (offset, value) in values.enumerated() {
      let index = Int32(offset + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .text(let text): cx_sqlite_bind_text(handle, index, text, Int32(text.utf8.count))
        }
      if code != SQLITE_OK { throw database.fault(code, sql) }
    }
  }

  /// Goes to the next row; false behind the last one.
  public func step() throws(Fault) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      // A statement that is not reset keeps its lock.
      sqlite3_reset(handle)
      return false
    case let code:
      sqlite3_reset(handle)
      throw database.fault(code, sql)
    }
  }

  /// The number in a column, from 0.
  public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The text in a column, from 0; nil where there is none.
  public func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The name in a column, from 0; empty where there is none.
  func name(_ column: Int32) -> Name { Name(text(column) ?? "") }
}
