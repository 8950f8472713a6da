/// Trade lines as `cx` itself writes them: the template's loop unrolled, its literals constants.
///
/// Only the first literal differs, by the exchange's name. What is read here is what the template
/// would have read; a trade stays in registers until it is whole.
struct HouseLine {
  /// The slots in the house's order.
  private static let slots: [TradeTemplate.Slot] = [
    .symbol, .time, .id, .price, .quantity, .side, .end,
  ]
  /// What stands before each slot but the first.
  private static let literals = [
    #"","ts":"#, #","id":"#, #","price":"#, #","qty":"#, #","side":""#, "\"}\n",
  ]

  /// The first literal, eight bytes each; the last ones overlap, so that all have a place in it.
  private let head: InlineArray<7, UInt64>
  /// Where in the literal each of them begins.
  private let places: InlineArray<7, Int>
  private let headLength: Int

  /// The lines of a template with these slots and the literals before them; nil when it is none of
  /// the house's, or its exchange has a name of an unusual length.
  init?(slots: [TradeTemplate.Slot], literals: [[UInt8]]) {
    let first = literals.first ?? []
    guard slots == Self.slots,
      literals.dropFirst().elementsEqual(Self.literals.map { Array($0.utf8) }),
      (8...56).contains(first.count)
    else { return nil }
    headLength = first.count
    let places = InlineArray<7, Int> { min($0 * 8, first.count - 8) }
    self.places = places
    head = InlineArray { Words.joined(first[places[$0]...].prefix(8)) }
  }

  /// Reads one line and moves behind its line feed; nil, and the cursor anywhere, when it has
  /// another shape.
  ///
  /// Up to ``Block/slack`` bytes from the cursor are looked at, wherever the line ends.
  @inline(__always)
  func read(
    _ cursor: inout UnsafeRawPointer, _ time: inout TimePrefix, _ symbols: SymbolCache
  ) -> Trade? {
    guard
      passHead(&cursor), let instrument = symbols.number(&cursor),
      Self.pass(0x003A_2273_7422_2C22, 7, &cursor), let moment = time.readDigits(&cursor),
      Self.pass(0x0000_3A22_6469_222C, 6, &cursor), let id = QuickNumber.whole(&cursor),
      id < 1 << 62,
      Self.pass(0x2265_6369_7270_222C, 8, &cursor), Self.pass(0x3A, 1, &cursor),
      let price = QuickNumber.decimal(&cursor),
      Self.pass(0x003A_2279_7471_222C, 7, &cursor), let quantity = QuickNumber.decimal(&cursor),
      Self.pass(0x3A22_6564_6973_222C, 8, &cursor), Self.pass(0x22, 1, &cursor),
      let side = Self.passSideAndEnd(&cursor)
    else { return nil }
    return Trade(
      instrument: instrument, time: moment, firstID: id, lastID: id, priceUnits: price.units,
      priceScale: price.scale, quantityUnits: quantity.units, quantityScale: quantity.scale,
      side: side)
  }

  /// Without a branch for each word: exchanges' names seldom change.
  @inline(__always)
  private func passHead(_ cursor: inout UnsafeRawPointer) -> Bool {
    var difference = Words.load(cursor) ^ head[0]
    difference |= Words.load(cursor + places[1]) ^ head[1]
    difference |= Words.load(cursor + places[2]) ^ head[2]
    difference |= Words.load(cursor + places[3]) ^ head[3]
    difference |= Words.load(cursor + places[4]) ^ head[4]
    difference |= Words.load(cursor + places[5]) ^ head[5]
    difference |= Words.load(cursor + places[6]) ^ head[6]
    cursor += headLength
    return difference == 0
  }

  /// A literal of ``literals``, the first byte lowest.
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
