import CXRecord

// Records become rows. Columns are named by their places in ``ArchiveKind/columns``.
extension RecordTable {
  /// Appends the records of a batch, all of the table's kind and of one table of instruments.
  ///
  /// - Throws: What is wrong with a ticker or an alert that has no place in a table.
  public mutating func append(_ batch: Batch) throws(EvaluationProblem) {
    var forms = LineForms()
    for record in batch.records { try append(record, of: batch, &forms) }
  }

  /// Appends a record of the table's kind.
  mutating func append(
    _ record: Record, of batch: Batch, _ forms: inout LineForms
  ) throws(EvaluationProblem) {
    switch (kind, record.kind) {
    case (.trades, .trade): appendTrade(record, batch, &forms)
    case (.candles, .candle): appendCandle(record, batch, &forms)
    case (.quotes, .quote): appendQuote(record, batch, &forms)
    case (.tickers, .ticker), (.alerts, .alert): try appendLoose(batch.line(of: record))
    default: throw EvaluationProblem("a record is none of \(kind.rawValue)")
    }
  }

  private mutating func appendTrade(
    _ record: Record, _ batch: Batch, _ forms: inout LineForms
  ) {
    let trade = batch.trades[Int(record.index)]
    let (id, isAggregate, form) = forms.trade(record, of: batch)
    append(trade.instrument, batch.instruments)
    columns[3].append(trade.time)
    columns[4].append(id)
    columns[5].append(isAggregate ? trade.firstID : nil)
    columns[6].append(isAggregate ? trade.lastID : nil)
    var fits: Bool
    if let small = trade.small {
      fits = columns[7].append(units: small.price, scale: small.priceScale)
      fits = columns[8].append(units: small.quantity, scale: small.quantityScale) && fits
    } else {
      let numbers = batch.numbers(of: trade)
      fits = columns[7].append(numbers.price)
      fits = columns[8].append(numbers.quantity) && fits
    }
    append(trade.side)
    append(form, batch.line(of: record), fits: fits)
  }

  private mutating func append(_ side: Side) {
    if side == .unknown { return columns[9].appendNull() }
    let place = Int(side.rawValue)
    if sides[place] == nil {
      sides[place] = columns[9].number(of: (side == .buy ? "buy" : "sell").utf8)
    }
    columns[9].append(sides[place])
  }

  private mutating func appendCandle(
    _ record: Record, _ batch: Batch, _ forms: inout LineForms
  ) {
    let candle = batch.candles[Int(record.index)]
    append(candle.instrument, batch.instruments)
    if lastInterval?.name != candle.interval {
      lastInterval = (candle.interval, columns[3].number(of: candle.interval.utf8))
    }
    columns[3].append(lastInterval?.number)
    columns[4].append(candle.time)
    columns[5].append(candle.end)
    // What was retracted has no prices.
    let has = !candle.isRetracted
    var fits = columns[6].append(has ? candle.open : nil)
    fits = columns[7].append(has ? candle.high : nil) && fits
    fits = columns[8].append(has ? candle.low : nil) && fits
    fits = columns[9].append(has ? candle.close : nil) && fits
    fits = columns[10].append(has ? candle.volume : nil) && fits
    fits = columns[11].append(candle.quoteVolume) && fits
    columns[12].append(candle.trades)
    fits = columns[13].append(candle.takerBuyVolume) && fits
    fits = columns[14].append(candle.takerBuyQuoteVolume) && fits
    columns[15].append(candle.firstID)
    columns[16].append(candle.lastID)
    columns[17].append(candle.final ? 1 : 0)
    columns[18].append(candle.revision)
    columns[19].append(has ? nil : 1)
    append(forms.candle(record, of: batch), batch.line(of: record), fits: fits)
  }

  private mutating func appendQuote(
    _ record: Record, _ batch: Batch, _ forms: inout LineForms
  ) {
    let quote = batch.quotes[Int(record.index)]
    append(quote.instrument, batch.instruments)
    columns[3].append(quote.time)
    var fits = columns[4].append(quote.bid)
    fits = columns[5].append(quote.bidQuantity) && fits
    fits = columns[6].append(quote.ask) && fits
    fits = columns[7].append(quote.askQuantity) && fits
    append(forms.quote(record, of: batch), batch.line(of: record), fits: fits)
  }

  /// The columns of these are for whoever reads the table; the line is the truth.
  private mutating func appendLoose(_ line: UnsafeRawBufferPointer) throws(EvaluationProblem) {
    guard let loose = try LooseRecord(line) else {
      throw EvaluationProblem("a record is none of \(kind.rawValue)")
    }
    for place in columns.indices.dropLast(2) {
      let name = Name(columns[place].column.name)
      let value = try? JSONFields.value(at: FieldPath([name]), in: line)
      switch (columns[place].column.content, value) {
      case (.time, _): columns[place].append(loose.time)
      case (.number, .number(let number)): _ = columns[place].append(number)
      case (.integer, .number(let number)):
        columns[place].append(number.units(atScale: 0).flatMap { Int64(exactly: $0) })
      case (.text, .text(let text)): columns[place].append(text: text.utf8)
      case (.text, _):
        // Objects and arrays as they stand there.
        if let raw = JSONFields.find([name], in: line), raw.first == UInt8(ascii: "{") {
          columns[place].append(text: raw)
        } else {
          columns[place].appendNull()
        }
      default: columns[place].appendNull()
      }
    }
    columns[columns.count - 2].appendNull()
    columns[columns.count - 1].append(newText: line)
  }

  private mutating func append(_ number: Int32, _ instruments: Instruments) {
    if self.instruments !== instruments {
      self.instruments = instruments
      names = []
    }
    while names.count <= Int(number) { names.append(nil) }
    let known: Names
    if let names = names[Int(number)] {
      known = names
    } else {
      let instrument = instruments[number]
      func text(_ value: Name, _ place: Int) -> Int64? {
        value.isEmpty ? nil : columns[place].number(of: value.utf8)
      }
      // A tenant without a name is not the default one.
      known = Names(
        exchange: text(instrument.exchange, 0), symbol: text(instrument.symbol, 1),
        tenant: instrument.tenant == Instrument.defaultTenant
          ? nil : columns[2].number(of: instrument.tenant.utf8))
      names[Int(number)] = known
    }
    columns[0].append(known.exchange)
    columns[1].append(known.symbol)
    columns[2].append(known.tenant)
  }

  /// Appends what the other columns do not tell of a line.
  private mutating func append(
    _ form: LineForm, _ line: UnsafeRawBufferPointer, fits: Bool
  ) {
    let (extraPlace, linePlace) = (columns.count - 2, columns.count - 1)
    switch form {
    case .house where fits:
      columns[extraPlace].appendNull()
      columns[linePlace].appendNull()
    case .longer(let rest) where fits:
      columns[extraPlace].append(newText: [UInt8(ascii: "{")] + rest.dropFirst())
      columns[linePlace].appendNull()
    case .house, .longer, .foreign:
      columns[extraPlace].appendNull()
      columns[linePlace].append(newText: line)
    }
  }
}
