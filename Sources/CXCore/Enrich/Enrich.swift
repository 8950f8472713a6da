import CXRecord

/// Appends fields to records, behind the bytes they already have.
///
/// Without being asked:
/// - to a trade `notional` (price × quantity, exact), `base` and `quote` (see ``SymbolSplit``) and
/// `tick` (see ``TickRule``),
/// - to a quote `mid`, `spread`, `spread_bps` (spread ÷ mid × 10000) and `imbalance` ((bid_qty −
/// ask_qty) ÷ (bid_qty + ask_qty)),
/// - to a candle `return` (close ÷ the previous candle's close − 1) and `range` (high − low).
///
/// Ratios have 18 significant digits, rounded half to even. Of these fields, one that cannot be known yet is
/// left out, and so is one that the line already has. What is asked for is always appended, null
/// while unknown, and counts as the last of duplicate keys: indicators of candles, reference data,
/// and expressions. Ticks pass untouched.
///
/// An expression without a value for a record (a division by zero, a text where a number is needed)
/// becomes null and is reported like a refused line, the record going on.
///
/// Series (see ``SeriesKey``) do not mix. A candle that is not final sees indicators and `prev` as
/// if it were the next one, and leaves no trace. A final one that is not the newest takes its place
/// among the others, be it a correction or a candle that comes late, and those behind it that are
/// changed by it come again with a higher `rev`; so they do when one is retracted. That reaches back
/// as many candles as the indicators and expressions look back on, and 16 more; what is older is
/// reported, and taken as the first of its series.
public struct Enrich: Stage {
  let options: EnrichOptions
  var instruments = InstrumentTable()
  var series = SeriesTable()
  /// Where a batch's instruments have their series.
  var seriesPlaces = SeriesPlaces()
  let tradeKeys = KeyScan(Defaults.trade)
  let quoteKeys = KeyScan(Defaults.quote)
  let candleKeys = KeyScan(Defaults.candle)

  /// Names of the default fields.
  enum Defaults {
    static let trade = ["notional", "base", "quote", "tick"]
    static let quote = ["mid", "spread", "spread_bps", "imbalance"]
    static let candle = ["return", "range"]
  }

  /// The names of each indicator's fields.
  let indicatorNames: [[String]]
  /// How many candles of a series can be corrected; 0 where none depends on another.
  let depth: Int

  /// A stage that has seen nothing.
  public init(_ options: EnrichOptions) {
    self.options = options
    indicatorNames = options.indicators.map(\.fieldNames)
    depth = options.depth
  }

  /// Copies each line with its new fields.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    instruments.beginBatch(input.instruments)
    seriesPlaces.follow(input.instruments)
    for trade in input.trades {
      instruments.prepare(trade.instrument, input.instruments, options.reference)
    }
    for candle in input.candles {
      instruments.prepare(candle.instrument, input.instruments, options.reference)
    }
    for quote in input.quotes {
      instruments.prepare(quote.instrument, input.instruments, options.reference)
    }
    let pool = instruments.pool
    let isPlain =
      options.defaults && options.assignments.isEmpty && options.reference.fields.isEmpty
    return pool.withUnsafeBytes { pool in
      var index = first
      while index < input.records.count && (index == first || !output.isFull) {
        if isPlain, input.records[index].kind == .trade {
          let next = appendPlainTrades(from: index, of: input, to: &output, pool)
          if next > index {
            index = next
            continue
          }
        }
        appendToAny(input.records[index], of: input, to: &output, pool)
        index += 1
      }
      return index
    }
  }

  /// Default fields and reference data of a trade.
  mutating func appendToTrade(
    _ trade: Trade, of input: Batch, _ line: LineCopy, _ pool: UnsafeRawBufferPointer
  ) {
    let place = instruments.entry(trade.instrument)
    if options.defaults {
      // The rule sees each trade, whether its answer is wanted or not.
      let tick =
        trade.small.map { instruments.tick(place, $0) }
        ?? instruments.tick(place, input.price(of: trade))
      if tradeKeys.mayFind(in: line.original) {
        appendMissing(trade, of: input, tick, line)
      } else {
        line.block.append(#","notional":"#)
        line.block.appendProduct(trade, of: input)
        line.block.append(UnsafeRawBufferPointer(rebasing: pool[instruments.entries[place].assets]))
        line.block.append(tick)
      }
    }
    let reference = instruments.entries[place].reference
    if !reference.isEmpty { line.block.append(UnsafeRawBufferPointer(rebasing: pool[reference])) }
  }

  /// The slow way: only fields that the line lacks.
  private func appendMissing(
    _ trade: Trade, of input: Batch, _ tick: StaticString, _ line: LineCopy
  ) {
    if !line.has("notional") {
      line.block.append(#","notional":"#)
      line.block.appendProduct(trade, of: input)
    }
    let instrument = instruments.entries[instruments.entry(trade.instrument)].instrument
    if let (base, quote) = SymbolSplit.split(instrument.symbol, of: instrument.exchange) {
      if !line.has("base") { line.append("base", .name(base)) }
      if !line.has("quote") { line.append("quote", .name(quote)) }
    }
    if !line.has("tick") { line.block.append(tick) }
  }
}

extension Block {
  /// Appends price × quantity, exactly; null where that has more digits than a decimal.
  fileprivate func appendProduct(_ trade: Trade, of batch: Batch) {
    if let small = trade.small {
      let scale = UInt(small.priceScale) + UInt(small.quantityScale)
      let (product, overflow) = small.price.multipliedReportingOverflow(by: small.quantity)
      if !overflow, scale <= UInt(Decimal.maximumScale) {
        return append(units: product, scale: UInt8(truncatingIfNeeded: scale))
      }
    }
    let numbers = batch.numbers(of: trade)
    if let product = numbers.price.multiplied(by: numbers.quantity) {
      append(product)
    } else {
      append("null")
    }
  }
}
