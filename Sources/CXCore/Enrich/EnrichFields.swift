import CXRecord

/// Everything but the bare trade: quotes, candles with their indicators, and expressions.
extension Enrich {
  mutating func appendToAny(
    _ record: Record, of input: Batch, to output: inout Batch, _ pool: UnsafeRawBufferPointer
  ) {
    if record.kind == .candle { return appendCandle(record, of: input, to: &output, pool) }
    let line = LineCopy(of: input.line(of: record), to: output.block)
    switch record.kind {
    case .trade:
      appendToTrade(input.trades[Int(record.index)], of: input, line, pool)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .quote:
      let quote = input.quotes[Int(record.index)]
      if options.defaults { appendDefaults(of: quote, line) }
      appendReference(quote.instrument, line, pool)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .ticker, .depth, .gap, .alert, .delivery, .other:
      appendReference(of: line)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .candle, .tick: break
    }
    line.fixComma()
    line.close()
    output.appendEvent(of: record, of: input, lineFrom: line.start)
  }

  private func appendReference(
    _ number: Int32, _ line: LineCopy, _ pool: UnsafeRawBufferPointer
  ) {
    let range = instruments.entries[instruments.entry(number)].reference
    line.block.append(UnsafeRawBufferPointer(rebasing: pool[range]))
  }

  private func appendReference(of line: LineCopy) {
    if options.reference.fields.isEmpty { return }
    let symbol = Self.text("symbol", in: line.original)
    if let fields = options.reference.fields[symbol] { line.block.append(fields) }
  }

  /// A default field, unless the line has it or it is not known.
  private func append(_ name: Name, _ value: Decimal?, _ line: LineCopy, _ scan: Bool) {
    guard let value, !scan || !line.has(name) else { return }
    line.append(name, .number(value))
  }

  private func appendDefaults(of quote: Quote, _ line: LineCopy) {
    let scan = quoteKeys.mayFind(in: line.original)
    let digits = Precision.outputDigits
    let half = Decimal(units: 5, scale: 1)
    let mid = quote.bid.adding(quote.ask)?.multiplied(by: half)
    let spread = quote.ask.subtracting(quote.bid)
    append("mid", mid, line, scan)
    append("spread", spread, line, scan)
    if let mid, let scaled = spread?.multiplied(by: Decimal(10_000)) {
      append("spread_bps", scaled.divided(by: mid, digits: digits), line, scan)
    }
    if let bid = quote.bidQuantity, let ask = quote.askQuantity, let sum = bid.adding(ask) {
      append("imbalance", bid.subtracting(ask)?.divided(by: sum, digits: digits), line, scan)
    }
  }

  /// All fields of a candle, whose series then holds it too.
  func appendFields(
    _ record: Record, of input: Batch, _ state: inout SeriesState, _ line: LineCopy,
    _ pool: UnsafeRawBufferPointer, _ rejects: inout [Reject]
  ) {
    let candle = input.candles[Int(record.index)]
    if options.defaults { appendDefaults(of: candle, after: state.lastClose, line) }
    state.lastClose = candle.close
    appendIndicators(of: candle, &state, line) { reason in
      rejects.append(input.reject(record, reason))
    }
    appendReference(candle.instrument, line, pool)
    appendAssignments(record, of: input, &state, line, &rejects)
  }

  private func appendDefaults(of candle: Candle, after close: Decimal?, _ line: LineCopy) {
    let scan = candleKeys.mayFind(in: line.original)
    if let close {
      let change = candle.close.subtracting(close)
      append("return", change?.divided(by: close, digits: Precision.outputDigits), line, scan)
    }
    append("range", candle.high.subtracting(candle.low), line, scan)
  }

  private func appendIndicators(
    of candle: Candle, _ state: inout SeriesState, _ line: LineCopy, refuse: (String) -> Void
  ) {
    for (index, spec) in options.indicators.enumerated() {
      let inputs =
        spec.kind.source == .given ? [candle.close] : [candle.high, candle.low, candle.close]
      var outputs: [Decimal?] = []
      do {
        outputs = try state.indicators[index].push(inputs, spec)
      } catch {
        refuse("\"\(indicatorNames[index][0])\": \(error.reason)")
      }
      for (output, name) in indicatorNames[index].enumerated() {
        let value = output < outputs.count ? outputs[output] : nil
        line.append(Name(name), value.map(Value.number) ?? .null)
      }
    }
  }

  /// Expressions of all kinds but candles: every record counts.
  private mutating func appendOfSeries(
    _ record: Record, of input: Batch, _ line: LineCopy, _ rejects: inout [Reject]
  ) {
    if options.assignments.isEmpty { return }
    let place: Int
    switch record.kind {
    case .trade:
      let trade = input.trades[Int(record.index)]
      place = self.place(of: .trade, trade.instrument, "", input.instruments)
    case .quote:
      let quote = input.quotes[Int(record.index)]
      place = self.place(of: .quote, quote.instrument, "", input.instruments)
    default:
      place = series.place(of: Self.key(of: record, line.original), options)
    }
    appendAssignments(record, of: input, &series[place].state, line, &rejects)
  }

  /// The place of a series, begun if it is new.
  mutating func place(
    of kind: Kind, _ number: Int32, _ interval: Name, _ table: Instruments
  ) -> Int {
    let known = seriesPlaces.place(of: kind, number, interval)
    if known >= 0 { return known }
    let place = series.place(of: SeriesKey(kind, table[number], interval), options)
    seriesPlaces.note(place, of: kind, number, interval, table)
    return place
  }

  /// The series of a record that has no event: as its line says.
  private static func key(of record: Record, _ line: UnsafeRawBufferPointer) -> SeriesKey {
    SeriesKey(
      instrument: Instrument(
        tenant: text("tenant", in: line, else: Instrument.defaultTenant),
        exchange: text("exchange", in: line), symbol: text("symbol", in: line)),
      type: record.kind.name.map { Name($0.description) } ?? text("type", in: line), interval: "")
  }

  private func appendAssignments(
    _ record: Record, of input: Batch, _ state: inout SeriesState, _ line: LineCopy,
    _ rejects: inout [Reject]
  ) {
    if options.assignments.isEmpty { return }
    let fields = RecordFields(batch: input, record: record, line: line.bytes)
    for (index, assignment) in options.assignments.enumerated() {
      fields.line = line.bytes
      var value = Value.null
      do {
        value = try assignment.expression.evaluate(fields, state: &state.expressions[index])
      } catch {
        rejects.append(input.reject(record, "\"\(assignment.name)\": \(error.reason)"))
      }
      line.append(assignment.name, value)
      if KnownField(rawValue: assignment.name.text) != nil {
        fields.shadowed.insert(assignment.name)
      }
    }
  }

  private static func text(
    _ name: Name, in line: UnsafeRawBufferPointer, else other: Name = ""
  ) -> Name {
    do {
      if case .text(let text) = try JSONFields.value(at: FieldPath([name]), in: line) {
        return Name(text)
      }
    } catch {
      // A name that is an object names nothing.
      return other
    }
    return other
  }
}
