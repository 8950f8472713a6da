/// Reads what Binance sends, over the socket or as the answer to a request, into records.
///
/// Payloads are told apart by their shape: by `e` where there is one, else by the fields that are
/// there. Shapes after Binance's web-socket-streams.md and rest-api.md (spot, 2026-07). Unknown
/// events, replies to commands and void rows are skipped and counted; a payload or row that is
/// wrong becomes a ``Reject``, and the next one is read.
public struct BinanceParser {
  /// What a payload does not say itself.
  public struct Options: Sendable {
    /// The symbol of bodies without one: klines, trades, aggTrades, depth.
    public var symbol: String?
    /// The interval of klines from bodies and files; found from their times when nil.
    public var interval: String?
    /// A symbol that a recording's name suggests: believed for a body without a symbol when every
    /// payload before it was of this symbol.
    public var suggestedSymbol: String?

    /// Nothing known.
    public init() {}
  }

  /// What was skipped on purpose.
  public struct Skips: Equatable, Sendable {
    /// Payloads of a kind that has no record.
    public var unknown = 0
    /// Replies to commands of the socket.
    public var replies = 0
    /// Trades that the exchange has marked void: price and quantity 0.
    public var void = 0

    /// Nothing skipped yet.
    public init() {}

    /// What was skipped, in words; nil when nothing was.
    public var text: String? {
      let parts = [(unknown, "other payloads"), (replies, "replies"), (void, "void trades")]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      return parts.isEmpty ? nil : "skipped " + parts.joined(separator: ", ")
    }

    /// Adds what was skipped elsewhere.
    public mutating func add(_ other: Skips) {
      unknown += other.unknown
      replies += other.replies
      void += other.void
    }
  }

  /// Where a payload comes from and when it came.
  struct Delivery {
    var payload: UnsafeRawBufferPointer
    var line: Int
    var receivedAt: Int64?
    // The stream's part before `@`, of a combined payload.
    var streamSymbol: String?
  }

  /// The name that records carry.
  public static let exchange = "binance"

  /// What a payload does not say itself.
  public var options: Options
  /// What was skipped so far.
  public internal(set) var skips = Skips()

  var members = JSONMembers()
  let scratch = Block()
  private var numbers: [String: Int32] = [:]
  private var instruments: Instruments?

  /// A parser of one feed, file or answer after another.
  public init(options: Options = Options()) {
    self.options = options
  }

