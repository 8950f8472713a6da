import CSQLite
import CXCore
import CXRecord

/// SQLite's interface to tables that are not its own (https://www.sqlite.org/vtab.html).
///
/// Its structures begin with SQLite's part, and what follows is ours.
enum StoreModule {
  static let done = SQLITE_OK
  static let failed = SQLITE_ERROR
  // What is told of a scan's order beside no order, 0.
  private static let oldestFirst: Int32 = 1
  private static let newestFirst: Int32 = 2

  /// A table as SQLite holds it.
  private struct Table {
    var base = sqlite3_vtab()
    var columns: StoreColumns
    var tables: StoreTables
  }

  /// A cursor as SQLite holds it.
  private struct Cursor {
    var base = sqlite3_vtab_cursor()
    var own: StoreCursor
  }

  /// Makes the tables of stores in a database that is in memory.
  static func make(_ tables: StoreTables, in database: Database) throws(Fault) {
    let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    module.initialize(to: functions)
    let owner = Owner(tables, module)
    let code = sqlite3_create_module_v2(
      database.handle, "cx", module, Unmanaged.passRetained(owner).toOpaque(),
      { $0.map { Unmanaged<Owner>.fromOpaque($0).release() } })
    if code != SQLITE_OK { throw database.fault(code) }
    try database.execute(StoreColumns.tables)
  }

  /// What lives as long as the connection.
  private final class Owner {
    let tables: StoreTables
    private let module: UnsafeMutablePointer<sqlite3_module>

    init(_ tables: StoreTables, _ module: UnsafeMutablePointer<sqlite3_module>) {
      self.tables = tables
      self.module = module
    }

    deinit { module.deallocate() }
  }

  private static var functions: sqlite3_module {
    var functions = sqlite3_module()
    functions.iVersion = 1
    functions.xCreate = { database, owner, count, arguments, made, _ in
      StoreModule.connect(database, owner, count, arguments, made)
    }
    functions.xConnect = { database, owner, count, arguments, made, _ in
      StoreModule.connect(database, owner, count, arguments, made)
    }
    functions.xBestIndex = { StoreModule.choose($0, $1) }
    functions.xDisconnect = { StoreModule.disconnect($0) }
    functions.xDestroy = { StoreModule.disconnect($0) }
    functions.xOpen = { StoreModule.open($0, $1) }
    functions.xClose = { StoreModule.close($0) }
    functions.xFilter = { StoreModule.filter($0, $1, $2, $3, $4) }
    functions.xNext = { cursor in
      guard let cursor = StoreModule.cursor(cursor) else { return StoreModule.failed }
      return StoreModule.table(cursor.pointee.base.pVtab)?.pointee.tables.run { () throws(Fault) in
        try cursor.pointee.own.advance()
      } ?? StoreModule.failed
    }
    functions.xEof = { StoreModule.cursor($0)?.pointee.own.isAtEnd ?? true ? 1 : 0 }
    functions.xColumn = { cursor, result, column in
      guard let cursor = StoreModule.cursor(cursor), let result else { return StoreModule.failed }
      cursor.pointee.own.value(Int(column), to: result)
      return StoreModule.done
    }
    functions.xRowid = { cursor, number in
      guard let cursor = StoreModule.cursor(cursor) else { return StoreModule.failed }
      number?.pointee = cursor.pointee.own.number
      return StoreModule.done
    }
    return functions
  }

