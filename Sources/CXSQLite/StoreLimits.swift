import CSQLite
import CXCore
import CXRecord

/// A condition on a column that a scan can use; SQLite checks it again, so a scan may find more.
enum StoreLimit: UInt8 {
  case after = 97
  case from, before, upTo, at, symbol, symbols, exchange, interval, tenant

  init?(_ column: String, _ comparison: Int32) {
    switch (column, comparison) {
    case ("ts", SQLITE_INDEX_CONSTRAINT_GT): self = .after
    case ("ts", SQLITE_INDEX_CONSTRAINT_GE): self = .from
    case ("ts", SQLITE_INDEX_CONSTRAINT_LT): self = .before
    case ("ts", SQLITE_INDEX_CONSTRAINT_LE): self = .upTo
    case ("ts", SQLITE_INDEX_CONSTRAINT_EQ): self = .at
    case ("symbol", SQLITE_INDEX_CONSTRAINT_EQ): self = .symbol
    case ("exchange", SQLITE_INDEX_CONSTRAINT_EQ): self = .exchange
    case ("interval", SQLITE_INDEX_CONSTRAINT_EQ): self = .interval
    case ("tenant", SQLITE_INDEX_CONSTRAINT_EQ): self = .tenant
    default: return nil
    }
  }

  /// What part of the rows is expected to remain: a guess, for no statistics are kept.
  var share: Double {
    switch self {
    case .after, .from, .before, .upTo: 0.25
    case .at: 0.000_1
    case .symbol: 0.05
    case .symbols: 0.25
    case .exchange: 0.5
    case .interval: 0.25
    case .tenant: 1
    }
  }
}

/// A query as conditions narrow it.
struct StoreLimits {
  private(set) var query: Query
  /// Whether no record can meet the conditions.
  private(set) var isEmpty = false

  init(_ kind: ArchiveKind, tenant: Name, newestFirst: Bool) {
    query = Query(kind)
    query.tenant = tenant
    query.newestFirst = newestFirst
  }

  /// Takes in a condition; values of a type that the column does not have narrow nothing.
  mutating func add(_ limit: StoreLimit, _ value: OpaquePointer) {
    switch limit {
    case .after: narrow(since: bound(value, next: true))
    case .from: narrow(since: bound(value))
    case .before: narrow(until: bound(value, up: true))
    case .upTo: narrow(until: bound(value, next: true, up: true))
    case .at:
      narrow(since: bound(value))
      narrow(until: bound(value, next: true, up: true))
    case .symbol: name(value).map { narrow(symbols: [$0]) }
    case .symbols: narrowToList(value)
    case .exchange: name(value).map { query.exchange = $0 }
    case .tenant: if let name = name(value), name != query.tenant { isEmpty = true }
    case .interval:
      guard let name = name(value), let interval = try? Interval(parsing: name) else { return }
      var choice = CandleChoice(WindowCalendar(interval: interval, zone: .utc))
      choice.isExact = true
      query.interval = choice
    }
    if query.since >= query.until { isEmpty = true }
  }

  private mutating func narrow(since: Int64?) {
    if let since { query.since = max(query.since, since) }
  }

  private mutating func narrow(until: Int64?) {
    if let until { query.until = min(query.until, until) }
  }

  private mutating func narrow(symbols: [Name]) {
    if query.symbols.isEmpty { query.symbols = symbols }
  }

  private mutating func narrowToList(_ list: OpaquePointer) {
    var names: [Name] = []
    var value: OpaquePointer?
    var code = sqlite3_vtab_in_first(list, &value)
    while code == SQLITE_OK, let found = value {
      if sqlite3_value_type(found) != SQLITE_NULL {
        guard let name = name(found) else { return }
        names.append(name)
      }
      code = sqlite3_vtab_in_next(list, &value)
    }
    guard code == SQLITE_DONE else { return }
    if names.isEmpty { isEmpty = true } else { narrow(symbols: names) }
  }

  /// A time as a bound; `next` is the one behind it.
  ///
  /// Fractions widen downwards, or upwards.
  private func bound(_ value: OpaquePointer, next: Bool = false, up: Bool = false) -> Int64? {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER:
      let time = sqlite3_value_int64(value)
      return next && time < .max ? time + 1 : time
    case SQLITE_FLOAT:
      let time = sqlite3_value_double(value)
      guard let whole = Int64(exactly: time.rounded(.down)), whole < .max else { return nil }
      return up ? whole + 1 : whole
    default: return nil
    }
  }

  private func name(_ value: OpaquePointer) -> Name? {
    guard sqlite3_value_type(value) == SQLITE_TEXT, let start = sqlite3_value_text(value) else {
      return nil
    }
    let count = Int(sqlite3_value_bytes(value))
    return Name(validating: UnsafeBufferPointer(start: start, count: count))
  }
}
