import CXRecord

/// Kraken, spot: docs.kraken.com, REST and WebSocket version 2 (2026-07).
struct KrakenRules: ExchangeRules {
  static let intervals: [Name] = ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"]

  let hosts = ExchangeHosts(rest: "https://api.kraken.com", streams: "wss://ws.kraken.com")
  /// About a request a second.
  let spacing: Int64 = 1_000_000

  func refusal(of subject: LivePlan.Subject, follows: Bool) -> String? {
    switch subject {
    case .trades, .rawTrades, .quotes: nil
    case .candles(let interval) where !Self.intervals.contains(interval):
      "Kraken has candles of \(Self.intervals.joined(separator: " ")): \"\(interval)\""
    case .candles: nil
    case .tickers, .depth: "of Kraken, cx fetch has trades, candles and quotes"
    }
  }

  /// Errors come with status 200: `{"error":["EQuery:Unknown asset pair"]}`.
  func verdict(_ answer: RESTAnswer, symbol: Name) -> RESTVerdict? {
    guard answer.status == 200, let error = Self.error(in: answer.body) else { return nil }
    switch error {
    case "EQuery:Unknown asset pair", "EQuery:Invalid asset pair":
      return .fail(Fault(.noInput, "the exchange has no symbol \(symbol)"))
    case "EAPI:Rate limit exceeded", "EGeneral:Too many requests":
      return .slowDown(seconds: answer.retryAfterSeconds ?? 5)
    case "EGeneral:Temporary lockout": return .banned(seconds: answer.retryAfterSeconds)
    case "EService:Unavailable", "EService:Busy", "EService:Timeout", "EGeneral:Internal error":
      return .retry("the exchange answered: \(error)")
    default:
      return .fail(Fault(.usage, "the exchange refuses the question for \(symbol): \(error)"))
    }
  }

  private static func error(in body: [UInt8]) -> String? {
    body.withUnsafeBytes { bytes in
      var cursor = JSONCursor(bytes)
      var members = JSONMembers()
      guard (try? members.read(&cursor)) != nil, let errors = members["error"] else { return nil }
      // A message goes to a terminal: no control characters.
      return (try? errors.elements())?.first?.text.map { text in
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(200))
      }
    }
  }

  func facts(of symbols: [Name]) -> RESTRequest {
    RESTRequest("/0/public/AssetPairs", [("pair", symbols.first?.text ?? "")], weight: 1)
  }

  /// The pair has another name in the answer: `XXBTZUSD` for `BTC/USD`.
  func readFacts(
    _ body: UnsafeRawBufferPointer, of symbols: [Name]
  ) throws(PayloadProblem) -> ExchangeFacts {
    var pair = JSONCursor(try Self.result(body).bytes)
    var facts = ExchangeFacts()
    try pair.enterObject()
    guard try pair.nextKey() != nil, let symbol = symbols.first else { return facts }
    var members = JSONMembers()
    try members.read(&pair)
    let status = try members.optional("status")?.text() ?? "online"
    facts.states[symbol] = .some(status == "online" ? nil : status.text)
    return facts
  }

  /// The member `result` of an answer.
  static func result(_ body: UnsafeRawBufferPointer) throws(PayloadProblem) -> JSONValue {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    return try members.required("result").value
  }

  func quotes(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)] {
    symbols.map { (RESTRequest("/0/public/Ticker", [("pair", $0.text)], weight: 1), $0) }
  }

  func newestTrade(of symbol: Name) -> RESTRequest {
    RESTRequest("/0/public/Trades", [("pair", symbol.text), ("count", "1")], weight: 1)
  }

  func readNewestTrade(_ body: UnsafeRawBufferPointer) throws(PayloadProblem) -> Int64 {
    var batch = Batch()
    var options = PayloadOptions()
    options.symbol = "any"
    var parser = PayloadParser(.kraken, options: options)
    parser.parse(body, line: 1, receivedAt: nil, into: &batch)
    if let reject = batch.rejects.first { throw .refused(reject.reason) }
    return batch.trades.last?.lastID ?? 0
  }

  func pages(
    of series: HistorySeries, from start: Int64, until: Int64, stop: Int64
  ) -> any HistoryPages {
    switch series.subject {
    case .trades, .rawTrades: KrakenTradePages(of: series, until: until, stop: stop)
    case .candles(let interval):
      KrakenCandlePages(interval: interval, of: series, from: start, until: until)
    }
  }

  func stream(of subject: LivePlan.Subject, _ symbol: Name) -> String { symbol.text }

  func target(first: String) -> String { "/v2" }

  func subscription(_ names: [String], of subject: LivePlan.Subject, id: Int64) -> String {
    let text = Block()
    text.append(#"{"method":"subscribe","params":{"channel":"#)
    switch subject {
    case .quotes:
      // The best prices whenever they change, not only at trades.
      text.append(#""ticker","event_trigger":"bbo""#)
    case .candles(let interval):
      let length = IntervalName.length(of: interval) ?? 60 * Timestamp.second
      text.append(#""ohlc","interval":"#)
      text.append(length / (60 * Timestamp.second))
    case .trades, .rawTrades, .tickers, .depth: text.append(#""trade""#)
    }
    text.append(#","symbol":["#)
    for (place, name) in names.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      text.append(jsonString: name)
    }
    text.append(#"],"snapshot":false},"req_id":"#)
    text.append(id)
    text.append(UInt8(ascii: "}"))
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
