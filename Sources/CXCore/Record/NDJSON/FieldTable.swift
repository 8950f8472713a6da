/// Finds a field by its name's bytes: mostly one probe, and one comparison of a word.
struct FieldTable {
  private struct Entry {
    /// The name's first eight bytes.
    var word: UInt64 = 0
    /// The name's length; 0 marks a free place.
    var count = 0
    var field = Field.type
    /// The bytes after the first eight.
    var rest: [UInt8] = []
  }

  private var entries = Array(repeating: Entry(), count: 256)

  init() {
    for field in Field.allCases {
      let name = Array(field.name.utf8)
      let word = Words.joined(name.prefix(8))
      var place = Self.place(word, name.count)
      while entries[place].count > 0 { place = (place + 1) & 255 }
      entries[place] = Entry(
        word: word, count: name.count, field: field, rest: Array(name.dropFirst(8)))
    }
  }

  /// The field whose name stands at `start`, if it is one; 8 bytes must be readable there.
  func field(_ start: UnsafeRawPointer, _ count: Int) -> Field? {
    if count == 0 { return nil }
    let word = Words.load(start) & Words.mask(count)
    return entries.withUnsafeBufferPointer { entries in
      var place = Self.place(word, count)
      while entries[place].count > 0 {
        if entries[place].word == word && entries[place].count == count
          && (count <= 8 || Self.isEqual(entries[place].rest, start + 8))
        {
          return entries[place].field
        }
        place = (place + 1) & 255
      }
      return nil
    }
  }

  private static func isEqual(_ rest: [UInt8], _ start: UnsafeRawPointer) -> Bool {
    for index in rest.indices where rest[index] != (start + index).load(as: UInt8.self) {
      return false
    }
    return true
  }

  private static func place(_ word: UInt64, _ count: Int) -> Int {
    // The length separates names that share their first eight bytes.
    let mixed = (word &+ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 56)
  }
}
