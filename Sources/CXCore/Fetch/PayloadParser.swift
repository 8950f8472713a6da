/// Reads what any of the exchanges sends into records.
///
/// Where it is not said which exchange it is, the beginning of a payload tells: each begins its
/// messages with the same name, and what is neither Coinbase's nor Kraken's is Binance's.
public struct PayloadParser {
  var binance: BinanceParser
  var coinbase: CoinbaseParser
  var kraken: KrakenParser
  private let exchange: Exchange?

  /// A parser of one feed, file or answer after another; nil tells exchanges apart.
  public init(_ exchange: Exchange?, options: BinanceParser.Options = .init()) {
    self.exchange = exchange
    binance = BinanceParser(options: options)
    coinbase = CoinbaseParser(options: options)
    kraken = KrakenParser(options: options)
  }

  /// What was skipped so far.
  public var skips: BinanceParser.Skips {
    var sum = binance.skips
    sum.add(coinbase.base.skips)
    sum.add(kraken.base.skips)
    return sum
  }

  /// Says of which symbol payloads are that name none.
  mutating func assume(symbol: String?) {
    binance.options.symbol = symbol
    coinbase.base.options.symbol = symbol
    kraken.base.options.symbol = symbol
  }

  /// Reads one payload: a message, or a whole body; see ``BinanceParser/parse``.
  public mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) {
    switch exchange ?? Self.guess(payload) {
    case .binance: binance.parse(payload, line: line, receivedAt: receivedAt, into: &batch)
    case .coinbase: coinbase.parse(payload, line: line, receivedAt: receivedAt, into: &batch)
    case .kraken: kraken.parse(payload, line: line, receivedAt: receivedAt, into: &batch)
    }
  }

  /// The exchange's own id of a trade of the payload that was read last.
  func id(of trade: Trade) -> Int64 {
    guard exchange == .binance, let aggregate = binance.members.optional("a") else {
      return trade.firstID
    }
    return (try? aggregate.integer()) ?? trade.firstID
  }

  /// Where the payload that was read last stands among others of its kind: a counter or a time; nil
  /// where nothing tells.
  func order(_ subject: LivePlan.Subject) -> Int64? {
    let field =
      switch exchange {
      case .coinbase: coinbase.base.members.optional("sequence")
      case .kraken: nil as PayloadField?
      case .binance, nil: binance.members.optional(subject == .tickers ? "E" : "u")
      }
    return try? field?.integer()
  }

  /// Forgets what was seen of candles that are open: some of it may have been missed.
  mutating func forgetOpenCandles() {
    kraken.forgetOpenCandles()
  }

  private static let coinbaseHead = Array(#"{"type":"#.utf8)
  private static let krakenHeads = [#"{"channel":"#, #"{"error":["#, #"{"method":"#].map {
    Array($0.utf8)
  }

  private static func guess(_ payload: UnsafeRawBufferPointer) -> Exchange {
    if payload.starts(with: coinbaseHead) { return .coinbase }
    return krakenHeads.contains { payload.starts(with: $0) } ? .kraken : .binance
  }
}

/// What the parsers of exchanges have in common: what they were told, what they skipped, and the
/// numbers of their instruments.
struct ParserBase {
  let exchange: Exchange
  var options: BinanceParser.Options
  var skips = BinanceParser.Skips()
  var members = JSONMembers()
  private var numbers: [String: Int32] = [:]
  private var instruments: Instruments?

  init(_ exchange: Exchange, options: BinanceParser.Options) {
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

  /// The symbol of a payload that names none.
  func symbol() throws(PayloadProblem) -> String {
    guard let symbol = options.symbol else {
      throw .refused("does not name its symbol: give --symbol")
    }
    return symbol
  }

  /// The interval of rows that do not tell it, and how many microseconds it lasts.
  func interval() throws(PayloadProblem) -> (name: String, length: Int64) {
    guard let name = options.interval, let length = BinanceInterval.length(of: name) else {
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
    let price = try price.units()
    let quantity = try quantity.units()
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

extension PayloadField {
  /// A time as RFC 3339: microseconds since 1970 UTC.
  func writtenTime() throws(PayloadProblem) -> Int64 {
    guard let time = Timestamp(rfc3339: value.bytes) else {
      throw .field(name.description, "is not a time of RFC 3339")
    }
    return time.microseconds
  }

  /// Buy or sell.
  func side() throws(PayloadProblem) -> Side {
    if value.isText("buy") || value.isText("b") { return .buy }
    if value.isText("sell") || value.isText("s") { return .sell }
    throw .field(name.description, "is neither buy nor sell")
  }
}

extension JSONValue {
  /// The elements of an array.
  func elements() throws(PayloadProblem) -> [JSONValue] {
    var cursor = JSONCursor(bytes)
    var all: [JSONValue] = []
    try cursor.enterArray()
    while try cursor.nextElement() { all.append(try cursor.value()) }
    return all
  }
}
