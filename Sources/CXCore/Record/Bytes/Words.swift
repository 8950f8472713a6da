/// Eight bytes at a time in a 64-bit word ("SWAR"), the first byte lowest.
///
/// The loads may reach behind the text; ``Block/slack`` makes that safe, and every function here
/// looks only at the bytes before the first one of interest.
@usableFromInline
package enum Words {
  @usableFromInline package typealias Word = UInt64

  @inlinable @inline(__always)
  package static func load(_ pointer: UnsafeRawPointer) -> Word {
    Word(littleEndian: pointer.loadUnaligned(as: Word.self))
  }

  /// What has to stand behind bytes of an array, for a word to be loaded wherever they begin.
  package static let padding = [UInt8](repeating: 0, count: 8)

  /// Up to eight bytes as a word; zeros where there are fewer.
  package static func joined(_ bytes: ArraySlice<UInt8>) -> Word {
    bytes.reversed().reduce(0) { $0 << 8 | Word($1) }
  }

  /// Keeps the first `count` bytes, 0 to 8.
  @inlinable @inline(__always)
  package static func mask(_ count: Int) -> Word {
    count >= 8 ? ~0 : (1 &<< Word(truncatingIfNeeded: count &* 8)) &- 1
  }

  /// How many bytes stand before the first marked one; 8 when none is marked.
  @inlinable @inline(__always)
  package static func index(ofMark marks: Word) -> Int { marks.trailingZeroBitCount >> 3 }

  /// Marks the top bit of bytes that are zero.
  ///
  /// Exact up to and including the first such byte; later marks may be wrong (Mycroft, 1987).
  @inlinable @inline(__always)
  package static func zeros(_ word: Word) -> Word {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Marks bytes equal to `byte`, exact up to the first.
  @inlinable @inline(__always)
  package static func equal(_ word: Word, to byte: UInt8) -> Word {
    zeros(word ^ (0x0101_0101_0101_0101 &* Word(byte)))
  }

  /// Marks bytes that end or complicate a JSON string: quote, backslash, control characters and
  /// everything that is not ASCII.
  ///
  /// Exact up to the first.
  @inlinable @inline(__always)
  package static func stringSpecials(_ word: Word) -> Word {
    let control = (word &- 0x2020_2020_2020_2020) & ~word
    return (control | word) & 0x8080_8080_8080_8080
      | equal(word, to: UInt8(ascii: "\"")) | equal(word, to: UInt8(ascii: "\\"))
  }

  /// Digits turned to their values, and marks on the bytes that are none, exact up to the first.
  @inlinable @inline(__always)
  package static func digits(_ word: Word) -> (values: Word, marks: Word) {
    let values = word ^ 0x3030_3030_3030_3030
    let marks = ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
    return (values, marks)
  }

  /// The number that the first `count` digit values spell, 1 to 8 of them.
  @inlinable @inline(__always)
  package static func number(_ values: Word, count: Int) -> UInt64 {
    // Leading zeros come in from below; then pairs, fours and eights are joined at once.
    var word = values &<< Word(truncatingIfNeeded: (8 &- count) &* 8)
    word = (word &* 10) &+ (word &>> 8)
    let even = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((word &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (even &+ odd) &>> 32
  }

  /// The distance to the next `byte` at or behind `start`, or nil when `end` comes first.
  @inlinable
  package static func find(
    _ byte: UInt8, from start: UnsafeRawPointer, to end: UnsafeRawPointer
  ) -> UnsafeRawPointer? {
    var position = start
    while position < end {
      let marks = equal(load(position), to: byte)
      if marks != 0 {
        let found = position + index(ofMark: marks)
        return found < end ? found : nil
      }
      position += 8
    }
    return nil
  }
}
