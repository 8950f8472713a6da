import NIOCore

/// All sockets, and what they are sent as the market goes on.
///
/// Unchecked: one event loop serves all connections, so one thread touches it.
final class Hub: @unchecked Sendable {
  private let exchange: Exchange
  private let options: Options
  private var sessions: [Session] = []
  var faults = SocketFaults()
  /// How many aggregates of each market were sent.
  private var sent: [String: Int] = [:]
  private var quotes: [String: String] = [:]
  private var klineAt: [StreamName: Int64] = [:]
  private var klineTime: [StreamName: Int64] = [:]
  /// An event of a book that is to come too late, by whether its time is in microseconds.
  private var heldDepth: [Bool: String]?
  private var tickerAt: Int64 = 0
  private var heartbeatAt: Int64 = 0
  private var cutAt: Int64 = 0
  private var random: SplitMix
  private let flood: Flood?

  init(_ exchange: Exchange, _ options: Options) {
    self.exchange = exchange
    self.options = options
    random = SplitMix(seed: options.seed)
    flood = options.rate > 0 ? Flood(symbols: options.symbols, rate: options.rate) : nil
  }

  /// Milliseconds of a clock that never goes back, not scaled.
  var uptime: Int64 { Exchange.uptime() }

  func add(_ session: Session) { sessions.append(session) }
  func remove(_ session: Session) { sessions.removeAll { $0 === session } }
  func note(_ text: String) { exchange.note("socket: " + text) }

  func mayOpen() -> Bool {
    note("open")
    return !SocketFaults.take(&faults.forbid)
  }

  /// Whether there is a flood.
  var isFlooding: Bool { flood != nil }

  /// Sends what is due of a flood.
  func tickFlood() { flood?.tick(sessions) }

  /// Sends what has happened since the last time, and whatever else is due.
  func tick() {
    // What happens while nobody listens is over.
    let symbols = Set(sessions.flatMap { $0.streams.map(\.symbol) }).union(sent.keys)
    if flood == nil { for symbol in symbols.sorted() { send(symbol) } }
    let now = uptime
    let withTickers = now - tickerAt >= 1_000 / options.speed
    if withTickers { tickerAt = now }
    let withHeartbeats = now - heartbeatAt >= 1_000
    if withHeartbeats { heartbeatAt = now }
    for session in sessions {
      if withHeartbeats { sendHeartbeats(to: session) }
      for stream in session.streams {
        if stream.interval != nil { sendKlines(stream, to: session) }
        if stream.kind == "ticker" && withTickers { sendTicker(stream, to: session) }
      }
      session.flush()
      if now - session.pingAt >= options.ping { session.ping() }
      if now - session.pongAt > 3 * options.ping {
        note("no pong")
        session.close(code: 1_006)
      } else if now - session.openedAt >= options.lifetime {
        session.close(code: 1_001)
      }
    }
    if options.cutEvery > 0, now >= cutAt {
      if cutAt > 0 { cut(code: 1_006) }
      cutAt = now + Int64.random(in: 1...2 * options.cutEvery, using: &random)
    }
  }

  private func cut(code: UInt16) {
    for session in sessions { session.close(code: code) }
  }

  // MARK: - Events

  private func send(_ symbol: String) {
    guard let market = exchange.market(named: symbol), market.isListed else { return }
    let now = exchange.now * 1_000
    var next = sent[symbol] ?? market.firstIndex(after: exchange.startTime)
    var rows: [Aggregate] = []
    while next < market.aggregates.count, market.time(of: market.aggregates[next]) <= now {
      rows.append(market.aggregates[next])
      next += 1
    }
    sent[symbol] = next
    if rows.isEmpty { return }
    sendDepth(market, from: next - rows.count, to: next, now)
    // Faults are for what somebody listens to.
    let isHeard = sessions.contains { session in
      session.streams.contains { $0.symbol == symbol && $0.isOfTrades }
    }
    if !isHeard { return }
    if SocketFaults.take(&faults.disorder) { rows.reverse() }
    for row in rows {
      if options.lost?.contains(row.id) == true || SocketFaults.take(&faults.lose) { continue }
      let times = SocketFaults.take(&faults.duplicate) ? 2 : 1
      let fragmented = SocketFaults.take(&faults.fragments)
      for session in sessions {
        for stream in session.streams where stream.symbol == symbol {
          for payload in payloads(row, stream, session, now) {
            for _ in 0..<times { session.event(stream, payload, fragmented: fragmented) }
          }
        }
      }
    }
  }

