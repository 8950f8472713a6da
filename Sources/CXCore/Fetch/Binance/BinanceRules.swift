import CXRecord

/// Binance, spot: rest-api.md and web-socket-streams.md (2026-07).
struct BinanceRules: ExchangeRules {
  let hosts = ExchangeHosts(
    rest: "https://api.binance.com", streams: "wss://stream.binance.com:9443",
    bulk: "https://data.binance.vision")
  /// Bulk files have microseconds since 2025: the same trade is the same record from everywhere.
  let headers = [(name: "X-MBX-TIME-UNIT", value: "MICROSECOND")]
  let spacing: Int64 = 0
  let advice = "wait some minutes, or try --base-url https://data-api.binance.vision"
  let symbolsPerQuestion = 100

  func refusal(of subject: LivePlan.Subject, follows: Bool) -> String? { nil }

  func verdict(_ answer: RESTAnswer, symbol: Name) -> RESTVerdict? {
    if answer.status == 418 { return .banned(seconds: answer.retryAfterSeconds) }
    // These mean the same whatever the body says: of a place that is not served it is code 0.
    if [401, 403, 408, 429, 451].contains(answer.status) { return nil }
    guard (400...499).contains(answer.status), let error = RESTError(body: answer.body) else {
      return nil
    }
    let said = ": \(error.message) (\(error.code))"
    switch error.code {
    case -1001, -1006, -1007, -1008, -1016: return .retry("the exchange answered\(said)")
    case -1003: return .slowDown(seconds: answer.retryAfterSeconds)
    case -1121: return .fail(Fault(.noInput, "the exchange has no symbol \(symbol)"))
    default: return .fail(Fault(.usage, "the exchange refuses the question for \(symbol)\(said)"))
    }
  }

  func facts(of symbols: [Name]) -> RESTRequest {
    if symbols.count == 1, let only = symbols.first {
      return RESTRequest("/api/v3/exchangeInfo", [("symbol", only.text)], weight: 20)
    }
    return RESTRequest("/api/v3/exchangeInfo", [Question.list(symbols)], weight: 20)
  }

  func readFacts(
    _ body: UnsafeRawBufferPointer, of symbols: [Name]
  ) throws(PayloadProblem) -> ExchangeFacts {
    try ExchangeFacts(binance: body)
  }

  func quotes(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)] {
    stride(from: 0, to: symbols.count, by: symbolsPerQuestion).map {
      let some = Array(symbols[$0..<min($0 + symbolsPerQuestion, symbols.count)])
      let request = RESTRequest("/api/v3/ticker/bookTicker", [Question.list(some)], weight: 4)
      return (request, nil)
    }
  }

  func newestTrade(of symbol: Name) -> RESTRequest {
    RESTRequest("/api/v3/aggTrades", [("symbol", symbol.text), ("limit", "1")], weight: 4)
  }

  func readNewestTrade(_ body: UnsafeRawBufferPointer) throws(PayloadProblem) -> Int64 {
    var newest: Int64 = 0
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try cursor.enterArray()
    while try cursor.nextElement() {
      try members.read(&cursor)
      newest = max(newest, try members.required("l").integer())
    }
    try cursor.end()
    return newest
  }

  func pages(
    of series: HistorySeries, from start: Int64, until: Int64, stop: Int64
  ) -> any HistoryPages {
    switch series.subject {
    case .trades, .rawTrades:
      BinanceTradePages(
        raw: series.subject == .rawTrades, for: series, until: until, stop: stop)
    case .candles(let interval):
      BinanceCandlePages(interval: interval, for: series, from: start, until: until)
    }
  }

  func pages(aboutHoles holes: [Range<Int64>]) -> (any HistoryPages)? {
    BinanceHolePages(holes)
  }

  /// ASCII letters small, the others as they are.
  func stream(of subject: LivePlan.Subject, _ symbol: Name) -> String {
    let small = String(
      decoding: symbol.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 + 0x20 : $0 }, as: UTF8.self)
    return switch subject {
    case .trades: small + "@aggTrade"
    case .rawTrades: small + "@trade"
    case .candles(let interval): small + "@kline_" + interval.text
    case .quotes: small + "@bookTicker"
    case .tickers: small + "@ticker"
    case .depth: small + "@depth@100ms"
    }
  }

  /// A long URL fails, so all but the first stream are subscribed to; microseconds, because that is
  /// what REST and bulk files have.
  func target(first: String) -> String {
    "/stream?streams=\(RESTRequest.encoded(first))&timeUnit=MICROSECOND"
  }

  func subscription(_ names: [String], of subject: LivePlan.Subject, id: Int64) -> String {
    let text = Block()
    text.append(#"{"method":"SUBSCRIBE","params":["#)
    for (place, name) in names.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      text.append(jsonString: name)
    }
    text.append(#"],"id":"#)
    text.append(id)
    text.append(UInt8(ascii: "}"))
    return String(decoding: text.bytes, as: UTF8.self)
  }

  func listing(id: Int64) -> String? {
    #"{"method":"LIST_SUBSCRIPTIONS","id":\#(id)}"#
  }
}

extension ExchangeFacts {
  /// Reads `/api/v3/exchangeInfo`.
  init(binance body: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    if let time = members.optional("serverTime") {
      serverTime = Timestamp(microseconds: try time.time())
    }
    if let limits = members["rateLimits"] { try readLimits(limits) }
    guard let symbols = members["symbols"] else { return }
    var rows = JSONCursor(symbols.bytes)
    try rows.enterArray()
    while try rows.nextElement() {
      try members.read(&rows)
      let status = try members.required("status").text()
      states[try members.required("symbol").text()] = .some(status == "TRADING" ? nil : status.text)
    }
  }

  private mutating func readLimits(_ limits: JSONValue) throws(PayloadProblem) {
    var rows = JSONCursor(limits.bytes)
    var members = JSONMembers()
    try rows.enterArray()
    while try rows.nextElement() {
      try members.read(&rows)
      guard members["rateLimitType"]?.isText("REQUEST_WEIGHT") == true,
        members["interval"]?.isText("MINUTE") == true,
        try members.required("intervalNum").integer() == 1
      else { continue }
      weightLimit = Int(exactly: try members.required("limit").integer()).flatMap {
        $0 > 0 ? $0 : nil
      }
    }
  }
}
