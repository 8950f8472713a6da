import CXRecord

/// Coinbase Exchange: docs.cdp.coinbase.com, REST and WebSocket feed (2026-07).
struct CoinbaseRules: ExchangeRules {
  static let intervals: [Name] = ["1m", "5m", "15m", "1h", "6h", "1d"]

  let hosts = ExchangeHosts(
    rest: "https://api.exchange.coinbase.com", streams: "wss://ws-feed.exchange.coinbase.com")
  /// Ten requests a second.
  let spacing: Int64 = 100_000

  func refusal(of subject: LivePlan.Subject, follows: Bool) -> String? {
    switch subject {
    case .trades, .rawTrades, .quotes: nil
    case .candles where follows:
      "Coinbase has no stream of candles: follow its trades through cx window"
    case .candles(let interval) where !Self.intervals.contains(interval):
      "Coinbase has candles of \(Self.intervals.joined(separator: " ")): \"\(interval)\""
    case .candles: nil
    case .tickers, .depth: "of Coinbase, cx fetch has trades, candles and quotes"
    }
  }

  func verdict(_ answer: RESTAnswer, symbol: Name) -> RESTVerdict? {
    switch answer.status {
    // It counts by the second.
    case 429: .slowDown(seconds: answer.retryAfterSeconds ?? 1)
    case 404: .fail(Fault(.noInput, "the exchange has no symbol \(symbol)"))
    default: nil
    }
  }

  func facts(of symbols: [Name]) -> RESTRequest {
    RESTRequest(Self.path(symbols.first ?? ""), [], weight: 1)
  }

  func readFacts(
    _ body: UnsafeRawBufferPointer, of symbols: [Name]
  ) throws(PayloadProblem) -> ExchangeFacts {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    var facts = ExchangeFacts()
    let status = try members.required("status").text()
    facts.states[try members.required("id").text()] = .some(status == "online" ? nil : status.text)
    return facts
  }

  func quotes(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)] {
    symbols.map { (RESTRequest(Self.path($0, "/book"), [("level", "1")], weight: 1), $0) }
  }

  func newestTrade(of symbol: Name) -> RESTRequest {
    RESTRequest(Self.path(symbol, "/trades"), [("limit", "1")], weight: 1)
  }

  func readNewestTrade(_ body: UnsafeRawBufferPointer) throws(PayloadProblem) -> Int64 {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try cursor.enterArray()
    guard try cursor.nextElement() else { return 0 }
    try members.read(&cursor)
    return try members.required("trade_id").integer()
  }

  func pages(
    of series: HistorySeries, from start: Int64, until: Int64, stop: Int64
  ) -> any HistoryPages {
    switch series.subject {
    case .trades, .rawTrades: CoinbaseTradePages(of: series, until: until, stop: stop)
    case .candles(let interval):
      CoinbaseCandlePages(interval: interval, of: series, from: start, until: until)
    }
  }

  func stream(of subject: LivePlan.Subject, _ symbol: Name) -> String { symbol.text }

  func target(first: String) -> String { "/" }

  /// Heartbeats tell of trades that did not come.
  func subscription(_ names: [String], of subject: LivePlan.Subject, id: Int64) -> String {
    let channel = subject == .quotes ? "ticker" : "matches"
    let text = Block()
    text.append(#"{"type":"subscribe","product_ids":["#)
    for (place, name) in names.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      text.append(jsonString: name)
    }
    text.append(#"],"channels":["#)
    text.append(jsonString: channel)
    text.append(#","heartbeat"]}"#)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// A path below a product.
  static func path(_ symbol: Name, _ end: String = "") -> String {
    "/products/" + RESTRequest.encoded(symbol.text) + end
  }
}
