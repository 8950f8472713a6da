/// Trade lines as `cx` itself writes them: a template's loop unrolled, its literals constants.
///
/// What is read here is what a template would have read; a trade stays in registers until it is
/// whole.
struct HouseLine {
  /// What stands before each value, and what is there to be read; see ``Template``.
  static let steps: [(literal: String, slot: Template.Slot, field: Field)] = [
    (#"{"type":"trade","exchange":""#, .name, .exchange), (#"","symbol":""#, .name, .symbol),
    (#"","ts":"#, .time, .ts), (#","id":"#, .whole, .id), (#","price":"#, .decimal, .price),
    (#","qty":"#, .decimal, .qty), (#","side":""#, .side, .side), ("\"}\n", .end, .type),
  ]

  /// All before the symbol, of the last line, eight bytes each; the last ones overlap, so that all
  /// have a place in it.
  private var head = InlineArray<7, UInt64>(repeating: 0)
  /// Where in the line each of them begins.
  private var places = InlineArray<7, Int>(repeating: 0)
  private var headLength = 0
  /// What its exchange's symbols are looked for in.
  private var scope: UInt64 = 0

  /// Reads one line and moves behind its line feed; nil, and the cursor anywhere, when it has
  /// another shape, or a name that was not seen before.
  ///
  /// Up to ``Block/slack`` bytes from the cursor are looked at, wherever the line ends.
  @inline(__always)
  mutating func read(
    _ cursor: inout UnsafeRawPointer, _ time: inout QuickTime, _ nameTable: NameTable
  ) -> Trade? {
    guard let symbolStart = passHead(cursor) ?? readHead(cursor, nameTable) else { return nil }
    cursor = symbolStart
    guard
      let symbol = NameKey.read(&cursor),
      Self.pass(0x003A_2273_7422_2C22, 7, &cursor), let moment = time.readDigits(&cursor),
      Self.pass(0x0000_3A22_6469_222C, 6, &cursor), let id = QuickNumber.whole(&cursor),
      id < 1 << 62,
      Self.pass(0x2265_6369_7270_222C, 8, &cursor), Self.pass(0x3A, 1, &cursor),
      let price = QuickNumber.decimal(&cursor),
      Self.pass(0x003A_2279_7471_222C, 7, &cursor), let quantity = QuickNumber.decimal(&cursor),
      Self.pass(0x3A22_6564_6973_222C, 8, &cursor), Self.pass(0x22, 1, &cursor),
      let side = Self.passSideAndEnd(&cursor)
    else { return nil }
    let instrument = nameTable.number(symbol, scope)
    if instrument < 0 { return nil }
    return Trade(
      instrument: instrument, time: moment, firstID: id, lastID: id, priceUnits: price.units,
      priceScale: price.scale, quantityUnits: quantity.units, quantityScale: quantity.scale,
      side: side)
  }

  /// Where the symbol begins, when all before it is as on the line before: without a branch for each
  /// word.
  @inline(__always)
  private func passHead(_ start: UnsafeRawPointer) -> UnsafeRawPointer? {
    var difference = Words.load(start) ^ head[0]
    difference |= Words.load(start + places[1]) ^ head[1]
    difference |= Words.load(start + places[2]) ^ head[2]
    difference |= Words.load(start + places[3]) ^ head[3]
    difference |= Words.load(start + places[4]) ^ head[4]
    difference |= Words.load(start + places[5]) ^ head[5]
    difference |= Words.load(start + places[6]) ^ head[6]
    return difference == 0 ? start + headLength : nil
  }

  /// Where the symbol begins, whatever the exchange.
  @inline(never)
  private mutating func readHead(
    _ start: UnsafeRawPointer, _ nameTable: NameTable
  ) -> UnsafeRawPointer? {
    var cursor = start
    guard Self.passBeginning(&cursor), let name = NameKey.read(&cursor),
      Self.pass(0x6D79_7322_2C22, 6, &cursor), Self.pass(0x223A_226C_6F62, 6, &cursor)
    else { return nil }
    let exchange = nameTable.number(name, NameTable.Scope.exchange)
    if exchange < 0 { return nil }
    scope = NameTable.scope(exchange, 0)
    let length = cursor - start
    // A longer one is read like this each time.
    if length <= 56 {
      headLength = length
      for index in 0..<7 {
        places[index] = min(index * 8, length - 8)
        head[index] = Words.load(start + places[index])
      }
    } else {
      head[0] = 0
    }
    return cursor
  }

  /// `{"type":"trade","exchange":"`.
  @inline(__always)
  private static func passBeginning(_ cursor: inout UnsafeRawPointer) -> Bool {
    var difference = Words.load(cursor) ^ 0x3A22_6570_7974_227B
    difference |= Words.load(cursor + 8) ^ 0x2C22_6564_6172_7422
    difference |= Words.load(cursor + 16) ^ 0x676E_6168_6378_6522
    difference |= Words.load(cursor + 20) ^ 0x223A_2265_676E_6168
    cursor += 28
    return difference == 0
  }

  /// A literal, the first byte lowest.
  @inline(__always)
  private static func pass(
    _ literal: UInt64, _ count: Int, _ cursor: inout UnsafeRawPointer
  ) -> Bool {
    let differs = (Words.load(cursor) ^ literal) & Words.mask(count) != 0
    cursor += count
    return !differs
  }

  /// `buy"}` or `sell"}` and the line feed: which of them comes is a coin toss, so no branch asks.
  @inline(__always)
  private static func passSideAndEnd(_ cursor: inout UnsafeRawPointer) -> Side? {
    let buy: UInt64 = 0x0000_0A7D_2279_7562
    let sell: UInt64 = 0x000A_7D22_6C6C_6573
    let word = Words.load(cursor)
    // The lowest bit of "b" is 0, that of "s" 1.
    let isSell = word & 1
    let expected = buy ^ ((buy ^ sell) & (0 &- isSell))
    let length = 6 &+ isSell
    if (word ^ expected) & ((1 &<< (length &* 8)) &- 1) != 0 { return nil }
    cursor += Int(truncatingIfNeeded: length)
    return isSell == 0 ? .buy : .sell
  }
}
