import CXRecord

/// Series by small numbers: a row says 7 where it would say tenant, exchange and symbol.
struct HotSeries {
  private let find: Statement
  private let add: Statement
  private var known: [Instrument: Int64] = [:]
  // What a batch's instrument number means, for one table of instruments.
  private var table: Instruments?
  private var ids: [Int64?] = []

  init(_ database: Database) throws(Fault) {
    find = try Statement(
      database, "SELECT id FROM series WHERE tenant=? AND exchange=? AND symbol=?")
    add = try Statement(database, "INSERT INTO series(tenant, exchange, symbol) VALUES(?,?,?)")
  }

  /// The series of an instrument number.
  mutating func id(of number: Int32, in instruments: Instruments) throws(Fault) -> Int64 {
    if table !== instruments {
      table = instruments
      ids = []
    }
    let index = Int(number)
    if index < ids.count, let id = ids[index] { return id }
    let id = try id(of: instruments[number])
    while ids.count <= index { ids.append(nil) }
    ids[index] = id
    return id
  }

  /// The series of an instrument, new if it is not there.
  mutating func id(of instrument: Instrument) throws(Fault) -> Int64 {
    if let id = known[instrument] { return id }
    let names: [SQLValue] = [
      .name(instrument.tenant), .name(instrument.exchange), .name(instrument.symbol),
    ]
    var id = try found(names)
    if id == nil {
      try add.bind(names)
      _ = try add.step()
      id = try found(names)
    }
    known[instrument] = id
    return id ?? 0
  }

  /// Forgets what was known, for it may have been undone.
  mutating func forget() {
    known = [:]
    ids = []
  }

  private func found(_ names: [SQLValue]) throws(Fault) -> Int64? {
    try find.bind(names)
    let id = try find.step() ? find.integer(0) : nil
    // What is not reset keeps its lock.
    find.reset()
    return id
  }
}
