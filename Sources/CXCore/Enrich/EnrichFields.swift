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
      let trade = input.trades[Int(record.index)]
      appendToTrade(trade, of: input, line, pool)
      appendReference(trade.instrument, record, of: input, line, &output.rejects)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .quote:
      let quote = input.quotes[Int(record.index)]
      if options.defaults { appendDefaults(of: quote, line) }
      appendReference(quote.instrument, record, of: input, line, &output.rejects)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .ticker, .depth, .gap, .alert, .delivery, .other:
      appendReference(nil, record, of: input, line, &output.rejects)
      appendOfSeries(record, of: input, line, &output.rejects)
    case .candle, .tick: break
    }
    end(line, record, of: input, to: &output)
  }

  /// Reference data of an instrument, or where there is no event of the line's symbol.
  private func appendReference(
    _ number: Int32?, _ record: Record, of input: Batch, _ line: LineCopy,
    _ rejects: inout [Reject]
  ) {
    if options.reference.fields.isEmpty { return }
    let symbol =
      number.map { input.instruments[$0].symbol } ?? Self.text("symbol", in: line.original)
    giveReference(symbol, line, mayHave: mayHaveAsked(line)) { reason in
      rejects.append(input.reject(record, reason))
    }
  }

  /// Whether a line may have fields that are asked for.
  private func mayHaveAsked(_ line: LineCopy) -> Bool { askedKeys.mayFind(in: line.original) }

  /// A default field, unless the line has it or it is not known.
  private func append(
    _ name: Name, _ value: Decimal?, _ line: LineCopy, _ scan: Bool, of instrument: Int32
  ) {
    guard let value, !isWithheld(name, instrument), !scan || !line.has(name) else { return }
    line.append(name, .number(value))
  }

  private func appendDefaults(of quote: Quote, _ line: LineCopy) {
    let scan = quoteKeys.mayFind(in: line.original)
    let instrument = quote.instrument
    let digits = Precision.outputDigits
    let half = Decimal(units: 5, scale: 1)
    let mid = quote.bid.adding(quote.ask)?.multiplied(by: half)
    let spread = quote.ask.subtracting(quote.bid)
    append("mid", mid, line, scan, of: instrument)
    append("spread", spread, line, scan, of: instrument)
    if let mid, let scaled = spread?.multiplied(by: Decimal(10_000)) {
      append("spread_bps", scaled.divided(by: mid, digits: digits), line, scan, of: instrument)
    }
    if let bid = quote.bidQuantity, let ask = quote.askQuantity, let sum = bid.adding(ask) {
      append(
        "imbalance", bid.subtracting(ask)?.divided(by: sum, digits: digits), line, scan,
        of: instrument)
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
    appendReference(candle.instrument, record, of: input, line, &rejects)
    appendAssignments(record, of: input, &state, line, &rejects)
  }

  private func appendDefaults(of candle: Candle, after close: Decimal?, _ line: LineCopy) {
    let scan = candleKeys.mayFind(in: line.original)
    let instrument = candle.instrument
    if let close {
      let change = candle.close.subtracting(close)
      append(
        "return", change?.divided(by: close, digits: Precision.outputDigits), line, scan,
        of: instrument)
    }
    append("range", candle.high.subtracting(candle.low), line, scan, of: instrument)
  }

  private func appendIndicators(
    of candle: Candle, _ state: inout SeriesState, _ line: LineCopy, refuse: (String) -> Void
  ) {
    if options.indicators.isEmpty { return }
    let mayHave = mayHaveAsked(line)
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
        give(name, value.map(Value.number) ?? .null, line, mayHave: mayHave, refuse: refuse)
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
    // Reference data may have taken the place of what the event says.
    if replacesEvents { fields.shadowed = Set(options.reference.names) }
    let mayHave = mayHaveAsked(line)
    for (index, assignment) in options.assignments.enumerated() {
      fields.line = line.bytes
      var value = Value.null
      do {
        value = try assignment.expression.evaluate(fields, state: &state.expressions[index])
      } catch {
        rejects.append(input.reject(record, "\"\(assignment.name)\": \(error.reason)"))
      }
      give(assignment.name, value, line, mayHave: mayHave) { reason in
        rejects.append(input.reject(record, reason))
      }
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
