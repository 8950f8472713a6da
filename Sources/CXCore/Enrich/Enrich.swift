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
/// Ratios have 18 significant digits, rounded half to even. Of these fields, one that cannot be known
/// yet is left out, and so is one that the line already has or that was asked for. What is asked for is
/// appended, null while unknown: indicators of candles, reference data, and expressions. A record
/// that has a field of such a name keeps it and is reported, unless fields are to be replaced: no
/// object has one key twice. Ticks pass untouched.
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
  let askedKeys: KeyScan
  let replacesEvents: Bool
  var unseen: UnseenFields
  /// Default fields that were asked for with another value.
  private let withheld: Set<Name>

  /// Names of the default fields.
  enum Defaults {
    static let trade: [Name] = ["notional", "base", "quote", "tick"]
    static let quote: [Name] = ["mid", "spread", "spread_bps", "imbalance"]
    static let candle: [Name] = ["return", "range"]
    static let all = Set(trade + quote + candle)
  }

  /// The names of each indicator's fields.
  let indicatorNames: [[Name]]
  /// How many candles of a series can be corrected; 0 where none depends on another.
  let depth: Int

  /// A stage that has seen nothing.
  public init(_ options: EnrichOptions) {
    self.options = options
    indicatorNames = options.indicators.map { $0.fieldNames.map { Name($0) } }
    askedKeys = KeyScan(options.asked)
    replacesEvents = options.replacesEvents
    let own = Defaults.all.union(options.asked)
    unseen = UnseenFields(
      options.assignments.flatMap(\.expression.paths).filter { !own.contains($0.names[0]) })
    withheld = Set(options.assignments.map(\.name))
      .intersection(Defaults.all)
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
        unseen.look(input.line(of: input.records[index]))
        appendToAny(input.records[index], of: input, to: &output, pool)
        index += 1
      }
      return index
    }
  }

  /// Tells of fields that no record had, and of names that are spelt otherwise; no record waits for
  /// another.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    output.notes += unseen.notes + instruments.otherSpellings(in: options.reference)
    return true
  }

  /// Whether a default field is another's to give: an expression's or the reference data's.
  func isWithheld(_ name: Name, _ number: Int32) -> Bool {
    withheld.contains(name) || instruments.entries[instruments.entry(number)].given.contains(name)
  }

  /// Default fields of a trade.
  mutating func appendToTrade(
    _ trade: Trade, of input: Batch, _ line: LineCopy, _ pool: UnsafeRawBufferPointer
  ) {
    let place = instruments.entry(trade.instrument)
    if options.defaults {
      // The rule sees each trade, whether its answer is wanted or not.
      let tick =
        trade.small.map { instruments.tick(place, $0) }
        ?? instruments.tick(place, input.price(of: trade))
      if !withheld.isEmpty || !instruments.entries[place].given.isEmpty
        || tradeKeys.mayFind(in: line.original)
      {
        appendMissing(trade, of: input, tick, line)
      } else {
        line.block.append(#","notional":"#)
        line.block.appendProduct(trade, of: input)
        line.block.append(UnsafeRawBufferPointer(rebasing: pool[instruments.entries[place].assets]))
        line.block.append(tick)
      }
    }
  }

  /// The slow way: only fields that the line lacks.
  private func appendMissing(
    _ trade: Trade, of input: Batch, _ tick: StaticString, _ line: LineCopy
  ) {
    func lacks(_ name: Name) -> Bool { !isWithheld(name, trade.instrument) && !line.has(name) }
    if lacks("notional") {
      line.block.append(#","notional":"#)
      line.block.appendProduct(trade, of: input)
    }
    let instrument = instruments.entries[instruments.entry(trade.instrument)].instrument
    if let (base, quote) = SymbolSplit.split(instrument.symbol, of: instrument.exchange) {
      if lacks("base") { line.append("base", .name(base)) }
      if lacks("quote") { line.append("quote", .name(quote)) }
    }
    if lacks("tick") { line.block.append(tick) }
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