  private static func table(
    _ base: UnsafeMutablePointer<sqlite3_vtab>?
  ) -> UnsafeMutablePointer<Table>? {
    UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: Table.self)
  }

  private static func cursor(
    _ base: UnsafeMutablePointer<sqlite3_vtab_cursor>?
  ) -> UnsafeMutablePointer<Cursor>? {
    UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: Cursor.self)
  }

  private static func connect(
    _ database: OpaquePointer?, _ owner: UnsafeMutableRawPointer?, _ count: Int32,
    _ arguments: UnsafePointer<UnsafePointer<CChar>?>?,
    _ made: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
  ) -> Int32 {
    // The names of the module, the database and the table come first.
    guard count == 4, let owner, let name = arguments?[3],
      let kind = ArchiveKind(rawValue: String(cString: name))
    else { return failed }
    let columns = StoreColumns(kind)
    let code = sqlite3_declare_vtab(database, columns.declaration)
    if code != SQLITE_OK { return code }
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    table.initialize(
      to: Table(
        columns: columns, tables: Unmanaged<Owner>.fromOpaque(owner).takeUnretainedValue().tables))
    made?.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
    return done
  }

  private static func disconnect(_ base: UnsafeMutablePointer<sqlite3_vtab>?) -> Int32 {
    let table = table(base)
    table?.deinitialize(count: 1)
    table?.deallocate()
    return done
  }

  private static func open(
    _ base: UnsafeMutablePointer<sqlite3_vtab>?,
    _ made: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
  ) -> Int32 {
    guard let table = table(base) else { return failed }
    let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
    cursor.initialize(
      to: Cursor(own: StoreCursor(table.pointee.columns, table.pointee.tables)))
    made?.pointee = UnsafeMutableRawPointer(cursor)
      .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
    return done
  }

  private static func close(_ base: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
    let cursor = cursor(base)
    cursor?.deinitialize(count: 1)
    cursor?.deallocate()
    return done
  }

  /// Tells SQLite which conditions a scan can use; they are handed on as a text, a letter each.
  private static func choose(
    _ base: UnsafeMutablePointer<sqlite3_vtab>?, _ info: UnsafeMutablePointer<sqlite3_index_info>?
  ) -> Int32 {
    guard let table = table(base), let info else { return failed }
    let names = table.pointee.columns.names
    var limits: [UInt8] = []
    var rows = 1_000_000.0
    for index in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[index]
      guard constraint.usable != 0, names.indices.contains(Int(constraint.iColumn)),
        var limit = StoreLimit(names[Int(constraint.iColumn)], Int32(constraint.op)),
        // What another collation calls equal has other names.
        sqlite3_vtab_collation(info, Int32(index)).map({ String(cString: $0) }) == "BINARY"
      else { continue }
      if limit == .symbol, sqlite3_vtab_in(info, Int32(index), 1) != 0 { limit = .symbols }
      limits.append(limit.rawValue)
      info.pointee.aConstraintUsage[index].argvIndex = Int32(limits.count)
      rows *= limit.share
    }
    // Behind the letters, which columns will be asked for: a bit each.
    let plan = limits + Array("\(info.pointee.colUsed)".utf8) + [0]
    guard let text = sqlite3_malloc(Int32(plan.count)) else { return SQLITE_NOMEM }
    text.copyMemory(from: plan, byteCount: plan.count)
    info.pointee.idxStr = text.assumingMemoryBound(to: CChar.self)
    info.pointee.needToFreeIdxStr = 1
    if info.pointee.nOrderBy == 1, names.indices.contains(Int(info.pointee.aOrderBy[0].iColumn)),
      names[Int(info.pointee.aOrderBy[0].iColumn)] == "ts"
    {
      info.pointee.orderByConsumed = 1
      info.pointee.idxNum = info.pointee.aOrderBy[0].desc != 0 ? newestFirst : oldestFirst
    }
    // Manifests are looked at for each scan, however few rows it finds.
    info.pointee.estimatedCost = 10_000 + rows
    info.pointee.estimatedRows = Int64(rows) + 1
    return done
  }

  private static func filter(
    _ base: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ order: Int32,
    _ limits: UnsafePointer<CChar>?, _ count: Int32,
    _ values: UnsafeMutablePointer<OpaquePointer?>?
  ) -> Int32 {
    guard let cursor = cursor(base), let table = table(cursor.pointee.base.pVtab) else {
      return failed
    }
    let tables = table.pointee.tables
    var found = StoreLimits(
      table.pointee.columns.kind, tenant: tables.tenant, newestFirst: order == newestFirst)
    for index in 0..<Int(count) {
      if let mark = limits?[index], let limit = StoreLimit(rawValue: UInt8(bitPattern: mark)),
        let value = values?[index]
      {
        found.add(limit, value)
      }
    }
    var wanted: Set<String>?
    if order == 0, let limits {
      wanted = table.pointee.columns.used(UInt64(String(cString: limits + Int(count))) ?? .max)
    }
    return tables.run { () throws(Fault) in
      try cursor.pointee.own.start(found.isEmpty ? nil : found.query, wanted: wanted)
    }
  }
}
