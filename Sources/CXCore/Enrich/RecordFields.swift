import CXRecord

/// A record's fields: those of its event from the batch's arrays, all others from its line.
///
/// A class, since an evaluation passes it on from node to node, and a batch is not copied for
/// nothing.
final class RecordFields: FieldSource {
  let batch: Batch
  let record: Record
  /// The line, with what was appended so far, its closing brace not needed.
  // Unchecked: nobody looks at a field while it is set.
  @exclusivity(unchecked) var line: UnsafeRawBufferPointer
  /// Names that were appended and so no longer mean the event's fields.
  @exclusivity(unchecked) var shadowed: Set<Name> = []

  init(batch: Batch, record: Record, line: UnsafeRawBufferPointer) {
    self.batch = batch
    self.record = record
    self.line = line
  }

  func value(at path: FieldPath) throws(EvaluationProblem) -> Value {
    if let field = path.known, shadowed.isEmpty || !shadowed.contains(Name(field.rawValue)),
      let value = known(field)
    {
      return value
    }
    return try JSONFields.value(at: path, in: line)
  }

  /// The instrument, for kinds that have one.
  var instrument: Int32? {
    switch record.kind {
    case .trade: batch.trades[Int(record.index)].instrument
    case .candle: batch.candles[Int(record.index)].instrument
    case .quote: batch.quotes[Int(record.index)].instrument
    default: nil
    }
  }

  /// The event's field; nil where the line has to be asked.
  private func known(_ field: KnownField) -> Value? {
    switch field {
    case .type: return record.kind.name.map { .text($0.description) }
    case .symbol: return instrument.map { .name(batch.instruments[$0].symbol) }
    case .exchange: return instrument.map { .name(batch.instruments[$0].exchange) }
    case .tenant: return instrument.map { .name(batch.instruments[$0].tenant) }
    default: break
    }
    switch record.kind {
    case .trade: return known(field, of: batch.trades[Int(record.index)])
    case .candle: return known(field, of: batch.candles, Int(record.index))
    case .quote: return known(field, of: batch.quotes[Int(record.index)])
    case .tick: return field == .ts ? .number(Decimal(batch.ticks[Int(record.index)])) : nil
    default: return nil
    }
  }

  private func known(_ field: KnownField, of trade: Trade) -> Value? {
    switch field {
    case .ts: .number(Decimal(trade.time))
    case .price: .number(batch.price(of: trade))
    case .qty: .number(batch.quantity(of: trade))
    default: nil
    }
  }

  /// Takes one field out of the array: a candle is large, and copying it costs more than the rest.
  private func known(_ field: KnownField, of candles: [Candle], _ place: Int) -> Value? {
    switch field {
    case .open, .high, .low, .close, .volume, .quoteVolume, .takerBuyVolume, .takerBuyQuoteVolume,
      .trades:
      candles[place].isRetracted ? .null : known(sum: field, of: candles, place)
    case .ts: .number(Decimal(candles[place].time))
    case .end: .number(Decimal(candles[place].end))
    case .interval: .name(candles[place].interval)
    case .rev: .number(Decimal(candles[place].revision))
    case .isFinal: .bool(candles[place].final)
    default: nil
    }
  }

  private func known(sum field: KnownField, of candles: [Candle], _ place: Int) -> Value? {
    switch field {
    case .open: .number(candles[place].open)
    case .high: .number(candles[place].high)
    case .low: .number(candles[place].low)
    case .close: .number(candles[place].close)
    case .volume: .number(candles[place].volume)
    case .quoteVolume: candles[place].quoteVolume.map(Value.number)
    case .takerBuyVolume: candles[place].takerBuyVolume.map(Value.number)
    case .takerBuyQuoteVolume: candles[place].takerBuyQuoteVolume.map(Value.number)
    case .trades: candles[place].trades.map { .number(Decimal($0)) }
    default: nil
    }
  }

  private func known(_ field: KnownField, of quote: Quote) -> Value? {
    switch field {
    case .ts: quote.time.map { .number(Decimal($0)) }
    case .bid: .number(quote.bid)
    case .ask: .number(quote.ask)
    case .bidQuantity: quote.bidQuantity.map(Value.number)
    case .askQuantity: quote.askQuantity.map(Value.number)
    default: nil
    }
  }
}
