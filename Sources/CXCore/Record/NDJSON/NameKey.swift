/// A name as it stands in a line, its escapes not read: the key of a look into ``NameTable``.
///
/// Up to fifteen bytes are in the two words, the closing quote and then zeros behind them, so that
/// equal words are equal names. A longer one has its hash in ``low`` and a mark and its length in
/// ``high``.
struct NameKey {
  var low: UInt64
  var high: UInt64
  /// Where its bytes are; looked at only where ``isLong``.
  var start: UnsafeRawPointer

  /// No short one's last byte is 0xFF, nor is any byte of a text.
  var isLong: Bool { high >> 56 == 0xFF }
  /// How many bytes a long one has.
  var count: Int { Int(truncatingIfNeeded: high & 0xFFFF_FFFF) }

  /// A name of fewer than eight bytes.
  private init(short name: StaticString) {
    start = UnsafeRawPointer(name.utf8Start)
    high = 0
    low = UInt64(UInt8(ascii: "\"")) << UInt64(name.utf8CodeUnitCount * 8)
    for index in 0..<name.utf8CodeUnitCount {
      low |= UInt64(name.utf8Start[index]) << UInt64(index * 8)
    }
  }

  @inline(__always)
  private init(low: UInt64, high: UInt64, start: UnsafeRawPointer) {
    self.low = low
    self.high = high
    self.start = start
  }

  /// The empty name.
  static var empty: NameKey { NameKey(short: "") }
  /// The tenant of records that name none.
  static var defaultTenant: NameKey { NameKey(short: "default") }

  /// The bytes between the quotes of a valid JSON string; its closing quote stands behind them.
  init(_ bytes: UnsafeRawBufferPointer) {
    let start = bytes.baseAddress ?? NameKey.empty.start
    var cursor = start
    if let key = Self.read(&cursor), cursor - start == bytes.count {
      self = key
    } else {
      self = Self.long(start, bytes.count)
    }
  }

  /// The name at the cursor, which is moved to its closing quote; nil, and the cursor anywhere, where
  /// none ends on this line.
  ///
  /// What is read may be no valid string: then it is equal to no spelling of one. Its first quote may
  /// be an escaped one: then it ends in a backslash that escapes nothing, which no spelling does.
  @inline(__always)
  static func read(_ cursor: inout UnsafeRawPointer) -> NameKey? {
    // Two loads side by side, and no branch on the length.
    let start = cursor
    let low = Words.load(start)
    let high = Words.load(start + 8)
    let marks = Words.equal(low, to: UInt8(ascii: "\""))
    let marksBehind = Words.equal(high, to: UInt8(ascii: "\""))
    if marks | marksBehind == 0 { return readLong(&cursor) }
    let count = Words.index(ofMark: marks)
    // All ones where the first word has no quote.
    let goesOn = 0 &- UInt64(truncatingIfNeeded: count >> 3)
    cursor = start + count + (Words.index(ofMark: marksBehind) & Int(truncatingIfNeeded: goesOn))
    return NameKey(
      low: low & throughFirst(marks), high: high & throughFirst(marksBehind) & goesOn, start: start)
  }

  /// Keeps the bytes up to and with the first marked one; all where none is marked.
  @inline(__always)
  private static func throughFirst(_ marks: UInt64) -> UInt64 { marks ^ (marks &- 1) }

  @inline(__always)
  private static func readLong(_ cursor: inout UnsafeRawPointer) -> NameKey? {
    // Passed as a value: a cursor whose address is taken lives in memory.
    guard let end = closingQuote(from: cursor) else { return nil }
    let start = cursor
    cursor = end
    return long(start, end - start)
  }

  /// The first quote at or behind `start`; nil where a control character, such as the line feed that
  /// ends every line, comes before it.
  @inline(never)
  static func closingQuote(from start: UnsafeRawPointer) -> UnsafeRawPointer? {
    var cursor = start
    while true {
      let word = Words.load(cursor)
      let control = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
      let marks = control | Words.equal(word, to: UInt8(ascii: "\""))
      cursor += Words.index(ofMark: marks)
      if marks != 0 { break }
    }
    return cursor.load(as: UInt8.self) == UInt8(ascii: "\"") ? cursor : nil
  }

  @inline(never)
  private static func long(_ start: UnsafeRawPointer, _ count: Int) -> NameKey {
    var hash = UInt64(truncatingIfNeeded: count)
    var done = 0
    while done < count {
      let word = Words.load(start + done) & Words.mask(count - done)
      hash = NameTable.mix(hash, word)
      done += 8
    }
    return NameKey(
      low: hash, high: 0xFF << 56 | UInt64(truncatingIfNeeded: count) & 0xFFFF_FFFF, start: start)
  }
}
