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
    let marks = Words.equal(low, to: UInt8(ascii: "\""))
    var length = Words.index(ofMark: marks)
    low &= Words.mask(length)
    if length == 8 {
      high = Words.load(cursor + 8)
      let marks = Words.equal(high, to: UInt8(ascii: "\""))
      let more = Words.index(ofMark: marks)
      if more == 8 { return nil }
      high &= Words.mask(more)
      length += more
    }
    cursor += length
    // The length in the last byte: a zero byte is not the end of a symbol.
    high |= UInt64(truncatingIfNeeded: length) &<< 56
    // Equal bytes are the whole proof: what was inserted here was valid.
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

  /// Remembers a plain symbol; one too long, and all beyond half of the room, stay with the
  /// general path.
  mutating func insert(_ symbol: UnsafeRawBufferPointer, _ number: Int32) {
    if symbol.isEmpty || symbol.count > 15 { return }
    if used * 2 >= entries.count { grow() }
    var low: UInt64 = 0
    var high: UInt64 = 0
    for (index, byte) in symbol.enumerated() {
      if index < 8 {
        low |= UInt64(byte) << UInt64(8 * index)
      } else {
        high |= UInt64(byte) << UInt64(8 * (index - 8))
      }
    }
    high |= UInt64(symbol.count) << 56
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
    let mixed = (low ^ (high &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40)
  }
}
