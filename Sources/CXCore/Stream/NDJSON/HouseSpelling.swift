/// The literals of a trade line as `cx` itself writes it, behind the symbol: as constants they cost
/// a compare each, where a template's own have to be fetched and counted.
enum HouseSpelling {
  /// The slots in the house's order.
  static let slots: [TradeTemplate.Slot] = [.symbol, .time, .id, .price, .quantity, .side, .end]
  /// What stands before each slot but the first, which begins with the exchange's name.
  static let literals = [
    #"","ts":"#, #","id":"#, #","price":"#, #","qty":"#, #","side":""#, "\"}\n",
  ]

  // The same as words, the first byte lowest; a test holds them against the texts.
  private static var time: UInt64 { 0x003A_2273_7422_2C22 }
  private static var id: UInt64 { 0x0000_3A22_6469_222C }
  private static var price: UInt64 { 0x2265_6369_7270_222C }
  private static var quantity: UInt64 { 0x003A_2279_7471_222C }
  private static var side: UInt64 { 0x3A22_6564_6973_222C }
  private static var end: UInt64 { 0x000A_7D22 }

  @inline(__always)
  static func passTime(_ cursor: inout UnsafeRawPointer) -> Bool { pass(time, 7, &cursor) }

  @inline(__always)
  static func passID(_ cursor: inout UnsafeRawPointer) -> Bool { pass(id, 6, &cursor) }

  @inline(__always)
  static func passPrice(_ cursor: inout UnsafeRawPointer) -> Bool {
    pass(price, 8, &cursor) && pass(UInt64(UInt8(ascii: ":")), 1, &cursor)
  }

  @inline(__always)
  static func passQuantity(_ cursor: inout UnsafeRawPointer) -> Bool { pass(quantity, 7, &cursor) }

  @inline(__always)
  static func passSide(_ cursor: inout UnsafeRawPointer) -> Bool {
    pass(side, 8, &cursor) && pass(UInt64(UInt8(ascii: "\"")), 1, &cursor)
  }

  @inline(__always)
  static func passEnd(_ cursor: inout UnsafeRawPointer) -> Bool { pass(end, 3, &cursor) }

  @inline(__always)
  private static func pass(
    _ literal: UInt64, _ count: Int, _ cursor: inout UnsafeRawPointer
  ) -> Bool {
    let differs = (Words.load(cursor) ^ literal) & Words.mask(count) != 0
    cursor += count
    return !differs
  }
}
