import CXRecord

/// Reads what any of the exchanges sends into records.
///
/// Where it is not said which exchange it is, the shape of a payload tells (``PayloadOrigin``), and
/// what nothing tells of is Binance's.
public struct PayloadParser {
  var binance: BinanceParser
  var coinbase: CoinbaseParser
  var kraken: KrakenParser
  private var freqtrade: FreqtradeParser
  private var records = RecordReader()
  private let exchange: Exchange?
  private let tellsApart: Bool
  /// Payloads that came to nothing because nobody knows what they are.
  private(set) var strange = 0

  /// A parser of one feed, file or answer after another; nil tells exchanges apart.
  public init(_ exchange: Exchange?, options: PayloadOptions = .init()) {
    self.init(exchange, options: options, tellsApart: exchange == nil)
  }

  /// As above; with `tellsApart`, what is not the exchange's is refused, and records of `cx` and
  /// files of freqtrade are read.
  init(_ exchange: Exchange?, options: PayloadOptions, tellsApart: Bool) {
    self.exchange = exchange
    self.tellsApart = tellsApart
    binance = BinanceParser(options: options)
    coinbase = CoinbaseParser(options: options)
    kraken = KrakenParser(options: options)
    freqtrade = FreqtradeParser(exchange, options: options)
  }

  /// What was skipped so far.
  public var skips: PayloadSkips {
    var sum = binance.base.skips
    sum.add(coinbase.base.skips)
    sum.add(kraken.base.skips)
    return sum
  }

  /// Notes a line of a recording that tells of the connection, or of a command.
  mutating func noteReply() {
    binance.base.skips.replies += 1
  }

  /// Says of which symbol payloads are that name none.
  mutating func assume(symbol: Name?) {
    binance.base.options.symbol = symbol
    coinbase.base.options.symbol = symbol
    kraken.base.options.symbol = symbol
  }

  /// Reads one payload, a message, or a whole body, or several that follow each other; see
  /// ``BinanceParser/parse``.
  public mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) {
    var rest = payload
    var line = line
    while !rest.isEmpty {
      let used = parseFirst(of: rest, line: line, receivedAt: receivedAt, into: &batch)
      if used >= rest.count { return }
      line += rest[..<used].count { $0 == UInt8(ascii: "\n") }
      rest = UnsafeRawBufferPointer(rebasing: rest[used...])
    }
  }

  /// Reads the first payload and returns where the next one begins.
  private mutating func parseFirst(
    of payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) -> Int {
    if !tellsApart {
      return parse(payload, of: exchange ?? .binance, line, receivedAt, into: &batch)
    }
    let before = (batch.records.count, batch.rejects.count, skips.unknown)
    let origin = PayloadOrigin(payload)
    var used = payload.count
    switch origin {
    case .record?: used = records.readPayload(payload, line: line, into: &batch)
    case .freqtrade?: used = freqtrade.parse(payload, line: line, into: &batch)
    case .exchange(let found)? where exchange.map { $0 != found } ?? false:
      let reason = "is what \(found.title) sends: --exchange \(found.rawValue) reads it"
      binance.base.reject(payload, .refused(reason), line: line, into: &batch)
    case .exchange(let found)?:
      used = parse(payload, of: found, line, receivedAt, into: &batch)
    case nil: used = parse(payload, of: exchange ?? .binance, line, receivedAt, into: &batch)
    }
    if batch.records.count == before.0 {
      let isRefused = batch.rejects.count > before.1 && origin == nil
      if isRefused || skips.unknown > before.2 { strange += 1 }
    }
    return used
  }

  private mutating func parse(
    _ payload: UnsafeRawBufferPointer, of exchange: Exchange, _ line: Int, _ receivedAt: Int64?,
    into batch: inout Batch
  ) -> Int {
    switch exchange {
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
}

extension PayloadField {
  /// Buy or sell.
  func side() throws(PayloadProblem) -> Side {
    if value.isText("buy") || value.isText("b") { return .buy }
    if value.isText("sell") || value.isText("s") { return .sell }
    throw .field(name.description, "is neither buy nor sell")
  }
}

extension RecordReader {
  /// Reads a record that stands at the beginning of a payload, and returns where it ends.
  fileprivate mutating func readPayload(
    _ payload: UnsafeRawBufferPointer, line: Int, into batch: inout Batch
  ) -> Int {
    var cursor = JSONCursor(payload)
    var text = payload
    var end = payload.count
    if (try? cursor.value()) != nil {
      text = UnsafeRawBufferPointer(rebasing: payload[..<cursor.offset])
      if (try? cursor.endOrNext()) != nil { end = cursor.offset } else { text = payload }
    }
    // As lines, and many lines are one record.
    let start = batch.block.count
    batch.block.append(text)
    for index in start..<batch.block.count where batch.block.bytes[index] == UInt8(ascii: "\n") {
      batch.block.base.storeBytes(of: 0x20, toByteOffset: index, as: UInt8.self)
    }
    batch.block.append(UInt8(ascii: "\n"))
    let refused = batch.rejects.count
    _ = read(into: &batch, from: start)
    if batch.rejects.count > refused {
      batch.rejects[refused].line = line
      // All of the block is written, and what is refused is not.
      batch.block.count = start
    }
    return end
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