  /// What happened to the book, as one event: its ids go on where those of the last one end.
  private func sendDepth(_ market: Market, from first: Int, to end: Int, _ now: Int64) {
    let listeners = sessions.flatMap { session in
      session.streams.filter { $0.symbol == market.symbol && $0.kind.hasPrefix("depth") }
        .map { (session, $0) }
    }
    if listeners.isEmpty || first == 0 { return }
    if SocketFaults.take(&faults.loseDepth) { return }
    var texts = [
      [true: now, false: now / 1_000].mapValues { time in
        Depth.event(market, first..<end, time: time)
      }
    ]
    if SocketFaults.take(&faults.swapDepth) {
      heldDepth = texts[0]
      return
    }
    if SocketFaults.take(&faults.doubleDepth) { texts.append(texts[0]) }
    if let held = heldDepth { texts.append(held) }
    heldDepth = nil
    for (session, stream) in listeners {
      for text in texts {
        session.event(stream, text[session.microseconds] ?? "", fragmented: false)
      }
    }
  }

  private func payloads(
    _ row: Aggregate, _ stream: StreamName, _ session: Session, _ now: Int64
  ) -> [String] {
    let payloads = StreamPayloads(
      symbol: stream.symbol, now: now, microseconds: session.microseconds,
      hasExtraFields: faults.extra)
    switch stream.kind {
    case "aggTrade": return payloads.aggregate(row).map { [$0] } ?? []
    case "trade": return row.executions.map(payloads.trade)
    case "coinbase-matches": return row.executions.map { CoinbaseAnswers.match($0, stream.text) }
    case "coinbase-ticker":
      return row.executions.suffix(1).map { CoinbaseAnswers.ticker($0, stream.text) }
    case "kraken-trade":
      return row.isVoid ? [] : [KrakenAnswers.trades(row, stream.text)]
    case "kraken-ticker": return KrakenAnswers.ticker(row, stream.text).map { [$0] } ?? []
    case "kraken-ohlc": return candle(row, stream).map { [$0] } ?? []
    case "bookTicker": return payloads.bookTicker(row).map { [$0] } ?? []
    default: return []
    }
  }

  /// Kraken's candle of a minute as it is at a trade.
  private func candle(_ row: Aggregate, _ stream: StreamName) -> String? {
    guard let last = row.executions.last, let market = exchange.market(named: stream.symbol) else {
      return nil
    }
    let minute = last.time / 60_000_000 * 60_000_000
    let trades = market.executions.filter { $0.time >= minute && $0.id <= last.id }
    guard let first = trades.first else { return nil }
    var row = Kline(
      open: first.price, high: first.price, low: first.price, close: last.price, time: minute,
      end: minute + 60_000_000)
    for trade in trades { row.add(trade) }
    return KrakenAnswers.candle(row, stream.text, minutes: 1)
  }

