import CXRecord

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
  public init(_ exchange: Exchange?, options: PayloadOptions = .init()) {
    self.exchange = exchange
    binance = BinanceParser(options: options)
    coinbase = CoinbaseParser(options: options)
    kraken = KrakenParser(options: options)
  }

  /// What was skipped so far.
  public var skips: PayloadSkips {
    var sum = binance.base.skips
    sum.add(coinbase.base.skips)
    sum.add(kraken.base.skips)
    return sum
  }

  /// Says of which symbol payloads are that name none.
  mutating func assume(symbol: String?) {
    binance.base.options.symbol = symbol
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
    guard exchange == .binance, let aggregate = binance.base.members.optional("a") else {
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
      case .binance, nil: binance.base.members.optional(subject == .tickers ? "E" : "u")
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
