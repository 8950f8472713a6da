import CXRecord

// Rows become records again.
extension RecordTable {
  /// Appends rows to a batch as records, byte for byte as they were.
  ///
  /// - Throws: The reason why a row is none: it lacks what a record of its kind cannot do without.
  public func appendRecords(
    _ rows: some Sequence<Int>, to batch: inout Batch
  ) throws(EvaluationProblem) {
    var reader = RecordReader()
    var known: (exchange: Int64?, symbol: Int64?, tenant: Int64?, number: Int32)?
    let names = (columns[0], columns[1], columns[2])
    let (extra, line) = (columns[columns.count - 2], columns[columns.count - 1])
    for row in rows {
      if let text = line.text(row) {
        try append(text, to: &batch, &reader)
        continue
      }
      let (exchange, symbol, tenant) = (
        names.0.integer(row), names.1.integer(row), names.2.integer(row)
      )
      let number: Int32
      if let known, known.exchange == exchange, known.symbol == symbol, known.tenant == tenant {
        number = known.number
      } else {
        number = batch.instruments.number(
          of: Instrument(
            tenant: tenant.map(names.2.texts.name) ?? Instrument.defaultTenant,
            exchange: exchange.map(names.0.texts.name) ?? "",
            symbol: symbol.map(names.1.texts.name) ?? ""))
        known = (exchange, symbol, tenant, number)
      }
      switch kind {
      case .trades: try appendTrade(row, number, to: &batch)
      case .candles: try appendCandle(row, number, to: &batch)
      case .quotes: try appendQuote(row, number, to: &batch)
      case .tickers, .alerts: throw EvaluationProblem("has no \"line\"")
      }
      if let object = extra.text(row) {
        object.withUnsafeBytes { batch.extendLast(with: $0) }
      }
    }
  }

  /// A stored line is read like any other: the file may have been tampered with.
  private func append(
    _ text: ArraySlice<UInt8>, to batch: inout Batch, _ reader: inout RecordReader
  ) throws(EvaluationProblem) {
    let start = batch.block.count
    let records = batch.records.count
    text.withUnsafeBytes { batch.block.append($0) }
    batch.block.append(UInt8(ascii: "\n"))
    _ = reader.read(into: &batch, from: start)
    if batch.records.count != records + 1 { throw EvaluationProblem("its \"line\" is no record") }
  }

  private func appendTrade(
    _ row: Int, _ instrument: Int32, to batch: inout Batch
  ) throws(EvaluationProblem) {
    let own = columns[4].integer(row)
    let first = columns[5].integer(row)
    let price = try need(columns[7].number(row), 7).normalized
    let quantity = try need(columns[8].number(row), 8).normalized
    let side: Side =
      switch columns[9].text(row).map({ String(decoding: $0, as: UTF8.self) }) {
      case nil: .unknown
      case "buy": .buy
      case "sell": .sell
      case let other?: throw EvaluationProblem("\"side\" is neither buy nor sell: \(other)")
      }
    let trade = Trade(
      instrument: instrument, time: try need(columns[3].integer(row), 3),
      firstID: first ?? own ?? Trade.noID,
      lastID: columns[6].integer(row) ?? first ?? own ?? Trade.noID, price: price,
      quantity: quantity, side: side, wide: &batch.wideTrades)
    let numbers = batch.wideTrades
    try checked { () throws(EventProblem) in try trade.check(numbers) }
    batch.append(trade, id: own, aggregate: first != nil)
  }

  private func appendCandle(
    _ row: Int, _ instrument: Int32, to batch: inout Batch
  ) throws(EvaluationProblem) {
    var candle = Candle()
    candle.instrument = instrument
    candle.interval = columns[3].integer(row).map(columns[3].texts.name) ?? ""
    candle.time = try need(columns[4].integer(row), 4)
    candle.end = try need(columns[5].integer(row), 5)
    candle.isRetracted = columns[19].integer(row) == 1
    if !candle.isRetracted {
      candle.open = try need(columns[6].number(row), 6)
      candle.high = try need(columns[7].number(row), 7)
      candle.low = try need(columns[8].number(row), 8)
      candle.close = try need(columns[9].number(row), 9)
      candle.volume = try need(columns[10].number(row), 10)
    }
    candle.quoteVolume = columns[11].number(row)
    candle.trades = columns[12].integer(row)
    candle.takerBuyVolume = columns[13].number(row)
    candle.takerBuyQuoteVolume = columns[14].number(row)
    candle.firstID = columns[15].integer(row)
    candle.lastID = columns[16].integer(row)
    candle.final = columns[17].integer(row).map { $0 != 0 } ?? true
    candle.revision = columns[18].integer(row) ?? 0
    let whole = candle
    try checked { () throws(EventProblem) in try whole.check() }
    batch.append(candle)
  }

  private func appendQuote(
    _ row: Int, _ instrument: Int32, to batch: inout Batch
  ) throws(EvaluationProblem) {
    let quote = Quote(
      instrument: instrument, time: columns[3].integer(row),
      bid: try need(columns[4].number(row), 4), bidQuantity: columns[5].number(row),
      ask: try need(columns[6].number(row), 6), askQuantity: columns[7].number(row))
    try checked { () throws(EventProblem) in try quote.check() }
    batch.append(quote)
  }

  /// What a file says is checked as what a line says is.
  private func checked(
    _ check: () throws(EventProblem) -> Void
  ) throws(EvaluationProblem) {
    do throws(EventProblem) {
      try check()
    } catch {
      throw EvaluationProblem(error.reason)
    }
  }

  private func need<Value>(_ value: Value?, _ place: Int) throws(EvaluationProblem) -> Value {
    guard let value else { throw EvaluationProblem("has no \"\(columns[place].column.name)\"") }
    return value
  }
}
