import CProcessor

/// The shape of the last trade line: which bytes stand still and where the values are.
///
/// Feeds repeat themselves: the same names in the same order, line after line. So a line is checked
/// by comparing words with the one before and its values are found without looking for them. The
/// template accepts only what the general path would accept with the same result; at anything
/// else (another name, an escape, an exponent, white space elsewhere) it steps aside.
struct TradeTemplate {
  /// What stands between two literals.
  enum Slot: UInt8 {
    case symbol, time, id, firstID, lastID, price, quantity, side
    case skippedNumber, skippedString
    /// Nothing: the literal ends the line.
    case end
  }

  /// A literal, and the value behind it.
  struct Step {
    /// Index of the literal's first word.
    var word: Int
    /// The literal's length in bytes.
    var length: Int
    /// Keeps the literal's bytes of its last word.
    var mask: UInt64
    var slot: Slot
  }

  private var words: [UInt64] = []
  private var steps: [Step] = []
  private var literals: [[UInt8]] = []
  private var symbols: SymbolCache
  /// Set when the lines are spelt as `cx` itself writes them.
  private var house: HouseLine?
  /// The instrument of lines without a symbol slot.
  private let instrument: Int32
  /// What its records are marked with; see ``Record/shape``.
  private let shape: UInt16
  /// Exchange and tenant, nil where there is none: what the symbol cache holds for.
  private var fixed: [[UInt8]?] = [nil, nil]

  /// Learns from a trade line that the general path has read; nil when its shape does not allow it.
  init?(
    _ pairs: [Pair], line: UnsafeRawPointer, count: Int, instrument: Int32,
    previous: TradeTemplate?
  ) {
    self.instrument = instrument
    // A block has fewer lines than there are numbers.
    shape = (previous?.shape ?? 0) % .max + 1
    let text = UnsafeRawBufferPointer(start: line, count: count)
    var seen: Set<Field> = []
    var symbol: UnsafeRawBufferPointer?
    symbols = SymbolCache()
    var literalStart = 0
    for pair in pairs {
      let slot: Slot?
      if let field = pair.field, field.isOfTrades {
        // The last of two equal names wins: only the general path knows how.
        guard seen.insert(field).inserted else { return nil }
        slot = Self.slot(of: field, pair.form)
        if slot == nil && !Self.mayStandStill(field, pair.form) { return nil }
        let value = text[Int(pair.valueStart)..<Int(pair.valueEnd)]
        if field == .exchange { fixed[0] = Array(value) }
        if field == .tenant { fixed[1] = Array(value) }
        if field == .symbol { symbol = UnsafeRawBufferPointer(rebasing: value) }
      } else {
        switch pair.form {
        case .number: slot = .skippedNumber
        case .string: slot = .skippedString
        case .true_, .false_, .null: slot = nil
        case .escapedString, .container: return nil
        }
      }
      guard let slot else { continue }
      append(text[literalStart..<Int(pair.valueStart)], slot)
      literalStart = Int(pair.valueEnd)
    }
    guard seen.isSuperset(of: [.type, .ts, .price, .qty]) else { return nil }
    append(text[literalStart...], .end)
    house = HouseLine(slots: steps.map(\.slot), literals: literals)
    if let previous, previous.fixed == fixed { symbols = previous.symbols }
    if let symbol { symbols.insert(symbol, instrument) }
  }

  /// The slot for a field's value; nil for one that has to stand still.
  private static func slot(of field: Field, _ form: ValueForm) -> Slot? {
    switch (field, form) {
    case (.symbol, .string): .symbol
    case (.ts, .number): .time
    case (.id, .number): .id
    case (.firstID, .number): .firstID
    case (.lastID, .number): .lastID
    case (.price, .number), (.price, .string): .price
    case (.qty, .number), (.qty, .string): .quantity
    case (.side, .string): .side
    default: nil
    }
  }

  private static func mayStandStill(_ field: Field, _ form: ValueForm) -> Bool {
    switch field {
    case .type, .exchange, .tenant: form == .string
    default: false
    }
  }

