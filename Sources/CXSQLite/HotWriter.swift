import CXCore
import CXRecord

/// Records into the hot store: upserts by natural key, so that the same record twice is one.
///
/// What was written is on the disk after ``flush()``, all of it or nothing since the last one.
public struct HotWriter: Sink {
  /// A transaction that grows to this many rows ends by itself, so that the log stays small.
  private static let mostRows = 100_000

  private let database: Database
  private let trades: Statement
  private let candles: Statement
  private let quotes: Statement
  private let tickers: Statement
  private let alerts: Statement
  private var series: HotSeries
  private var forms = LineForms()
  private let extra = Block(capacity: 1024)
  private var rows = 0
  private var isOpen = false

  /// Opens the store, made if it is not there, its tables brought up to date.
  public init(_ path: String, busyMilliseconds: Int32 = 30_000) throws(Fault) {
    database = try Database(path, busyMilliseconds: busyMilliseconds)
    // Leaves of all series being written to stay at hand.
    try database.execute("PRAGMA cache_size=-65536")
    try HotSchema.refuseForeign(database)
    try database.migrate(HotSchema.migrations)
    trades = try Statement(database, HotTable.trades.upsert)
    candles = try Statement(database, HotTable.candles.upsert)
    quotes = try Statement(database, HotTable.quotes.upsert)
    tickers = try Statement(database, HotTable.tickers.upsert)
    alerts = try Statement(database, HotTable.alerts.upsert)
    series = try HotSeries(database)
  }

  /// Takes the records of a batch that the store keeps, and passes over others.
  public mutating func write(_ batch: Batch) throws(Fault) {
    do throws(Fault) {
      for record in batch.records {
        // Before the row: a series is part of the transaction too.
        if !isOpen { try begin() }
        switch record.kind {
        case .trade: try writeTrade(record, batch)
        case .candle: try writeCandle(record, batch)
        case .quote: try writeQuote(record, batch)
        case .ticker, .alert: try writeLoose(record, batch)
        case .tick, .gap, .depth, .delivery, .other: continue
        }
        rows += 1
        if rows >= Self.mostRows { try flush() }
      }
    } catch {
      rollBack()
      throw error
    }
  }

  /// Ends the transaction.
  public mutating func flush() throws(Fault) {
    if !isOpen { return }
    do throws(Fault) {
      try database.commit()
    } catch {
      rollBack()
      throw error
    }
    isOpen = false
    rows = 0
  }

  private mutating func begin() throws(Fault) {
    try database.begin()
    isOpen = true
  }

  private mutating func rollBack() {
    database.rollBack()
    isOpen = false
    rows = 0
    // Series of the transaction are gone with it.
    series.forget()
  }

  private mutating func writeTrade(_ record: Record, _ batch: Batch) throws(Fault) {
    let trade = batch.trades[Int(record.index)]
    let line = batch.line(of: record)
    var (id, isAggregate, form) = forms.trade(record, of: batch)
    // What 64 bits do not hold only the line tells.
    if trade.isWide { form = .foreign }
    try trades.bind(1, try series.id(of: trade.instrument, in: batch.instruments))
    try trades.bind(2, trade.time)
    try trades.bind(3, id ?? LineDigest.of(line))
    try trades.bind(4, isAggregate ? 1 : 0)
    try trades.bind(5, isAggregate ? trade.firstID : nil)
    try trades.bind(6, isAggregate ? trade.lastID : nil)
    let small = trade.small
    try trades.bind(7, small?.price)
    try trades.bind(8, small.map { Int64($0.priceScale) })
    try trades.bind(9, small?.quantity)
    try trades.bind(10, small.map { Int64($0.quantityScale) })
    try trades.bind(11, trade.side == .unknown ? nil : Int64(trade.side.rawValue))
    try finish(trades, 12, form, line)
  }

