import CXRecord

/// What the parsers of exchanges have in common: what they were told, what they skipped, and the
/// numbers of their instruments.
struct ParserBase {
  let exchange: Exchange
  var options: PayloadOptions
  var skips = PayloadSkips()
  var members = JSONMembers()
  private var numbers: [String: Int32] = [:]
  private var instruments: Instruments?

  init(_ exchange: Exchange, options: PayloadOptions) {
    self.exchange = exchange
    self.options = options
  }

  /// The number of a symbol in the batch's table.
  mutating func instrument(_ symbol: String, _ batch: Batch) -> Int32 {
    if instruments !== batch.instruments {
      instruments = batch.instruments
      numbers.removeAll()
    }
    if let known = numbers[symbol] { return known }
    let number = batch.instruments.number(
      of: Instrument(exchange: exchange.rawValue, symbol: symbol))
    numbers[symbol] = number
    return number
  }

  /// Whether it is of this symbol that all payloads so far were, and there were some.
  func isOnly(_ symbol: String) -> Bool { numbers.count == 1 && numbers[symbol] != nil }

  /// The symbol of a payload that names none.
  func symbol() throws(PayloadProblem) -> String {
    guard let symbol = options.symbol else {
      throw .refused("does not name its symbol: give --symbol")
    }
    return symbol
  }

  /// The interval of rows that do not tell it, and how many microseconds it lasts.
  func interval() throws(PayloadProblem) -> (name: String, length: Int64) {
    guard let name = options.interval, let length = IntervalName.length(of: name) else {
      throw .refused("does not tell the interval of its candles: give --interval")
    }
    return (name, length)
  }

  /// Appends a trade of its own.
  mutating func appendTrade(
    _ symbol: String, id: PayloadField, price: PayloadField, quantity: PayloadField, time: Int64,
    side: Side, into batch: inout Batch
  ) throws(PayloadProblem) {
    let number = try id.integer()
    let price = try price.unitsAboveZero()
    let quantity = try quantity.unitsAboveZero()
    let trade = Trade(
      instrument: instrument(symbol, batch), time: time, firstID: number, lastID: number,
      priceUnits: price.units, priceScale: price.scale, quantityUnits: quantity.units,
      quantityScale: quantity.scale, side: side)
    batch.append(trade, id: number, aggregate: false)
  }

  /// Notes that a payload, or a row of it, is refused.
  func reject(
    _ raw: UnsafeRawBufferPointer, _ problem: PayloadProblem, line: Int, into batch: inout Batch
  ) {
    batch.rejects.append(
      Reject(source: batch.source, line: line, reason: problem.reason, raw: Array(raw)))
  }
}
