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

  func append(_ name: Name, _ value: UnsafeRawBufferPointer) {
    block.append(UInt8(ascii: ","))
    block.append(jsonString: name)
    block.append(UInt8(ascii: ":"))
    block.append(value)
  }

  /// Puts a value in the place of the one that a field has.
  ///
  /// Of several fields of that name the last counts. Call it before ``close()``.
  func replace(_ name: Name, _ value: UnsafeRawBufferPointer) {
    guard let old = JSONFields.find([name], in: bytes), let place = old.baseAddress else { return }
    let offset = UnsafeRawPointer(place) - UnsafeRawPointer(block.base)
    let (length, end) = (old.count, offset + old.count)
    let tail = block.count - end
    if value.count > length { block.reserve(value.count - length) }
    (block.base + offset + value.count).copyMemory(from: block.base + end, byteCount: tail)
    if let start = value.baseAddress {
      (block.base + offset).copyMemory(from: start, byteCount: value.count)
    }
    block.count = offset + value.count + tail
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