  /// What the other exchanges send each second.
  private func sendHeartbeats(to session: Session) {
    let now = exchange.now * 1_000
    for stream in session.streams where stream.kind == "coinbase-heartbeat" {
      guard let market = exchange.market(named: stream.symbol)?.seen(at: now) else { continue }
      session.text(CoinbaseAnswers.heartbeat(market, stream.text, now: now))
    }
    if session.streams.contains(where: { $0.kind.hasPrefix("kraken") }) {
      session.text(#"{"channel":"heartbeat"}"#)
    }
  }

  private func sendTicker(_ stream: StreamName, to session: Session) {
    let now = exchange.now * 1_000
    guard let market = exchange.market(named: stream.symbol)?.seen(at: now),
      let last = market.executions.last
    else { return }
    let payloads = StreamPayloads(
      symbol: stream.symbol, now: now, microseconds: session.microseconds)
    session.event(stream, payloads.ticker(last), fragmented: false)
  }

  private func sendKlines(_ stream: StreamName, to session: Session) {
    let now = exchange.now * 1_000
    guard let interval = stream.interval, let length = Kline.length(interval) else { return }
    let open = now / length * length
    let last = klineTime[stream] ?? open
    let isDue = now - (klineAt[stream] ?? 0) >= 2_000_000
    guard open > last || isDue, let market = exchange.market(named: stream.symbol) else { return }
    klineAt[stream] = now
    klineTime[stream] = open
    var rows = Kline.all(market.seen(at: now), length: length, now: now).filter { $0.time >= last }
    if rows.count > 1 && SocketFaults.take(&faults.disorder) { rows.reverse() }
    let payloads = StreamPayloads(
      symbol: stream.symbol, now: now, microseconds: session.microseconds)
    for row in rows {
      let trades = market.executions.lazy.filter { $0.time >= row.time && $0.time < row.end }
      let text = payloads.kline(
        row, interval, first: trades.first?.id ?? -1, last: trades.map(\.id).max() ?? -1)
      // Of candles the closed ones are what may be lost.
      if row.end <= now && SocketFaults.take(&faults.lose) { continue }
      let times = SocketFaults.take(&faults.duplicate) ? 2 : 1
      let fragmented = SocketFaults.take(&faults.fragments)
      for other in sessions where other.streams.contains(stream) {
        for _ in 0..<times { other.event(stream, text, fragmented: fragmented) }
      }
    }
  }

  // MARK: - Commands and faults

  func command(_ text: String, of session: Session) {
    if text.contains(#""type":"subscribe""#) || text.contains(#""method":"subscribe""#) {
      return subscribe(OtherCommand(text), of: session)
    }
    let command = SocketCommand(text)
    note("\(command.method) \(command.params.count)")
    let names = command.params.compactMap(StreamName.init)
    switch command.method {
    case "SUBSCRIBE":
      if SocketFaults.take(&faults.refuse) {
        return reply(#"{"code":2,"msg":"Invalid request: too busy","id":\#(command.id)}"#, session)
      }
      if SocketFaults.take(&faults.refuseNested) {
        let error = #"{"code":2,"msg":"Invalid request: too busy"}"#
        return reply(#"{"error":\#(error),"id":\#(command.id)}"#, session)
      }
      if SocketFaults.take(&faults.mute) { return }
      // A wrong name is confirmed and brings nothing.
      if !SocketFaults.take(&faults.forget) { session.subscribe(names) }
      reply(#"{"result":null,"id":\#(command.id)}"#, session)
    case "UNSUBSCRIBE":
      session.unsubscribe(names)
      reply(#"{"result":null,"id":\#(command.id)}"#, session)
    case "LIST_SUBSCRIPTIONS":
      let list = session.streams.map { "\"\($0.text)\"" }.joined(separator: ",")
      reply(#"{"result":[\#(list)],"id":\#(command.id)}"#, session)
    default:
      reply(#"{"code":3,"msg":"Invalid JSON","id":null}"#, session)
    }
  }

  /// Coinbase and Kraken: a right command, or a symbol that does not exist.
  private func subscribe(_ command: OtherCommand, of session: Session) {
    note("subscribe \(command.names.count)")
    if SocketFaults.take(&faults.mute) { return }
    for name in command.names {
      let known = exchange.market(named: command.market(name)) != nil
      if known {
        session.subscribe(
          command.kinds.map { StreamName(name, symbol: command.market(name), kind: $0) })
      }
      if let text = command.reply(name, isKnown: known) { reply(text, session) }
    }
    if command.isCoinbase { reply(#"{"type":"subscriptions","channels":[]}"#, session) }
  }

  private func reply(_ text: String, _ session: Session) {
    session.text(text)
    session.flush()
  }

  /// What `/standin/socket` asks for.
  func fault(_ query: Query) -> Answer {
    guard let kind = query["kind"], SocketFaults.kinds.contains(kind) else {
      return Answer("there are: " + SocketFaults.kinds.joined(separator: " "), status: 400)
    }
    let milliseconds = query["ms"].flatMap(Int64.init) ?? 2_000
    if faults.note(kind, count: query["count"].flatMap(Int.init) ?? 1) { return Answer("{}") }
    let sockets = sessions.count
    let event = #"{"e":"serverShutdown","E":\#(exchange.now)}"#
    switch kind {
    case "cut": cut(code: 1_006)
    case "close": cut(code: query["code"].flatMap(UInt16.init) ?? 1_001)
    case "shutdown": for one in sessions { reply(wrapped("!serverShutdown", event), one) }
    case "shutdown-raw": for one in sessions { reply(event, one) }
    case "unknown": for one in sessions { reply(wrapped("x@news", #"{"e":"news","n":1}"#), one) }
    case "garbage": for one in sessions { reply(#"{"stream":"x","#, one) }
    case "big":
      let text = String(repeating: "x", count: 1 << 20)
      for one in sessions { reply(wrapped("x@news", #"{"e":"news","t":"\#(text)"}"#), one) }
    default:
      for session in sessions {
        session.stalledUntil = uptime + milliseconds
        session.stallsWithPings = kind == "stall-pings"
      }
    }
    return Answer(#"{"sockets":\#(sockets)}"#)
  }

  private func wrapped(_ stream: String, _ data: String) -> String {
    #"{"stream":"\#(stream)","data":\#(data)}"#
  }
}
