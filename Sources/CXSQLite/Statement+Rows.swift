import CSQLite
import CXRecord

/// Many rows in and out: values by their place, and bytes where they lie.
extension Statement {
  /// Binds a whole number, or no value, to the `?` number `place`, from 1.
  @inline(__always)
  func bind(_ place: Int32, _ value: Int64?) throws(Fault) {
    let code =
      if let value {
        sqlite3_bind_int64(handle, place, value)
      } else {
        sqlite3_bind_null(handle, place)
      }
    if code != SQLITE_OK { throw database.fault(code, sql) }
  }

  /// Binds text that lies elsewhere, or no value: the bytes stay as they are until ``run()``.
  @inline(__always)
  func bind(_ place: Int32, viewing text: UnsafeRawBufferPointer?) throws(Fault) {
    let code =
      if let text, let count = Int32(exactly: text.count) {
        // No destructor means SQLITE_STATIC: nothing is copied.
        sqlite3_bind_text(
          handle, place, text.baseAddress?.assumingMemoryBound(to: CChar.self), count, nil)
      } else {
        sqlite3_bind_null(handle, place)
      }
    if code != SQLITE_OK { throw database.fault(code, sql) }
  }

  /// Binds a text.
  @inline(__always)
  func bind(_ place: Int32, text: String) throws(Fault) {
    let code = cx_sqlite_bind_text(handle, place, text, Int32(text.utf8.count))
    if code != SQLITE_OK { throw database.fault(code, sql) }
  }

  /// Makes it ready to run again from the beginning.
  func reset() {
    sqlite3_reset(handle)
  }

  /// Binds a number in binary floating point.
  func bind(_ place: Int32, real value: Double) throws(Fault) {
    let code = sqlite3_bind_double(handle, place, value)
    if code != SQLITE_OK { throw database.fault(code, sql) }
  }

  /// Runs a statement without rows to its end, and makes it ready for other values.
  @inline(__always)
  func run() throws(Fault) {
    let code = sqlite3_step(handle)
    if code != SQLITE_DONE {
      sqlite3_reset(handle)
      throw database.fault(code, sql)
    }
    sqlite3_reset(handle)
  }

  /// The place of a named value, `:name`, `@name` or `$name`; nil where the statement has none.
  func place(of name: String) -> Int32? {
    for mark in [":", "@", "$"] {
      let place = sqlite3_bind_parameter_index(handle, mark + name)
      if place > 0 { return place }
    }
    return nil
  }

  /// The names of the values that the statement wants, marks included.
  var parameters: [String] {
    (0..<sqlite3_bind_parameter_count(handle)).map { index in
      sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) } ?? "?\(index + 1)"
    }
  }

  /// The names of the columns.
  var columns: [String] {
    (0..<sqlite3_column_count(handle)).map { index in
      sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
    }
  }

  /// The number in a column, from 0; nil where there is none.
  @inline(__always)
  func optionalInteger(_ column: Int32) -> Int64? {
    isNull(column) ? nil : sqlite3_column_int64(handle, column)
  }

  /// Whether a column has no value.
  @inline(__always)
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The text in a column, from 0, where SQLite keeps it; valid until the next row.
  @inline(__always)
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// Whether the text that it was made of has another statement behind it.
  func hasMore() throws(Fault) -> Bool {
    let length = sqlite3_sql(handle).map { String(cString: $0).utf8.count } ?? 0
    let rest = String(decoding: sql.utf8.dropFirst(length), as: UTF8.self)
    if rest.isEmpty { return false }
    var next: OpaquePointer?
    let code = sqlite3_prepare_v2(database.handle, rest, -1, &next, nil)
    sqlite3_finalize(next)
    // White space and comments make no statement.
    return code != SQLITE_OK || next != nil
  }

  /// Whether running it changes nothing.
  var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }
}
