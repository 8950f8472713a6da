import CSQLite
import CXCore
import CXRecord

/// A walk over the records of a table: a batch at a time, turned into columns.
final class StoreCursor {
  private let columns: StoreColumns
  private let tables: StoreTables
  private var source: (any TableSource)?
  private var rows: TableRows
  private var index = 0
  /// How many rows were passed.
  private(set) var number: Int64 = 0

  init(_ columns: StoreColumns, _ tables: StoreTables) {
    self.columns = columns
    self.tables = tables
    rows = TableRows(RecordTable(columns.kind), count: 0)
  }

  /// Whether there is no row here.
  var isAtEnd: Bool { index >= rows.count }

  /// Begins anew, at the first row of a query; nil has none.
  ///
  /// `wanted` are the columns that will be asked for, then rows come in any order; nil is any, and
  /// the query's order.
  func start(_ query: Query?, wanted: Set<String>?) throws(Fault) {
    rows = TableRows(RecordTable(columns.kind), count: 0)
    index = 0
    number = 0
    source = nil
    let wanted = columns.kind == .candles ? wanted?.union(["retracted"]) : wanted
    if let query { source = try tables.scan(query, columns: wanted) }
    try load()
  }

  /// Goes to the next row.
  func advance() throws(Fault) {
    index += 1
    number += 1
    if isAtEnd { try load() }
  }

  private func load() throws(Fault) {
    while isAtEnd, let next = try source?.next() {
      rows = next
      rows.leaveOutRetracted()
      index = 0
    }
  }

  /// Gives SQLite the value of a column of this row.
  func value(_ column: Int, to result: OpaquePointer) {
    switch columns.origins[column] {
    case .record:
      guard let batch = rows.batch else { return sqlite3_result_null(result) }
      let line = batch.line(of: batch.records[rows.places?[index] ?? index])
      cx_sqlite_result_text(result, line.baseAddress, Int32(line.count))
    case .place(let place): value(at: place, rows.places?[index] ?? index, to: result)
    }
  }

  private func value(at place: Int, _ row: Int, to result: OpaquePointer) {
    guard rows.table.columns[place].has(row) else { return missing(place, row, to: result) }
    switch rows.table.columns[place].column.content {
    case .time, .integer, .flag: sqlite3_result_int64(result, rows.table.columns[place].values[row])
    case .number:
      if rows.table.columns[place].isWide {
        sqlite3_result_double(
          result,
          SQLNumber.binary(
            Decimal(
              units: rows.table.columns[place].wides[row], scale: rows.table.columns[place].scale)))
      } else {
        sqlite3_result_double(
          result,
          SQLNumber.binary(
            rows.table.columns[place].values[row], scale: rows.table.columns[place].scale))
      }
    case .text:
      rows.table.columns[place].text(row)?.withUnsafeBytes { bytes in
        cx_sqlite_result_text(result, bytes.baseAddress, Int32(bytes.count))
      }
    }
  }

  /// What has no place in its column: names that are left out, and numbers that only the line has.
  private func missing(_ place: Int, _ row: Int, to result: OpaquePointer) {
    let column = rows.table.columns[place].column
    switch column.name {
    case "tenant": text(tables.tenant.text, to: result)
    case "exchange", "symbol": text("", to: result)
    default:
      guard let number = rows.table.misfit(place, row) else { return sqlite3_result_null(result) }
      sqlite3_result_double(result, SQLNumber.binary(number))
    }
  }

  private func text(_ text: String, to result: OpaquePointer) {
    cx_sqlite_result_text(result, text, Int32(text.utf8.count))
  }
}
