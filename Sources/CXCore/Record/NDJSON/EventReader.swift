/// Makes events of a scanned line's fields.
struct EventReader {
  /// The line's fields; valid until the line's memory changes.
  let fields: LineFields

  /// What the line is about.
  ///
  /// A line without a type that is known here is ``Kind/other``.
  var kind: Kind {
    guard let value = fields[.type] else { return .other }
    if value.form == .string { return Self.kind(fields.bytes(value)) }
    guard value.form == .escapedString else { return .other }
    return (JSONText.unescape(fields.bytes(value)) + Words.padding).withUnsafeBytes {
      Self.kind(UnsafeRawBufferPointer(rebasing: $0.dropLast(Words.padding.count)))
    }
  }

  private static func kind(_ name: UnsafeRawBufferPointer) -> Kind {
    guard let start = name.baseAddress, name.count <= 8 else { return .other }
    switch Words.load(start) & Words.mask(name.count) {
    case 0x65_6461_7274: return .trade
    case 0x656C_646E_6163: return .candle
    case 0x65_746F_7571: return .quote
    case 0x7265_6B63_6974: return .ticker
    case 0x68_7470_6564: return .depth
    case 0x70_6167: return .gap
    case 0x6B63_6974: return .tick
    case 0x74_7265_6C61: return .alert
    case 0x7972_6576_696C_6564: return .delivery
    default: return .other
    }
  }

  // MARK: Events

  /// A trade; `wide` takes numbers that 64 bits do not hold.
  func trade(in table: Instruments, wide: inout [WideTrade]) throws(LineProblem) -> Trade {
    let own = try identifier(.id)
    let first = try identifier(.firstID) ?? own
    let last = try identifier(.lastID) ?? first
    let (firstID, lastID) = (first ?? Trade.noID, first == nil ? Trade.noID : last ?? Trade.noID)
    let trade: Trade
    if let price = small(.price), let quantity = small(.qty) {
      trade = Trade(
        instrument: try instrument(in: table), time: try time(.ts), firstID: firstID,
        lastID: lastID, priceUnits: price.units, priceScale: price.scale,
        quantityUnits: quantity.units, quantityScale: quantity.scale, side: try side())
    } else {
      let (price, quantity) = (try decimal(.price), try decimal(.qty))
      trade = Trade(
        instrument: try instrument(in: table), time: try time(.ts), firstID: firstID,
        lastID: lastID, price: price, quantity: quantity, side: try side(), wide: &wide)
    }
    let numbers = wide
    try checked { () throws(EventProblem) in try trade.check(numbers) }
    return trade
  }

  func candle(in table: Instruments) throws(LineProblem) -> Candle {
    var candle = Candle()
    candle.instrument = try instrument(in: table)
    candle.interval = try interval(in: table)
    candle.time = try time(.ts)
    if let end = try optionalTime(.end) {
      candle.end = end
    } else {
      guard let interval = try? Interval(parsing: candle.interval.text) else {
        throw LineProblem("missing \"end\", and \"interval\" does not tell it")
      }
      candle.end =
        WindowCalendar(interval: interval, zone: .utc).bounds(containing: candle.time).end
    }
    candle.firstID = try identifier(.firstID)
    candle.final = try flag(.final) ?? true
    candle.revision = try count(.rev) ?? 0
    candle.isRetracted = try flag(.retracted) ?? false
    if candle.isRetracted {
      let whole = candle
      try checked { () throws(EventProblem) in try whole.check() }
      return candle
    }
    candle.open = try decimal(.open)
    candle.high = try decimal(.high)
    candle.low = try decimal(.low)
    candle.close = try decimal(.close)
    candle.volume = try decimal(.volume)
    candle.quoteVolume = try optionalDecimal(.quoteVolume)
    candle.trades = try count(.trades)
    candle.takerBuyVolume = try optionalDecimal(.takerBuyVolume)
    candle.takerBuyQuoteVolume = try optionalDecimal(.takerBuyQuoteVolume)
    candle.lastID = try identifier(.lastID)
    // It follows from the others, but passes with the line.
    let vwap = try optionalDecimal(.vwap)
    try checked { () throws(EventProblem) in try Check.amount(.vwap, vwap) }
    let whole = candle
    try checked { () throws(EventProblem) in try whole.check() }
    return candle
  }

  func quote(in table: Instruments) throws(LineProblem) -> Quote {
    let quote = Quote(
      instrument: try instrument(in: table), time: try optionalTime(.ts),
      bid: try decimal(.bid), bidQuantity: try optionalDecimal(.bidQty),
      ask: try decimal(.ask), askQuantity: try optionalDecimal(.askQty))
    try checked { () throws(EventProblem) in try quote.check() }
    return quote
  }

  func tick() throws(LineProblem) -> Int64 {
    try time(.ts)
  }

  func checked(_ check: () throws(EventProblem) -> Void) throws(LineProblem) {
    do throws(EventProblem) {
      try check()
    } catch {
      throw LineProblem(error.reason)
    }
  }
}
