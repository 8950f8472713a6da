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
    guard let pair = pair(.type), let name = try? text(.type), pair.form != .number else {
      return .other
    }
    switch name {
    case "trade": return .trade
    case "candle": return .candle
    case "quote": return .quote
    case "ticker": return .ticker
    case "depth": return .depth
    case "gap": return .gap
    case "tick": return .tick
    case "alert": return .alert
    case "delivery": return .delivery
    default: return .other
    }
  }

  // MARK: Events

  func instrument(in table: Instruments) throws(LineProblem) -> Int32 {
    table.number(
      of: Instrument(
        tenant: try name(.tenant) ?? Instrument.defaultTenant,
        exchange: try name(.exchange) ?? "",
        symbol: try name(.symbol) ?? ""))
  }

  /// A trade; `wide` takes numbers that 64 bits do not hold.
  func trade(in table: Instruments, wide: inout [WideTrade]) throws(LineProblem) -> Trade {
    let price = try decimal(.price)
    let quantity = try decimal(.qty)
    let own = try identifier(.id)
    let first = try identifier(.firstID) ?? own
    let last = try identifier(.lastID) ?? first
    let trade = Trade(
      instrument: try instrument(in: table), time: try time(.ts).microseconds,
      firstID: first ?? Trade.noID, lastID: first == nil ? Trade.noID : last ?? Trade.noID,
      price: price, quantity: quantity, side: try side(), wide: &wide)
    let numbers = wide
    try checked { () throws(EventProblem) in try trade.check(numbers) }
    return trade
  }

  func candle(in table: Instruments) throws(LineProblem) -> Candle {
    var candle = Candle()
    candle.instrument = try instrument(in: table)
    candle.interval = try name(.interval) ?? ""
    candle.time = try time(.ts).microseconds
    if let end = try optionalTime(.end) {
      candle.end = end.microseconds
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
      instrument: try instrument(in: table), time: try optionalTime(.ts)?.microseconds,
      bid: try decimal(.bid), bidQuantity: try optionalDecimal(.bidQty),
      ask: try decimal(.ask), askQuantity: try optionalDecimal(.askQty))
    try checked { () throws(EventProblem) in try quote.check() }
    return quote
  }

  func tick() throws(LineProblem) -> Int64 {
    try time(.ts).microseconds
  }

  private func checked(_ check: () throws(EventProblem) -> Void) throws(LineProblem) {
    do throws(EventProblem) {
      try check()
    } catch {
      throw LineProblem(error.reason)
    }
  }

  // MARK: Kinds without an event

  /// Refuses a record whose fields are not what the table says.
  func check(_ kind: Kind) throws(LineProblem) {
    guard let kind = RecordKind.of(kind) else { return }
    for field in kind.fields {
      if field.isRequired && pair(field.field) == nil {
        throw LineProblem("missing \"\(field.field.name)\"")
      }
      try check(field)
    }
    for (first, last) in [(Field.firstID, Field.lastID), (.fromID, .toID)]
    where kind[first] != nil && kind[last] != nil {
      let ids = (try identifier(first), try identifier(last))
      try checked { () throws(EventProblem) in try Check.ids(first, ids.0, last, ids.1) }
    }
  }

  private func check(_ field: RecordField) throws(LineProblem) {
    guard let pair = pair(field.field) else { return }
    func expect(_ isRight: Bool, _ what: String) throws(LineProblem) {
      if !isRight { throw problem(field.field, what, pair) }
    }
    switch field.content {
    case .time: _ = try optionalTime(field.field)
    case .identifier: _ = try identifier(field.field)
    case .count: _ = try count(field.field)
    case .decimal(let isSigned):
      let value = try optionalDecimal(field.field)
      if !isSigned {
        try checked { () throws(EventProblem) in try Check.amount(field.field, value) }
      }
    case .text: _ = try text(field.field)
    case .choice(let choices):
      let value = try text(field.field) ?? ""
      try expect(
        choices.contains { $0.utf8.elementsEqual(value.utf8) },
        "is none of \(choices.joined(separator: ", "))")
    case .flag: _ = try flag(field.field)
    case .levels: try checkLevels(field.field, pair)
    case .labels, .record:
      try expect(pair.form == .container && bytes(pair).first == UInt8(ascii: "{"), "is no object")
    case .scalar: try expect(pair.form != .container, "is neither a number nor a text")
    }
  }

  /// An array of arrays that begin with a price and a quantity.
  private func checkLevels(_ field: Field, _ pair: Pair) throws(LineProblem) {
    var cursor = JSONCursor(bytes(pair))
    do throws(PayloadProblem) {
      try cursor.enterArray()
      while try cursor.nextElement() {
        try cursor.enterArray()
        for name in ["price", "quantity"] as [StaticString] {
          guard try cursor.nextElement() else {
            throw .refused("has a level without \(name)")
          }
          let value = try PayloadField(name, try cursor.value()).decimal()
          if value.units < 0 { throw .refused("has a level of negative \(name): \(value)") }
        }
        while try cursor.nextElement() { _ = try cursor.value() }
      }
    } catch {
      throw LineProblem("\"\(field.name)\" \(error.reason)")
    }
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
    case .escapedString:
      guard let text = JSONText.text(bytes(pair)) else {
        throw problem(field, JSONText.halfPair, pair)
      }
      return text
    default: throw problem(field, "is not a string", pair)
    }
  }

  private func name(_ field: Field) throws(LineProblem) -> Name? {
    try text(field).map { Name($0) }
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

  /// An id: whole, from 0 on.
  ///
  /// -1 means "none", as in Binance's klines. A string that is no number (a UUID) is no id that
  /// could prove anything, and counts as none.
  private func identifier(_ field: Field) throws(LineProblem) -> Int64? {
    guard let pair = pair(field) else { return nil }
    guard let value = try? optionalDecimal(field) else {
      if pair.form == .string || pair.form == .escapedString { return nil }
      throw problem(field, "is not a whole number", pair)
    }
    guard let whole = value.units(atScale: 0) else {
      throw problem(field, "is not a whole number", pair)
    }
    if whole == -1 { return nil }
    return try bounded(whole, field, pair)
  }

  /// How many of something: whole, from 0 on.
  private func count(_ field: Field) throws(LineProblem) -> Int64? {
    guard let pair = pair(field) else { return nil }
    guard let value = try? optionalDecimal(field), let whole = value.units(atScale: 0) else {
      throw problem(field, "is not a whole number", pair)
    }
    return try bounded(whole, field, pair)
  }

  private func bounded(
    _ whole: Int256, _ field: Field, _ pair: Pair
  ) throws(LineProblem) -> Int64 {
    guard let value = Int64(exactly: whole), RecordKind.identifiers.contains(value) else {
      throw problem(field, whole.isNegative ? "is negative" : "is out of range", pair)
    }
    return value
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
    let time: Timestamp?
    if let value = try? optionalDecimal(field) {
      time = Timestamp(epoch: value)
    } else {
      switch pair.form {
      case .string: time = Timestamp(rfc3339: bytes(pair))
      case .escapedString: time = Timestamp(rfc3339: JSONText.unescape(bytes(pair)))
      default: time = nil
      }
      if time == nil { throw problem(field, "is not a time", pair) }
    }
    guard let time, time.isInRange else { throw problem(field, "is out of range", pair) }
    return time
  }

  private func time(_ field: Field) throws(LineProblem) -> Timestamp {
    guard let time = try optionalTime(field) else {
      throw LineProblem("missing \"\(field.name)\"")
    }
    return time
  }
}
