import CXRecord

/// Reads what Binance sends, over the socket or as the answer to a request, into records.
///
/// Payloads are told apart by their shape: by `e` where there is one, else by the fields that are
/// there. Shapes after Binance's web-socket-streams.md and rest-api.md (spot, 2026-07). Unknown
/// events, replies to commands and void rows are skipped and counted; a payload or row that is
/// wrong becomes a ``Reject``, and the next one is read.
public struct BinanceParser {
  /// Where a payload comes from and when it came.
  struct Delivery {
    var payload: UnsafeRawBufferPointer
    var line: Int
    var receivedAt: Int64?
    // The stream's part before `@`, of a combined payload.
    var streamSymbol: Name?
  }

  var base: ParserBase
  let scratch = Block()

  /// A parser of one feed, file or answer after another.
  public init(options: PayloadOptions = PayloadOptions()) {
    base = ParserBase(.binance, options: options)
  }

  /// Reads one payload: a message, or a whole body.
  ///
  /// `line` is where it starts in `batch.source`, `receivedAt` when it came, in microseconds since
  /// 1970 UTC; it is the time of what has none (bookTicker, depth bodies), and tells which kline of
  /// a body is still open. Returns where the payload ends: behind it, there is another one.
  @discardableResult
  public mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, receivedAt: Int64?, into batch: inout Batch
  ) -> Int {
    var delivery = Delivery(payload: payload, line: line, receivedAt: receivedAt)
    var cursor = JSONCursor(payload)
    var done = 0
    do throws(PayloadProblem) {
      if try cursor.peek() == .array {
        try readArray(&cursor, delivery, &done, into: &batch)
        try cursor.endOrNext()
        return cursor.offset
      }
      try base.members.read(&cursor)
      try cursor.endOrNext()
      if let stream = base.members["stream"], let data = base.members["data"] {
        delivery.streamSymbol = stream.text.map { Self.symbol(ofStream: $0) }
        var inner = JSONCursor(data.bytes)
        if data.shape == .array {
          try readArray(&inner, delivery, &done, into: &batch)
          return cursor.offset
        }
        try base.members.read(&inner)
      } else if base.members.has("status"), let result = base.members["result"],
        result.shape == .array || result.shape == .object
      {
        // The WebSocket API answers with the bodies of REST.
        var inner = JSONCursor(result.bytes)
        if result.shape == .array {
          try readArray(&inner, delivery, &done, into: &batch)
          return cursor.offset
        }
        try base.members.read(&inner)
      }
      try readObject(delivery, into: &batch)
      return cursor.offset
    } catch {
      let end = min(max(cursor.offset, done), payload.count)
      // What is no JSON has no end.
      if case .syntax = error {
        reject(payload[done...], error, delivery, into: &batch)
        return payload.count
      }
      reject(payload[done..<end], error, delivery, into: &batch)
      return end
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
          try base.members.read(&inner)
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
    if let event = base.members["e"] {
      try readEvent(event, delivery, into: &batch)
    } else if base.members.has("lastUpdateId") {
      try readDepthBody(delivery, into: &batch)
    } else if base.members.has("u"), base.members.has("B"), base.members.has("A") {
      try readBookTicker(delivery, into: &batch)
    } else if base.members.has("a"), base.members.has("p"), base.members.has("q") {
      try readAggregateTrade(symbol: symbol(delivery), into: &batch)
    } else if base.members.has("id"), base.members.has("qty"), base.members.has("isBuyerMaker") {
      try readTradeBody(delivery, into: &batch)
    } else if base.members.has("lastPrice"), base.members.has("symbol") {
      try readTickerBody(into: &batch)
    } else if base.members.has("bidPrice"), base.members.has("symbol") {
      try readBookTickerBody(delivery, into: &batch)
    } else if base.members.has("status"), let error = base.members["error"], error.shape == .object
    {
      var inner = JSONCursor(error.bytes)
      try base.members.read(&inner)
      throw .refused("is an error of the exchange: \(reason)")
    } else if base.members.has("id"), ["result", "error", "code"].contains(where: base.members.has)
    {
      base.skips.replies += 1
    } else if base.members.has("code"), base.members.has("msg") {
      throw .refused("is an error of the exchange: \(reason)")
    } else if base.members.has("method"), base.members.has("id") {
      // A command, in a recording of both directions.
      base.skips.replies += 1
    } else {
      base.skips.unknown += 1
    }
  }

  private var reason: String {
    "\(base.members["code"]?.text ?? "") \(base.members["msg"]?.text ?? "")"
  }

  private mutating func readEvent(
    _ event: JSONValue, _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    if event.isText("trade") {
      try readTrade(into: &batch)
    } else if event.isText("depthUpdate") {
      try readDepthUpdate(into: &batch)
    } else if event.isText("aggTrade") {
      try readAggregateTrade(symbol: base.members.required("s").text(), into: &batch)
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
      base.skips.unknown += 1
    }
  }

  // MARK: - Symbols

  /// The symbol of a payload that names none.
  func symbol(_ delivery: Delivery) throws(PayloadProblem) -> Name {
    if let symbol = base.options.symbol ?? delivery.streamSymbol { return symbol }
    if let symbol = base.options.suggestedSymbol, base.isOnly(symbol) { return symbol }
    return try base.symbol()
  }

  // Streams spell symbols in lower case, everything else in upper case; only ASCII has cases here.
  private static func symbol(ofStream name: String) -> Name {
    Name(name.prefix { $0 != "@" }).uppercasedASCII
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
    base.reject(UnsafeRawBufferPointer(rebasing: raw), problem, line: line, into: &batch)
  }
}

extension StringProtocol {
  /// The text with a to z in upper case and all else as it is.
  public var uppercasedASCII: String {
    String(
      decoding: utf8.map { $0 &- UInt8(ascii: "a") < 26 ? $0 - 0x20 : $0 }, as: UTF8.self)
  }
}
