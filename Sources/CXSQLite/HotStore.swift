import CXCore
import CXRecord

/// The hot store as a place to ask: one cursor a series, merged by key.
public struct HotStore: RecordStore {
  private let database: Database

  /// Opens a store that is there, to read; what a writer commits meanwhile is seen by the next query.
  public init(_ path: String) throws(Fault) {
    database = try Database(path, for: .read)
    try HotSchema.refuseForeign(database)
    guard try database.version(atMost: HotSchema.migrations.count) > 0 else {
      throw Fault(.configuration, "\(path): is no store of cx archive")
    }
  }

  /// Walks a range of the tree for each series.
  public func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan {
    var cursors: [any Source] = []
    var needsRollUp = false
    var explanation: [String] = []
    for (id, instrument) in try series() where query.wants(instrument) {
      for interval in try intervals(query, of: id) {
        if let choice = query.interval, let interval,
          (try? Interval(parsing: interval)) != choice.calendar.interval
        {
          needsRollUp = true
        }
        let cursor = try HotCursor(
          database, query, series: id, instrument: instruments.number(of: instrument),
          interval: interval, instruments: instruments)
        if explanation.isEmpty { explanation = try cursor.explanation(database) }
        explanation.append("for \(instrument.symbol)" + (interval.map { " \($0)" } ?? ""))
        cursors.append(cursor)
      }
    }
    return StoreScan(
      source: MergedSource(cursors, newestFirst: query.newestFirst, instruments: instruments),
      needsRollUp: needsRollUp, explanation: explanation)
  }

  private func series() throws(Fault) -> [(id: Int64, instrument: Instrument)] {
    let rows = try Statement(
      database, "SELECT id, tenant, exchange, symbol FROM series ORDER BY 2, 3, 4")
    var found: [(id: Int64, instrument: Instrument)] = []
    while try rows.step() {
      let instrument = Instrument(
        tenant: rows.name(1), exchange: rows.name(2), symbol: rows.name(3))
      found.append((rows.integer(0), instrument))
    }
    return found
  }

  /// The intervals to read of a series; one that is nil for what has none.
  private func intervals(_ query: Query, of series: Int64) throws(Fault) -> [Name?] {
    guard query.kind == .candles else { return [nil] }
    // Each is found by a step down the tree: asking for distinct ones would read all candles.
    let least = "SELECT min(interval) FROM candle_data WHERE series=?"
    var next = try Statement(database, least)
    try next.bind([.integer(series)])
    var stored: [Name] = []
    while try next.step(), let text = next.text(0) {
      let interval = Name(text)
      stored.append(interval)
      next = try Statement(database, least + " AND interval>?")
      try next.bind([.integer(series), .name(interval)])
    }
    guard let choice = query.interval else { return stored }
    let sources = choice.sources(among: stored)
    guard let longest = sources.first, sources.count > 1 else { return sources }
    let others = Array(sources.dropFirst())
    return try isWhole(query, series, longest, others) ? [longest] : sources
  }

  /// Whether the candles of an interval leave no hole, and reach as far as those of the others.
  private func isWhole(
    _ query: Query, _ series: Int64, _ interval: Name, _ others: [Name]
  ) throws(Fault) -> Bool {
    guard let length = (try? Interval(parsing: interval))?.fixedLength else { return false }
    let counts = try Statement(
      database,
      """
      SELECT count(*), min(ts), max(ts) FROM candle_data \
      WHERE series=?1 AND interval=?2 AND ts>=?3 AND ts<?4
      """)
    let range: [SQLValue] = [.integer(query.since), .integer(query.until)]
    try counts.bind([.integer(series), .name(interval)] + range)
    guard try counts.step(), counts.integer(0) > 0 else { return false }
    let (count, first, last) = (counts.integer(0), counts.integer(1), counts.integer(2))
    counts.reset()
    guard (last - first) / length + 1 == count, (last - first) % length == 0 else { return false }
    for other in others {
      for order in ["ASC", "DESC"] {
        let ends = try Statement(
          database,
          """
          SELECT ts FROM candle_data WHERE series=?1 AND interval=?2 AND ts>=?3 AND ts<?4 \
          ORDER BY ts \(order) LIMIT 1
          """)
        try ends.bind([.integer(series), .name(other)] + range)
        if try ends.step(), !(first..<(last + length)).contains(ends.integer(0)) { return false }
        ends.reset()
      }
    }
    return true
  }

  /// What the store holds, a row a series, kind and interval: how many records, from when to when.
  public func census() throws(Fault) -> [HotCount] {
    var counts: [HotCount] = []
    for kind in ArchiveKind.allCases {
      let interval = kind == .candles ? "interval" : "''"
      let rows = try Statement(
        database,
        """
        SELECT tenant, exchange, symbol, \(interval), count(*), min(ts), max(ts) \
        FROM \(HotTable.of(kind).name) JOIN series ON series.id = series GROUP BY series, 4 \
        ORDER BY 1, 2, 3, 4
        """)
      while try rows.step() {
        let instrument = Instrument(
          tenant: rows.name(0), exchange: rows.name(1), symbol: rows.name(2))
        counts.append(
          HotCount(
            kind: kind, instrument: instrument, interval: rows.name(3),
            count: rows.integer(4), first: rows.integer(5), last: rows.integer(6)))
      }
    }
    return counts
  }
}

/// How many records of a series the hot store holds.
public struct HotCount: Sendable, Equatable {
  /// What sort of records.
  public var kind: ArchiveKind
  /// What they are about.
  public var instrument: Instrument
  /// The candles' interval, else empty.
  public var interval: Name
  /// How many.
  public var count: Int64
  /// The oldest's time, microseconds since 1970 UTC.
  public var first: Int64
  /// The newest's time.
  public var last: Int64
}
