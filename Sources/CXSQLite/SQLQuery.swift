import CSQLite
import CXCore
import CXRecord
import CXSystem

/// One statement of somebody's SQL over stores: it reads, and can do nothing else.
///
/// A row comes as a record, a JSON object of its columns.
public struct SQLQuery: Source {
  /// Rows of a batch at most.
  private static let batchSize = 512

  private let database: Database
  /// What the tables are made of; nil where they are the hot store's own.
  private let tables: StoreTables?
  private let statement: Statement
  private let sql: String
  private var batch: Batch
  private var isDone = false
  /// The names of the columns; of equal ones the later have numbers.
  public let columns: [String]

  /// Compiles a statement over the hot store at `path`, with values for its `:name`.
  ///
  /// Tables show the records of one tenant.
  ///
  /// - Throws: A fault of kind `usage` for what is no SQL, more than one statement, or values that do
  ///   not match; of kind `notPermitted` for what would write, attach or set anything.
  public init(
    _ path: String, _ sql: String, tenant: Name = Instrument.defaultTenant,
    parameters: [String: String]
  ) throws(Fault) {
    // Refuses what is no hot store.
    _ = try HotStore(path)
    let database = try Database(path, for: .read)
    try database.execute(HotSchema.views(of: tenant))
    try self.init(database, nil, sql, parameters)
  }

  /// Compiles a statement over any store, or several as one, with values for its `:name`.
  ///
  /// No more than `maxScan` bytes of files are read; nil is any number. Throws what the other does,
  /// and a fault of kind `usage` where more would have to be read.
  public init(
    over store: any RecordStore, _ sql: String, tenant: Name = Instrument.defaultTenant,
    maxScan: Int? = nil, parameters: [String: String]
  ) throws(Fault) {
    let database = try Database(":memory:", named: "--sql")
    let tables = StoreTables(store, tenant: tenant, maxScan: maxScan)
    try StoreModule.make(tables, in: database)
    try self.init(database, tables, sql, parameters)
  }

  private init(
    _ database: Database, _ tables: StoreTables?, _ sql: String, _ parameters: [String: String]
  ) throws(Fault) {
    self.database = database
    self.tables = tables
    database.forbidAllButReading()
    do throws(Fault) {
      statement = try Statement(database, sql)
    } catch {
      throw Self.hinted(error, sql, database)
    }
    self.sql = sql
    guard statement.isReadOnly else { throw Fault(.notPermitted, "--sql only reads") }
    if try statement.hasMore() { throw Fault(.usage, "--sql takes one statement") }
    for name in statement.parameters where parameters[String(name.dropFirst())] == nil {
      throw Fault(.usage, "--sql wants a value for \(name): --param \(name.dropFirst())=VALUE")
    }
    for (name, value) in parameters {
      guard let place = statement.place(of: name) else {
        throw Fault(.usage, "--param \(name): the statement has no :\(name)")
      }
      if let number = Int64(value) {
        try statement.bind(place, number)
      } else if (try? Decimal(parsing: value)) != nil, let number = Double(value) {
        try statement.bind(place, real: number)
      } else {
        try statement.bind(place, text: value)
      }
    }
    var names: [String] = []
    for name in statement.columns {
      var unique = name
      var count = 1
      while names.contains(unique) {
        count += 1
        unique = "\(name)_\(count)"
      }
      names.append(unique)
    }
    columns = names
    batch = Batch()
    batch.source = "sql"
  }

  /// The fault of a statement with what may have been meant where it is wrong.
  private static func hinted(_ fault: Fault, _ sql: String, _ database: Database) -> Fault {
    let offset = Int(sqlite3_error_offset(database.handle))
    guard fault.kind == .usage, offset >= 0, offset < sql.utf8.count else { return fault }
    let word = Array(sql.utf8.dropFirst(offset)).prefix { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
    }
    let known = ArchiveKind.allCases.flatMap { [$0.rawValue] + $0.fields }
    guard let hint = Expression.hint(for: String(decoding: word, as: UTF8.self), among: known)
    else { return fault }
    return Fault(fault.kind, "\(fault.message): \(hint)")
  }

  /// SQLite answers at once.
  public var wouldBlock: Bool { false }

  /// What is going to be done: the statement, SQLite's plan, and the files that will be read.
  ///
  /// Of a scan that waits for another one's rows no files are known.
  public func plan() throws(Fault) -> [String] {
    var lines = [sql] + (try Plan.lines(of: sql, database))
    guard let tables else { return lines }
    tables.isRehearsal = true
    defer { tables.isRehearsal = false }
    while try step() {}
    lines += tables.explanation
    return lines
  }

  /// The next rows, or nil at the end, or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    if isDone || Signals.pending != nil { return nil }
    batch.removeAll()
    while batch.records.count < Self.batchSize {
      guard try stepUnlessStopped() else {
        isDone = true
        break
      }
      appendRow()
    }
    return batch.records.isEmpty ? nil : batch
  }

  private func stepUnlessStopped() throws(Fault) -> Bool {
    do throws(Fault) {
      return try step()
    } catch {
      // What was interrupted was asked to stop.
      if Signals.pending != nil { return false }
      throw error
    }
  }

  /// Goes to the next row; what went wrong below SQLite is told as it was there.
  private func step() throws(Fault) -> Bool {
    do throws(Fault) {
      return try statement.step()
    } catch {
      throw tables?.fault ?? error
    }
  }

  private mutating func appendRow() {
    let start = batch.block.count
    batch.block.append(UInt8(ascii: "{"))
    for (index, name) in columns.enumerated() {
      if index > 0 { batch.block.append(UInt8(ascii: ",")) }
      batch.block.append(jsonString: name)
      batch.block.append(UInt8(ascii: ":"))
      statement.appendJSON(Int32(index), to: batch.block)
    }
    batch.block.append(UInt8(ascii: "}"))
    batch.records.append(
      Record(
        kind: .other, index: 0, start: Int32(start), end: Int32(batch.block.count),
        line: Int32(batch.records.count)))
    batch.block.append(UInt8(ascii: "\n"))
  }
}

extension Statement {
  /// Appends a column's value as JSON: whole numbers and binary64 in the fewest digits that mean the
  /// same number, a blob in hexadecimal.
  func appendJSON(_ column: Int32, to block: Block) {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: block.append(integer(column))
    case SQLITE_FLOAT:
      let value = sqlite3_column_double(handle, column)
      // Swift writes the shortest digits; an infinity has none in JSON.
      if let number = try? Decimal(parsing: "\(value)") {
        block.append(number)
      } else {
        block.append(value.isFinite ? "\(value)" : "null")
      }
    case SQLITE_NULL: block.append("null")
    case SQLITE_BLOB:
      let bytes = UnsafeRawBufferPointer(
        start: sqlite3_column_blob(handle, column),
        count: Int(sqlite3_column_bytes(handle, column)))
      block.append(jsonString: Hexadecimal.text(Array(bytes)))
    default: block.append(jsonString: text(column) ?? "")
    }
  }
}
