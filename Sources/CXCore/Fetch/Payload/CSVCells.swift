import CXRecord

/// The cells of a line of CSV without quotes, as exchanges write it; its memory serves one line after
/// another.
struct CSVCells {
  /// The cells, as long as the line's memory is valid.
  private(set) var all: [UnsafeRawBufferPointer] = []

  /// Cuts a line at its commas.
  mutating func split(_ line: UnsafeRawBufferPointer) {
    all.removeAll(keepingCapacity: true)
    var start = 0
    guard let base = line.baseAddress else { return }
    var place = 0
    while place < line.count {
      // Eight bytes at a time where so many are left.
      if place + 8 <= line.count {
        let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let found = Words.index(
          ofMark: Words.equal(UInt64(littleEndian: word), to: UInt8(ascii: ",")))
        place += found
        if found == 8 { continue }
      } else if line[place] != UInt8(ascii: ",") {
        place += 1
        continue
      }
      all.append(UnsafeRawBufferPointer(start: base + start, count: place - start))
      place += 1
      start = place
    }
    all.append(UnsafeRawBufferPointer(start: base + start, count: line.count - start))
  }
}
