/// Makes events of a scanned line's fields.
struct EventReader {
  /// The last value of each known field; duplicates are settled by "the last wins", as in jq.
  private var values: [Pair?] = Array(repeating: nil, count: Field.allCases.count)
  private var line: UnsafeRawPointer = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped

  /// Takes the fields of a line; valid until the line's memory changes.
  mutating func load(_ pairs: [Pair], of line: UnsafeRawPointer) {
    self.line = line
    for index in values.indices { values[index] = nil }
    for pair in pairs {
      if let field = pair.field { values[Int(field.rawValue)] = pair }
    }
  }

  /// What the line is about.
  ///
  /// A line without a type that is known here is ``Kind/other``.
  var kind: Kind {
    guard let name = try? text(.type) else { return .other }
    switch name {
    case "trade": return .trade
    case "candle": return .candle
    case "quote": return .quote
    case "tick": return .tick
    case "gap": return .gap
    default: return .other
    }
  }

  // MARK: Events

  func instrument(in table: Instruments) throws(LineProblem) -> Int32 {
    table.number(
      of: Instrument(
        tenant: try text(.tenant) ?? Instrument.defaultTenant,
        exchange: try text(.exchange) ?? "",
        symbol: try text(.symbol) ?? ""))
  }

  func trade(in table: Instruments) throws(LineProblem) -> Trade {
    let price = try small(.price)
    let quantity = try small(.qty)
    if quantity.units < 0 { throw LineProblem("\"qty\" is negative") }
    let own = try identifier(.id)
    let first = try identifier(.firstID) ?? own
    let last = try identifier(.lastID) ?? first
    if let first, let last, last < first { throw LineProblem("\"last_id\" is before \"first_id\"") }
    return Trade(
      instrument: try instrument(in: table), time: try time(.ts).microseconds,
      firstID: first ?? Trade.noID, lastID: first == nil ? Trade.noID : last ?? Trade.noID,
      priceUnits: price.units, priceScale: price.scale, quantityUnits: quantity.units,
      quantityScale: quantity.scale, side: try side())
  }

  func candle(in table: Instruments) throws(LineProblem) -> Candle {
    var candle = Candle()
    candle.instrument = try instrument(in: table)
    candle.interval = try text(.interval) ?? ""
    candle.time = try time(.ts).microseconds
    if let end = try optionalTime(.end) {
      candle.end = end.microseconds
    } else {
      guard let interval = try? Interval(parsing: candle.interval) else {
        throw LineProblem("missing \"end\", and \"interval\" does not tell it")
      }
      candle.end =
        WindowCalendar(interval: interval, zone: .utc).bounds(containing: candle.time).end
    }
    if candle.end <= candle.time { throw LineProblem("\"end\" is not after \"ts\"") }
    candle.open = try decimal(.open)
    candle.high = try decimal(.high)
    candle.low = try decimal(.low)
    candle.close = try decimal(.close)
    candle.volume = try decimal(.volume)
    if candle.volume.units < 0 { throw LineProblem("\"volume\" is negative") }
    candle.quoteVolume = try optionalDecimal(.quoteVolume)
    candle.trades = try identifier(.trades)
    candle.takerBuyVolume = try optionalDecimal(.takerBuyVolume)
    candle.takerBuyQuoteVolume = try optionalDecimal(.takerBuyQuoteVolume)
    candle.firstID = try identifier(.firstID)
    candle.lastID = try identifier(.lastID)
    candle.final = try flag(.final) ?? true
    candle.revision = try identifier(.rev) ?? 0
    return candle
  }

  func quote(in table: Instruments) throws(LineProblem) -> Quote {
    Quote(
      instrument: try instrument(in: table), time: try optionalTime(.ts)?.microseconds,
      bid: try decimal(.bid), bidQuantity: try optionalDecimal(.bidQty),
      ask: try decimal(.ask), askQuantity: try optionalDecimal(.askQty))
  }

  func tick() throws(LineProblem) -> Int64 {
    try time(.ts).microseconds
  }

  // MARK: Values

  /// The field's value; nil where it is absent or null.
  private func pair(_ field: Field) -> Pair? {
    guard let pair = values[Int(field.rawValue)], pair.form != .null else { return nil }
    return pair
  }

