import CXRecord

/// What the parsers of exchanges have in common: what they were told, what they skipped, and the
/// numbers of their instruments.
struct ParserBase {
  /// The exchange of the records; empty where nothing tells it.
  var exchange: Name
  var options: PayloadOptions
  var skips = PayloadSkips()
  var members = JSONMembers()
  private var numbers: [Name: Int32] = [:]
  private var instruments: Instruments?

  init(_ exchange: Exchange?, options: PayloadOptions) {
    self.exchange = exchange?.name ?? ""
    self.options = options
  }

  /// The number of a symbol in the batch's table.
  mutating func instrument(_ symbol: Name, _ batch: Batch) -> Int32 {
    if instruments !== batch.instruments {
      instruments = batch.instruments
      numbers.removeAll()
    }
    if let known = numbers[symbol] { return known }
    let number = batch.instruments.number(
      of: Instrument(exchange: exchange, symbol: symbol))
    numbers[symbol] = number
    return number
  }

  /// Whether it is of this symbol that all payloads so far were, and there were some.
  func isOnly(_ symbol: Name) -> Bool { numbers.count == 1 && numbers[symbol] != nil }

  /// The symbol of a payload that names none.
  func symbol() throws(PayloadProblem) -> Name {
    guard let symbol = options.symbol else {
      throw .refused("does not name its symbol: give --symbol")
    }
    return symbol
  }

  /// The interval of rows that do not tell it, and how many microseconds it lasts.
  func interval() throws(PayloadProblem) -> (name: Name, length: Int64) {
    guard let name = options.interval, let length = IntervalName.length(of: name) else {
      throw .refused("does not tell the interval of its candles: give --interval")
    }
    return (name, length)
  }

  /// Appends a trade of its own, which may have no id.
  mutating func appendTrade(
    _ symbol: Name, id: PayloadField?, price: PayloadField, quantity: PayloadField, time: Int64,
    side: Side, into batch: inout Batch
  ) throws(PayloadProblem) {
    let number = try id?.identifier()
    let price = try price.amountAboveZero()
    let quantity = try quantity.amountAboveZero()
    let trade = Trade(
      instrument: instrument(symbol, batch), time: time, firstID: number ?? Trade.noID,
      lastID: number ?? Trade.noID, price: price, quantity: quantity, side: side,
      wide: &batch.wideTrades)
    batch.append(trade, id: number, aggregate: false)
  }

  /// Appends a candle, if a market can have made it.
  mutating func append(
    _ candle: Candle, of symbol: Name, into batch: inout Batch
  ) throws(PayloadProblem) {
    var candle = candle
    try candle.checkPayload()
    candle.instrument = instrument(symbol, batch)
    batch.append(candle)
  }

  /// Notes that a payload is refused of which `offset` bytes were read, and returns where it ends:
  /// what is no JSON ends with all there is.
  mutating func reject(
    _ payload: UnsafeRawBufferPointer, _ problem: PayloadProblem, read offset: Int, line: Int,
    into batch: inout Batch
  ) -> Int {
    var end = payload.count
    if case .syntax = problem {} else if offset > 0 { end = offset }
    reject(UnsafeRawBufferPointer(rebasing: payload[..<end]), problem, line: line, into: &batch)
    return end
  }

  /// Notes that a payload, or a row of it, is refused.
  func reject(
    _ raw: UnsafeRawBufferPointer, _ problem: PayloadProblem, line: Int, into batch: inout Batch
  ) {
    batch.rejects.append(
      Reject(source: batch.source, line: line, reason: problem.reason, raw: Array(raw)))
  }
}

extension Candle {
  /// Refuses a candle that no market can have made.
  func checkPayload() throws(PayloadProblem) {
    do throws(EventProblem) {
      try check()
    } catch {
      throw .refused(error.reason)
    }
  }
}
