import CXRecord

/// Lines to a file or pipe, gathered to large writes.
public struct DescriptorSink: Sink {
  private let descriptor: Descriptor
  private let buffer = Block(capacity: 64 << 10)
  private let isWatched: Bool

  /// Writes to a descriptor, which stays the caller's.
  public init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
    isWatched = descriptor.isTerminal && Descriptor.error.isTerminal
  }

  /// Takes the lines of a batch; they have arrived after the next ``flush()``.
  public mutating func write(_ batch: Batch) throws(Fault) {
    if buffer.count + batch.block.count <= buffer.capacity {
      buffer.append(batch.block.bytes)
      return
    }
    try flush()
    if batch.block.count >= buffer.capacity / 2 {
      try send(batch.block)
    } else {
      buffer.append(batch.block.bytes)
    }
  }

  /// Hands everything to the kernel.
  public mutating func flush() throws(Fault) {
    try send(buffer)
    buffer.removeAll()
  }

  private func send(_ block: Block) throws(Fault) {
    // A line of progress, ours or of a program before us, may stand where lines go.
    if isWatched && block.count > 0 { Terminal.eraseLine() }
    try descriptor.write(block.bytes)
  }
}