  private mutating func append(_ literal: Slice<UnsafeRawBufferPointer>, _ slot: Slot) {
    var bytes = Array(literal)
    if slot == .end { bytes.append(UInt8(ascii: "\n")) }
    literals.append(bytes)
    let word = words.count
    for start in stride(from: 0, to: bytes.count, by: 8) {
      words.append(Words.joined(bytes[start...].prefix(8)))
    }
    let tail = bytes.count % 8
    steps.append(
      Step(
        word: word, length: bytes.count, mask: Words.mask(tail == 0 ? 8 : tail), slot: slot))
  }

  /// Reads lines for as long as they have this shape, and returns where it stopped: the end, or
  /// the start of a line that the general path has to take.
  func read(into batch: inout Batch, from start: Int, line: inout Int) -> Int {
    let base = UnsafeRawPointer(batch.block.base)
    let end = base + batch.block.count
    // Few lines are shorter than this; where many are, the caller comes again.
    let room = (end - base - start) / 64 + 1
    var position = base + start
    // The arrays are taken out and put back, so that each has one owner while it grows.
    var trades: [Trade] = []
    var records: [Record] = []
    swap(&trades, &batch.trades)
    swap(&records, &batch.records)
    var lines = 0
    let first = Record(
      kind: .trade, index: Int32(trades.count), start: 0, end: 0, line: Int32(line), shape: shape)
    trades.append(addingCapacity: room) { trades in
      records.append(addingCapacity: room) { records in
        trades.withUnsafeMutableBufferPointer { trades, tradeCount in
          records.withUnsafeMutableBufferPointer { records, recordCount in
            let target = Target(trades: trades, records: records, first: first, base: base)
            lines = read(&position, end, into: target, room)
            tradeCount = lines
            recordCount = lines
          }
        }
      }
    }
    swap(&trades, &batch.trades)
    swap(&records, &batch.records)
    line += lines
    return position - base
  }

  /// Bytes of a mapped file come from memory, not from the cache where a read would have left them;
  /// so far ahead they are asked for in time.
  private static var prefetchDistance: Int { 2048 }

  /// Where trades and their records go.
  private struct Target {
    let trades: UnsafeMutableBufferPointer<Trade>
    let records: UnsafeMutableBufferPointer<Record>
    /// The first record, its bytes not known yet.
    let first: Record
    /// Where the block's bytes begin.
    let base: UnsafeRawPointer
  }

  /// Reads up to `room` lines, and returns how many there were.
  private func read(
    _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer, into target: Target, _ room: Int
  ) -> Int {
    var time = TimePrefix()
    if let house {
      return Self.readAll(&position, end, into: target, room) { house.read(&$0, &time, symbols) }
    }
    return words.withUnsafeBufferPointer { words in
      steps.withUnsafeBufferPointer { steps in
        Self.readAll(&position, end, into: target, room) { readLine(&$0, &time, words, steps) }
      }
    }
  }

  /// A loop for each way to read a line, with that way in line.
  @inline(__always)
  private static func readAll(
    _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer, into target: Target, _ room: Int,
    _ readLine: (inout UnsafeRawPointer) -> Trade?
  ) -> Int {
    var count = 0
    var start = position
    while start < end && count < room {
      var cursor = start
      cx_prefetch(start + Self.prefetchDistance)
      guard let trade = readLine(&cursor) else { break }
      target.trades.initializeElement(at: count, to: trade)
      target.records.initializeElement(
        at: count,
        to: Record(
          kind: .trade, index: target.first.index &+ Int32(truncatingIfNeeded: count),
          start: Int32(truncatingIfNeeded: start - target.base),
          end: Int32(truncatingIfNeeded: cursor - target.base &- 1),
          line: target.first.line &+ Int32(truncatingIfNeeded: count), shape: target.first.shape))
      count &+= 1
      start = cursor
    }
    position = start
    return count
  }

