import CXRecord

/// One symbol's history on its way: which rows count, each once and in order, wherever they come
/// from.
struct HistorySeries {
  /// What a row means for whoever brought it.
  enum Answer {
    /// It was taken, or it does not count.
    case passed
    /// It lies behind the end of what is wanted: nothing more is to come.
    case end
    /// Something is missing before it, and it was not taken.
    case hole
  }

  let subject: HistoryPlan.Subject
  let exchange: Exchange
  let symbol: Name
  /// The first moment that counts, and the first that no longer does.
  let since: Int64
  let until: Int64
  /// How far it has come.
  var cursor: HistoryCursor
  /// How many records are still wanted.
  private(set) var remaining: Int
  /// Rows that came though they had come before.
  private(set) var doubles = 0
  // Where candles are missing; what becomes of it is the caller's.
  private var holes: [Range<Int64>] = []
  /// The time before what is wanted of a file: rows in it are no doubles.
  var unwanted: Range<Int64> = 0..<0

  init(
    _ subject: HistoryPlan.Subject, of exchange: Exchange, symbol: Name, since: Int64,
    until: Int64, limit: Int?, cursor: HistoryCursor
  ) {
    self.subject = subject
    self.exchange = exchange
    self.symbol = symbol
    self.since = since
    self.until = until
    self.cursor = cursor
    remaining = limit ?? .max
  }

  /// Whether enough was had.
  var isFull: Bool { remaining <= 0 }

  /// Where candles were found missing since this was last asked.
  mutating func takeHoles() -> [Range<Int64>] {
    defer { holes.removeAll() }
    return holes
  }

  /// The number of the instrument in a batch's table.
  func instrument(in batch: Batch) -> Int32 {
    batch.instruments.number(of: Instrument(exchange: exchange.name, symbol: symbol))
  }

  /// Where to begin to ask: the last candles are asked for again.
  var start: Int64 { cursor.recent.first?.time ?? cursor.time }

  /// Takes a row, if it counts and nothing is missing before it.
  ///
  /// Where `mayAsk`, what is missing can still be asked for; else the missing trades are a `gap`
  /// record, and candles that are not there never were. The id of the trade record that comes next
  /// is the caller's to note: see ``note(_:upTo:from:)``.
  mutating func take(
    _ record: Record, of page: Batch, mayAsk: Bool, into batch: inout Batch
  ) -> Answer {
    switch record.kind {
    case .trade:
      return take(page.trades[Int(record.index)], record, of: page, mayAsk: mayAsk, into: &batch)
    case .candle:
      return take(page.candles[Int(record.index)], record, of: page, mayAsk: mayAsk, into: &batch)
    default: return .passed
    }
  }

  /// Notes the id behind the last trade of records `first` to `end` that was taken.
  mutating func note(_ page: Batch, upTo end: Int, from first: Int) {
    for record in page.records[first..<end].reversed() where record.kind == .trade {
      // Rows behind the end of what is wanted were not taken.
      if page.trades[Int(record.index)].lastID > cursor.lastTrade ?? .min { continue }
      cursor.nextID = max(cursor.nextID ?? 0, page.id(of: record) &+ 1)
      return
    }
  }

  private mutating func take(
    _ trade: Trade, _ record: Record, of page: Batch, mayAsk: Bool, into batch: inout Batch
  ) -> Answer {
    if trade.time >= until { return .end }
    if let last = cursor.lastTrade {
      if trade.lastID <= last {
        if !unwanted.contains(trade.time) { doubles += 1 }
        return .passed
      }
      if trade.firstID > last &+ 1 {
        if mayAsk { return .hole }
        batch.appendGap(
          trade.instrument, time: trade.time, fromID: last &+ 1, toID: trade.firstID &- 1,
          reason: "feed")
      }
    }
    cursor.lastTrade = trade.lastID
    if trade.time < since { return .passed }
    cursor.time = max(cursor.time, trade.time)
    batch.append(record, of: page)
    remaining -= 1
    return isFull ? .end : .passed
  }

  private mutating func take(
    _ candle: Candle, _ record: Record, of page: Batch, mayAsk: Bool, into batch: inout Batch
  ) -> Answer {
    if candle.time >= until || !candle.final { return .end }
    if candle.time < since { return .passed }
    if candle.time <= cursor.recent.last?.time ?? .min,
      let known = cursor.recent.first(where: { $0.time == candle.time })
    {
      var same = candle
      same.instrument = known.instrument
      same.revision = known.revision
      // The socket tells the ids of the trades in a candle, REST does not: no correction.
      same.firstID = known.firstID ?? same.firstID
      same.lastID = known.lastID ?? same.lastID
      var before = known
      before.firstID = same.firstID
      before.lastID = same.lastID
      if same == before { return .passed }
      // The exchange corrected it.
      same.instrument = candle.instrument
      same.revision = known.revision &+ 1
      batch.append(same)
      cursor.remember(same)
      return .passed
    }
    // Candles are told apart by when they open: some of 2017 and 2018 overlap.
    if candle.time < cursor.recent.last.map({ $0.time + 1 }) ?? cursor.time {
      if !unwanted.contains(candle.time) { doubles += 1 }
      return .passed
    }
    if cursor.hasBegun && candle.time > cursor.time {
      if mayAsk { return .hole }
      holes.append(cursor.time..<candle.time)
    }
    batch.append(record, of: page)
    cursor.remember(candle)
    cursor.time = max(cursor.time, candle.end)
    remaining -= 1
    return isFull || candle.end >= until ? .end : .passed
  }
}

extension Batch {
  /// The exchange's own id of a trade record, from its line; 0 for what has none.
  func id(of record: Record) -> Int64 {
    guard record.kind == .trade else { return 0 }
    let line = line(of: record)
    let name = Array(#","id":"#.utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: name) }) else {
      return 0
    }
    let digits = line[(start + name.count)...].prefix { $0 &- 0x30 < 10 }
    return digits.reduce(0) { $0 &* 10 &+ Int64($1 &- 0x30) }
  }
}
