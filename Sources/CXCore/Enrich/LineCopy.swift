import CXRecord

/// A line on its way into a block: its bytes up to the closing brace, then what is appended, then
/// the brace and what may follow it.
struct LineCopy {
  let block: Block
  /// Where the copy begins in the block.
  let start: Int
  let original: UnsafeRawBufferPointer
  /// Where the closing brace stands in the original.
  private let brace: Int

  init(of original: UnsafeRawBufferPointer, to block: Block) {
    self.original = original
    self.block = block
    start = block.count
    var brace = original.count - 1
    while brace > 0, original[brace] != UInt8(ascii: "}") { brace -= 1 }
    self.brace = brace
    block.append(UnsafeRawBufferPointer(rebasing: original[..<brace]))
  }

  /// The copy so far.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: block.base + start, count: block.count - start)
  }

  /// Whether the original has a field.
  func has(_ name: Name) -> Bool {
    JSONFields.find([name], in: original) != nil
  }

  func append(_ name: Name, _ value: Value) {
    block.append(UInt8(ascii: ","))
    block.append(jsonString: name)
    block.append(UInt8(ascii: ":"))
    block.append(value)
  }

  /// Appends the brace and what follows it.
  func close() {
    block.append(UnsafeRawBufferPointer(rebasing: original[brace...]))
  }

  /// Takes out the first comma behind an object that was empty.
  ///
  /// Call it before ``close()``.
  func fixComma() {
    let copied = start + brace
    guard
      block.count > copied,
      original[..<brace].last(where: { $0 > 0x20 }) == UInt8(ascii: "{")
    else { return }
    (block.base + copied).copyMemory(
      from: block.base + copied + 1, byteCount: block.count - copied - 1)
    block.count -= 1
  }
}