  /// Reads one line and moves behind its line feed; nil when it has another shape.
  ///
  /// No accepted byte but the last is a line feed, so the cursor cannot leave the line, and loads
  /// reach at most one word behind it.
  @inline(never)
  private func readLine(
    _ cursor: inout UnsafeRawPointer, _ time: inout TimePrefix,
    _ words: UnsafeBufferPointer<UInt64>, _ steps: UnsafeBufferPointer<Step>
  ) -> Trade? {
    var trade = Trade(
      instrument: instrument, time: 0, firstID: Trade.noID, lastID: Trade.noID, priceUnits: 0,
      priceScale: 0, quantityUnits: 0, quantityScale: 0, side: .unknown)
    var id = Trade.noID
    for step in steps {
      guard Self.match(step, words, &cursor) else { return nil }
      switch step.slot {
      case .symbol:
        guard let number = symbols.number(&cursor) else { return nil }
        trade.instrument = number
      case .time:
        guard let count = time.read(&cursor) ?? QuickNumber.whole(&cursor) else { return nil }
        if count >= 100_000_000_000_000 && count < 10_000_000_000_000_000 {
          trade.time = count
        } else {
          guard let time = Timestamp(epoch: count), time.isInRange else { return nil }
          trade.time = time.microseconds
        }
      case .id:
        guard let value = QuickNumber.whole(&cursor), value < 1 << 62 else { return nil }
        id = value
      case .firstID:
        guard let value = QuickNumber.whole(&cursor), value < 1 << 62 else { return nil }
        trade.firstID = value
      case .lastID:
        guard let value = QuickNumber.whole(&cursor), value < 1 << 62 else { return nil }
        trade.lastID = value
      case .price:
        guard let (units, scale) = QuickNumber.decimal(&cursor) else { return nil }
        trade.setPrice(units, scale: scale)
      case .quantity:
        guard let (units, scale) = QuickNumber.decimal(&cursor) else { return nil }
        trade.setQuantity(units, scale: scale)
      case .side:
        guard let side = Self.side(&cursor) else { return nil }
        trade.side = side
      case .skippedNumber:
        if cursor.load(as: UInt8.self) == UInt8(ascii: "-") { cursor += 1 }
        guard QuickNumber.decimal(&cursor) != nil else { return nil }
      case .skippedString:
        while true {
          let marks = Words.stringSpecials(Words.load(cursor))
          cursor += Words.index(ofMark: marks)
          if marks != 0 { break }
        }
        if cursor.load(as: UInt8.self) != UInt8(ascii: "\"") { return nil }
      case .end:
        break
      }
    }
    if trade.firstID == Trade.noID {
      trade.firstID = id
    }
    if trade.lastID == Trade.noID {
      trade.lastID = trade.firstID
    } else if trade.lastID < trade.firstID {
      return nil
    }
    return trade
  }

  /// Moves behind a literal; false when something else stands there.
  @inline(__always)
  private static func match(
    _ step: Step, _ words: UnsafeBufferPointer<UInt64>, _ cursor: inout UnsafeRawPointer
  ) -> Bool {
    var word = step.word
    var left = step.length
    while left > 8 {
      if Words.load(cursor) != words[word] { return false }
      cursor += 8
      word &+= 1
      left &-= 8
    }
    if (Words.load(cursor) ^ words[word]) & step.mask != 0 { return false }
    cursor += left
    return true
  }

  /// A side; its closing quote belongs to the next literal.
  @inline(__always)
  private static func side(_ cursor: inout UnsafeRawPointer) -> Side? {
    let word = Words.load(cursor)
    let isBuy = word & 0xFFFF_FFFF == 0x2279_7562
    let isSell = word & 0xFF_FFFF_FFFF == 0x22_6C6C_6573
    // One branch for both, since which of them comes is a coin toss.
    guard isBuy != isSell else { return nil }
    cursor += isBuy ? 3 : 4
    return isBuy ? .buy : .sell
  }
}