  private mutating func writeCandle(_ record: Record, _ batch: Batch) throws(Fault) {
    let candle = batch.candles[Int(record.index)]
    let line = batch.line(of: record)
    var form = forms.candle(record, of: batch)
    // What was retracted has no prices, and is told from others by its line.
    let has = !candle.isRetracted
    if !has { form = .foreign }
    let prices = HotNumbers(
      [candle.open, candle.high, candle.low, candle.close].map { has ? $0 : nil })
    let volumes = HotNumbers([has ? candle.volume : nil, candle.takerBuyVolume])
    let quotes = HotNumbers([candle.quoteVolume, candle.takerBuyQuoteVolume])
    if !(prices.fits && volumes.fits && quotes.fits) { form = .foreign }
    try candles.bind(1, try series.id(of: candle.instrument, in: batch.instruments))
    try candles.bind(2, text: candle.interval.text)
    try candles.bind(3, candle.time)
    try candles.bind(4, candle.bar)
    try candles.bind(5, candle.end)
    try candles.bind(6, prices.scale)
    for place in 0..<4 { try candles.bind(Int32(7 + place), prices.units[place]) }
    try candles.bind(11, volumes.scale)
    try candles.bind(12, volumes.units[0])
    try candles.bind(13, volumes.units[1])
    try candles.bind(14, quotes.scale)
    try candles.bind(15, quotes.units[0])
    try candles.bind(16, quotes.units[1])
    try candles.bind(17, candle.trades)
    try candles.bind(18, candle.firstID)
    try candles.bind(19, candle.lastID)
    try candles.bind(20, candle.final ? 1 : 0)
    try candles.bind(21, candle.revision)
    try finish(candles, 22, form, line)
  }

  private mutating func writeQuote(_ record: Record, _ batch: Batch) throws(Fault) {
    let quote = batch.quotes[Int(record.index)]
    guard let time = quote.time else { return }
    let line = batch.line(of: record)
    var form = forms.quote(record, of: batch)
    let prices = HotNumbers([quote.bid, quote.ask])
    let quantities = HotNumbers([quote.bidQuantity, quote.askQuantity])
    if !(prices.fits && quantities.fits) { form = .foreign }
    try quotes.bind(1, try series.id(of: quote.instrument, in: batch.instruments))
    try quotes.bind(2, time)
    try quotes.bind(3, LineDigest.of(line))
    try quotes.bind(4, prices.scale)
    try quotes.bind(5, prices.units[0])
    try quotes.bind(6, prices.units[1])
    try quotes.bind(7, quantities.scale)
    try quotes.bind(8, quantities.units[0])
    try quotes.bind(9, quantities.units[1])
    try finish(quotes, 10, form, line)
  }

  private mutating func writeLoose(_ record: Record, _ batch: Batch) throws(Fault) {
    let line = batch.line(of: record)
    guard let loose = try? LooseRecord(line) else { return }
    let statement = loose.kind == .tickers ? tickers : alerts
    try statement.bind(1, try series.id(of: loose.instrument))
    try statement.bind(2, loose.time)
    try statement.bind(3, loose.digest)
    try statement.bind(4, loose.revision)
    try statement.bind(5, viewing: line)
    try statement.run()
  }

  /// Binds what the numbers do not say, and runs the statement.
  private func finish(
    _ statement: Statement, _ place: Int32, _ form: LineForm, _ line: UnsafeRawBufferPointer
  ) throws(Fault) {
    switch form {
    case .house:
      try statement.bind(place, nil)
      try statement.bind(place + 1, nil)
    case .longer(let rest):
      extra.removeAll()
      extra.append(UInt8(ascii: "{"))
      extra.append(UnsafeRawBufferPointer(rebasing: rest[1...]))
      try statement.bind(place, viewing: extra.bytes)
      try statement.bind(place + 1, nil)
    case .foreign:
      try statement.bind(place, nil)
      try statement.bind(place + 1, viewing: line)
    }
    try statement.run()
  }
}