  /// Reads one payload: a message, or a whole body.
  ///
  /// `line` is where it starts in `batch.source`, `receivedAt` when it came, in microseconds since
  /// 1970 UTC; it is the time of what has none (bookTicker, depth bodies), and tells which kline of
  /// a body is still open.
  public mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) {
    var delivery = Delivery(payload: payload, line: line, receivedAt: receivedAt)
    var cursor = JSONCursor(payload)
    var done = 0
    do throws(PayloadProblem) {
      if try cursor.peek() == .array {
        try readArray(&cursor, delivery, &done, into: &batch)
        try cursor.end()
        return
      }
      try members.read(&cursor)
      try cursor.end()
      if let stream = members["stream"], let data = members["data"] {
        delivery.streamSymbol = stream.text.map { Self.symbol(ofStream: $0) }
        var inner = JSONCursor(data.bytes)
        if data.shape == .array {
          try readArray(&inner, delivery, &done, into: &batch)
          return
        }
        try members.read(&inner)
      }
      try readObject(delivery, into: &batch)
    } catch {
      reject(payload[done...], error, delivery, into: &batch)
    }
  }

  // MARK: - Shapes

  // Rows stand for themselves: a wrong one does not take its neighbours along. `done` is how much
  // of the payload has become records when the text breaks off.
  private mutating func readArray(
    _ cursor: inout JSONCursor, _ delivery: Delivery, _ done: inout Int, into batch: inout Batch
  ) throws(PayloadProblem) {
    try cursor.enterArray()
    var isFlat = false
    while try cursor.nextElement() {
      let value = try cursor.value()
      do throws(PayloadProblem) {
        switch value.shape {
        case .object:
          var inner = JSONCursor(value.bytes)
          try members.read(&inner)
          try readObject(delivery, into: &batch)
        case .array: try readKline(value, delivery, into: &batch)
        default: isFlat = true
        }
      } catch {
        reject(value.bytes[...], error, delivery, into: &batch)
      }
      if isFlat { throw .refused("is an array of neither rows nor objects") }
      if let start = delivery.payload.baseAddress, let end = value.bytes.baseAddress {
        done = end + value.bytes.count - start
      }
    }
  }

  private mutating func readObject(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    if let event = members["e"] {
      try readEvent(event, delivery, into: &batch)
    } else if members.has("lastUpdateId") {
      try readDepthBody(delivery, into: &batch)
    } else if members.has("u"), members.has("B"), members.has("A") {
      try readBookTicker(delivery, into: &batch)
    } else if members.has("a"), members.has("p"), members.has("q") {
      try readAggregateTrade(symbol: symbol(delivery), into: &batch)
    } else if members.has("id"), members.has("qty"), members.has("isBuyerMaker") {
      try readTradeBody(delivery, into: &batch)
    } else if members.has("lastPrice"), members.has("symbol") {
      try readTickerBody(into: &batch)
    } else if members.has("bidPrice"), members.has("symbol") {
      try readBookTickerBody(delivery, into: &batch)
    } else if members.has("id"), ["result", "error", "code"].contains(where: members.has) {
      skips.replies += 1
    } else if let code = members["code"], let message = members["msg"] {
      let number = code.text ?? ""
      throw .refused("is an error of the exchange: \(number) \(message.text ?? "")")
    } else {
      skips.unknown += 1
    }
  }

  private mutating func readEvent(
    _ event: JSONValue, _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    if event.isText("trade") {
      try readTrade(into: &batch)
    } else if event.isText("depthUpdate") {
      try readDepthUpdate(into: &batch)
    } else if event.isText("aggTrade") {
      try readAggregateTrade(symbol: members.required("s").text(), into: &batch)
    } else if event.isText("kline") {
      try readKlineEvent(into: &batch)
    } else if event.isText("bookTicker") {
      try readBookTicker(delivery, into: &batch)
    } else if event.isText("24hrTicker") || event.isText("24hrMiniTicker") {
      try readTicker(window: "24h", into: &batch)
    } else if event.isText("1hTicker") {
      try readTicker(window: "1h", into: &batch)
    } else if event.isText("4hTicker") {
      try readTicker(window: "4h", into: &batch)
    } else if event.isText("1dTicker") {
      try readTicker(window: "1d", into: &batch)
    } else {
      skips.unknown += 1
    }
  }

  // MARK: - Symbols

  /// The number of a symbol in the batch's table.
  mutating func instrument(_ symbol: String, _ batch: Batch) -> Int32 {
    if instruments !== batch.instruments {
      instruments = batch.instruments
      numbers.removeAll()
    }
    if let known = numbers[symbol] { return known }
    let number = batch.instruments.number(
      of: Instrument(exchange: Self.exchange, symbol: symbol))
    numbers[symbol] = number
    return number
  }

  /// The symbol of a payload that names none.
  func symbol(_ delivery: Delivery) throws(PayloadProblem) -> String {
    if let symbol = options.symbol ?? delivery.streamSymbol { return symbol }
    if let symbol = options.suggestedSymbol, numbers.count == 1, numbers[symbol] != nil {
      return symbol
    }
    throw .refused("does not name its symbol: give --symbol")
  }

  // Streams spell symbols in lower case, everything else in upper case; only ASCII has cases here.
  private static func symbol(ofStream name: String) -> String {
    name.prefix { $0 != "@" }.uppercasedASCII
  }

  // MARK: - Refusal

  private func reject(
    _ raw: Slice<UnsafeRawBufferPointer>, _ problem: PayloadProblem, _ delivery: Delivery,
    into batch: inout Batch
  ) {
    var line = delivery.line
    if let start = delivery.payload.baseAddress, let row = raw.base.baseAddress {
      let before = row + raw.startIndex - start
      line += delivery.payload.prefix(max(0, before)).count { $0 == 0x0A }
    }
    batch.rejects.append(
      Reject(source: batch.source, line: line, reason: problem.reason, raw: Array(raw)))
  }
}

extension StringProtocol {
  /// The text with a to z in upper case and all else as it is.
  public var uppercasedASCII: String {
    String(
      decoding: utf8.map { $0 &- UInt8(ascii: "a") < 26 ? $0 - 0x20 : $0 }, as: UTF8.self)
  }
}
