import CXRecord

/// Where a payload comes from, as its shape tells, in whatever order and white space its fields
/// stand.
enum PayloadOrigin: Equatable {
  /// An exchange's socket or REST interface.
  case exchange(Exchange)
  /// `cx` itself: a record.
  case record
  /// A file of trades that freqtrade has downloaded.
  case freqtrade

  /// Looks at a payload; nil where nothing tells, or it is no JSON.
  init?(_ payload: UnsafeRawBufferPointer) {
    // What most messages begin with.
    for head in Self.heads where payload.starts(with: head.text) {
      self = head.origin
      return
    }
    var cursor = JSONCursor(payload)
    guard let origin = try? Self.read(&cursor) else { return nil }
    self = origin
  }

  private static let heads: [(text: [UInt8], origin: PayloadOrigin)] = [
    (#"{"stream":""#, .exchange(.binance)), (#"{"e":""#, .exchange(.binance)),
    (#"{"u":"#, .exchange(.binance)), (#"{"lastUpdateId":"#, .exchange(.binance)),
    (#"{"type":"trade","exchange":"#, .record), (#"{"type":"candle","exchange":"#, .record),
    (#"{"type":"quote","exchange":"#, .record), (#"{"type":"match","trade_id":"#, coinbase),
  ].map { (Array($0.0.utf8), $0.1) }

  private static let coinbase = PayloadOrigin.exchange(.coinbase)

  // What is damaged may tell by its beginning what it is.
  private static func read(_ cursor: inout JSONCursor) throws(PayloadProblem) -> PayloadOrigin? {
    if try cursor.peek() == .object {
      var fields = Fields()
      do throws(PayloadProblem) {
        try fields.read(&cursor)
      } catch {
        return fields.origin
      }
      return fields.origin
    }
    try cursor.enterArray()
    guard try cursor.nextElement() else { return nil }
    switch try cursor.peek() {
    case .object: return try read(&cursor)
    case .array: return origin(ofRow: try cursor.value().elements())
    case .number: return try origin(ofMessage: &cursor)
    default: return nil
    }
  }

  /// Rows of klines have 12 columns (the last one is ignored), and freqtrade's trades 7: time, id,
  /// type, side, price, amount, cost.
  private static func origin(ofRow row: [JSONValue]) -> PayloadOrigin? {
    if row.count == 12 || row.count == 11 { return .exchange(.binance) }
    guard row.count == 7, row[0].shape == .number, row[4].shape == .number,
      row[3].isText("buy") || row[3].isText("sell")
    else { return nil }
    return .freqtrade
  }

  /// Kraken's first socket: `[0,[...],"trade","XBT/USD"]`.
  private static func origin(
    ofMessage cursor: inout JSONCursor
  ) throws(PayloadProblem) -> PayloadOrigin? {
    var parts: [JSONValue] = []
    repeat { parts.append(try cursor.value()) } while try cursor.nextElement() && parts.count < 8
    guard parts.count >= 4, parts.suffix(2).allSatisfy({ $0.shape == .string }) else { return nil }
    return .exchange(.kraken)
  }

  /// What an object's outermost fields are.
  private struct Fields {
    private var names: Set<String> = []
    private var type = ""
    private var method = ""
    private var shapes: [String: JSONValue.Shape] = [:]

    mutating func read(_ cursor: inout JSONCursor) throws(PayloadProblem) {
      try cursor.enterObject()
      while let key = try cursor.nextKey() {
        // Long names are nobody's, and one that is no text is none.
        guard key.bytes.count <= 40, let name = key.text else {
          _ = try cursor.value()
          continue
        }
        names.insert(name)
        let value = try cursor.value()
        shapes[name] = value.shape
        if name == "type", value.shape == .string { type = value.text ?? "" }
        if name == "method", value.shape == .string { method = value.text ?? "" }
      }
    }

    private func has(_ all: String...) -> Bool { all.allSatisfy(names.contains) }

    var origin: PayloadOrigin? {
      if has("channel") {
        let isCoinbase = has("events") || has("sequence_num")
        return .exchange(isCoinbase ? .coinbase : .kraken)
      }
      if shapes["type"] == .string {
        if has("product_id") || CoinbaseParser.types.contains(type) { return coinbase }
        return PayloadOrigin.recordTypes.contains(type) ? .record : coinbase
      }
      if has("stream", "data") || has("e") || has("lastUpdateId") { return .exchange(.binance) }
      if shapes["error"] == .array { return .exchange(.kraken) }
      if has("event") { return .exchange(.kraken) }
      if has("method") {
        return .exchange(method == method.uppercasedASCII ? .binance : .kraken)
      }
      if shapes["trades"] == .array || shapes["candles"] == .array { return coinbase }
      if has("pricebooks") || has("pricebook") { return coinbase }
      if has("bids", "asks", "sequence") || has("trade_id", "size") { return coinbase }
      let isBinance =
        has("id", "status") || has("id", "result") || has("id", "error") || has("code", "msg")
        || has("u", "B", "A") || has("a", "p", "q") || has("id", "qty", "isBuyerMaker")
        || has("lastPrice", "symbol") || has("bidPrice", "symbol")
      return isBinance ? .exchange(.binance) : nil
    }
  }

  /// The types of records that have a kind of their own.
  static let recordTypes = Set(Kind.allCases.compactMap { $0.name?.description })
}