  private func bytes(_ pair: Pair) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: line + Int(pair.valueStart), count: Int(pair.valueEnd - pair.valueStart))
  }

  private func shown(_ pair: Pair) -> String {
    let text = String(decoding: bytes(pair).prefix(40), as: UTF8.self)
    return pair.form == .string || pair.form == .escapedString ? "\"\(text)\"" : text
  }

  private func problem(_ field: Field, _ what: String, _ pair: Pair) -> LineProblem {
    LineProblem("\"\(field.name)\" \(what): \(shown(pair))")
  }

  private func text(_ field: Field) throws(LineProblem) -> String? {
    guard let pair = pair(field) else { return nil }
    switch pair.form {
    case .string: return String(decoding: bytes(pair), as: UTF8.self)
    case .escapedString: return String(decoding: JSONText.unescape(bytes(pair)), as: UTF8.self)
    default: throw problem(field, "is not a string", pair)
    }
  }

  private func optionalDecimal(_ field: Field) throws(LineProblem) -> Decimal? {
    guard let pair = pair(field) else { return nil }
    do throws(DecimalProblem) {
      switch pair.form {
      case .number, .string: return try Decimal(parsing: bytes(pair))
      case .escapedString:
        return try Decimal(parsing: String(decoding: JSONText.unescape(bytes(pair)), as: UTF8.self))
      default: throw .notANumber
      }
    } catch {
      throw problem(field, error.reason, pair)
    }
  }

  private func decimal(_ field: Field) throws(LineProblem) -> Decimal {
    guard let value = try optionalDecimal(field) else {
      throw LineProblem("missing \"\(field.name)\"")
    }
    return value
  }

  /// A decimal of a trade, which has 64 bits.
  private func small(_ field: Field) throws(LineProblem) -> (units: Int64, scale: UInt8) {
    let value = try decimal(field)
    guard let units = Int64(exactly: value.units) else {
      throw LineProblem("\"\(field.name)\" has more digits than 64 bits hold: \(value)")
    }
    return (units, value.scale)
  }

  /// A count or an id: whole, from 0 on.
  ///
  /// Negative ones mean "none", as in Binance's klines. A string that is no number (a UUID) is no
  /// id that could prove anything, and counts as none.
  private func identifier(_ field: Field) throws(LineProblem) -> Int64? {
    guard let pair = pair(field) else { return nil }
    guard let value = try? optionalDecimal(field) else {
      if pair.form == .string || pair.form == .escapedString { return nil }
      throw problem(field, "is not a whole number", pair)
    }
    guard let whole = value.units(atScale: 0) else {
      throw problem(field, "is not a whole number", pair)
    }
    if whole < 0 { return nil }
    // Room to count: a difference of two ids never overflows.
    guard whole < 1 << 62 else { throw problem(field, "is out of range", pair) }
    return Int64(whole)
  }

  private func flag(_ field: Field) throws(LineProblem) -> Bool? {
    guard let pair = pair(field) else { return nil }
    switch pair.form {
    case .true_: return true
    case .false_: return false
    default: throw problem(field, "is neither true nor false", pair)
    }
  }

  private func side() throws(LineProblem) -> Side {
    guard let pair = pair(.side) else { return .unknown }
    switch try text(.side) {
    case "buy": return .buy
    case "sell": return .sell
    default: throw problem(.side, "is neither \"buy\" nor \"sell\"", pair)
    }
  }

  private func optionalTime(_ field: Field) throws(LineProblem) -> Timestamp? {
    guard let pair = pair(field) else { return nil }
    if let value = try? optionalDecimal(field) {
      if let time = Timestamp(epoch: value), time.isSane { return time }
      throw problem(field, "is out of range", pair)
    }
    if pair.form == .string, let time = Timestamp(rfc3339: bytes(pair)) { return time }
    if pair.form == .escapedString, let time = Timestamp(rfc3339: JSONText.unescape(bytes(pair))) {
      return time
    }
    throw problem(field, "is not a time", pair)
  }

  private func time(_ field: Field) throws(LineProblem) -> Timestamp {
    guard let time = try optionalTime(field) else {
      throw LineProblem("missing \"\(field.name)\"")
    }
    return time
  }
}

extension Timestamp {
  /// Whether calendars and windows can work with it without overflow: years 1653 to 2286, all that
  /// a count in nanoseconds or microseconds can mean.
  @inlinable
  package var isSane: Bool { microseconds.magnitude < 10_000_000_000_000_000 }
}
