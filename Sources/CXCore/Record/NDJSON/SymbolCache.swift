/// Instrument numbers by a symbol's bytes, for one exchange and tenant: two words and one probe.
struct SymbolCache {
  private struct Entry {
    var low: UInt64
    var high: UInt64
    /// -1 marks a free place.
    var number: Int32
  }

  private var entries: [Entry]
  private var used = 0

  init() {
    entries = Array(repeating: Entry(low: 0, high: 0, number: -1), count: 256)
  }

  /// The number of the symbol at the cursor, which is moved to its closing quote; nil, and the
  /// cursor anywhere, when the symbol is not here.
  @inline(__always)
  func number(_ cursor: inout UnsafeRawPointer) -> Int32? {
    var low = Words.load(cursor)
    var high: UInt64 = 0
    var marks = Self.quotes(low)
    cursor += Words.index(ofMark: marks)
    if marks != 0 {
      low &= Self.throughFirst(marks)
    } else {
      high = Words.load(cursor)
      marks = Self.quotes(high)
      if marks == 0 { return nil }
      cursor += Words.index(ofMark: marks)
      high &= Self.throughFirst(marks)
    }
    // Equal bytes, the quote with them, are the whole proof: what was inserted here was valid.
    return entries.withUnsafeBufferPointer { entries in
      var place = Self.place(low, high) & (entries.count &- 1)
      while true {
        let entry = entries[place]
        if entry.low == low && entry.high == high { return entry.number < 0 ? nil : entry.number }
        if entry.number < 0 { return nil }
        place = (place &+ 1) & (entries.count &- 1)
      }
    }
  }

  /// Marks quotes, and perhaps bytes that are not ASCII: a key that ends in one of these is equal to
  /// none.
  @inline(__always)
  private static func quotes(_ word: UInt64) -> UInt64 {
    ((word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080
  }

  /// Keeps the bytes up to and with the first marked one.
  @inline(__always)
  private static func throughFirst(_ marks: UInt64) -> UInt64 { marks ^ (marks &- 1) }

  /// Remembers a plain symbol; one too long, and all beyond half of the room, stay with the
  /// general path.
  mutating func insert(_ symbol: UnsafeRawBufferPointer, _ number: Int32) {
    if symbol.isEmpty || symbol.count > 15 { return }
    if used * 2 >= entries.count { grow() }
    let key = Array(symbol) + [UInt8(ascii: "\"")]
    let low = Words.joined(key.prefix(8))
    let high = Words.joined(key.dropFirst(8))
    insert(Entry(low: low, high: high, number: number))
  }

  private mutating func insert(_ entry: Entry) {
    var place = Self.place(entry.low, entry.high) & (entries.count - 1)
    while entries[place].number >= 0 {
      if entries[place].low == entry.low && entries[place].high == entry.high { return }
      place = (place + 1) & (entries.count - 1)
    }
    entries[place] = entry
    used += 1
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(low: 0, high: 0, number: -1), count: old.count * 2)
    used = 0
    for entry in old where entry.number >= 0 { insert(entry) }
  }

  @inline(__always)
  private static func place(_ low: UInt64, _ high: UInt64) -> Int {
    let mixed = (low &+ high) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40)
  }
}
