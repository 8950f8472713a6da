import CSQLite
import CXCore

/// A walk over the records of a table: a batch at a time, turned into columns.
final class StoreCursor {
  private let columns: StoreColumns
  private let tables: StoreTables
  private var source: (any Source)?
  private var batch = Batch()
  private var rows: RecordTable
  private var row = 0
  /// How many rows were passed.
  private(set) var number: Int64 = 0

  init(_ columns: StoreColumns, _ tables: StoreTables) {
    self.columns = columns
    self.tables = tables
    rows = RecordTable(columns.kind)
  }

  /// Whether there is no row here.
  var isAtEnd: Bool { row >= rows.count }

  /// Begins anew, at the first row of a query; nil has none.
  func start(_ query: Query?) throws(Fault) {
    rows = RecordTable(columns.kind)
    row = 0
    number = 0
    source = nil
    if let query { source = try tables.scan(query) }
    try load()
  }

  /// Goes to the next row.
  func advance() throws(Fault) {
    row += 1
    number += 1
    if isAtEnd { try load() }
  }

  private func load() throws(Fault) {
    while isAtEnd, let next = try source?.next() {
      batch = next
      row = 0
      rows = RecordTable(columns.kind)
      do throws(EvaluationProblem) {
        try rows.append(next)
      } catch {
        throw Fault(.inputOutput, "a stored record \(error.reason)")
      }
    }
  }

  /// Gives SQLite the value of a column of this row.
  func value(_ column: Int, to result: OpaquePointer) {
    switch columns.origins[column] {
    case .record:
      let line = batch.line(of: batch.records[row])
      cx_sqlite_result_text(result, line.baseAddress, Int32(line.count))
    case .place(let place): value(at: place, to: result)
    }
  }

  private func value(at place: Int, to result: OpaquePointer) {
    guard rows.columns[place].has(row) else { return missing(place, to: result) }
    switch rows.columns[place].column.content {
    case .time, .integer, .flag: sqlite3_result_int64(result, rows.columns[place].values[row])
    case .number:
      if rows.columns[place].isWide {
        sqlite3_result_double(
          result,
          SQLNumber.binary(rows.columns[place].wides[row], scale: rows.columns[place].scale))
      } else {
        sqlite3_result_double(
          result,
          SQLNumber.binary(rows.columns[place].values[row], scale: rows.columns[place].scale))
      }
    case .text:
      rows.columns[place].text(row)?.withUnsafeBytes { bytes in
        cx_sqlite_result_text(result, bytes.baseAddress, Int32(bytes.count))
      }
    }
  }

  /// What has no place in its column: names that are left out, and numbers that only the line has.
  private func missing(_ place: Int, to result: OpaquePointer) {
    let column = rows.columns[place].column
    switch column.name {
    case "tenant": text(tables.tenant, to: result)
    case "exchange", "symbol": text("", to: result)
    default:
      guard let number = rows.misfit(place, row) else { return sqlite3_result_null(result) }
      sqlite3_result_double(result, SQLNumber.binary(number.units, scale: number.scale))
    }
  }

  private func text(_ text: String, to result: OpaquePointer) {
    cx_sqlite_result_text(result, text, Int32(text.utf8.count))
  }
}
