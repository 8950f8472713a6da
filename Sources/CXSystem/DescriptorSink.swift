import CXCore

/// Lines to a file or pipe, gathered to large writes.
public struct DescriptorSink: Sink {
  private let descriptor: Descriptor
  private let buffer = Block(capacity: 64 << 10)

  /// Writes to a descriptor, which stays the caller's.
  public init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
  }

  /// Takes the lines of a batch; they have arrived after the next ``flush()``.
  public mutating func write(_ batch: Batch) throws(Fault) {
    if buffer.count + batch.block.count <= buffer.capacity {
      buffer.append(batch.block.bytes)
      return
    }
    try flush()
    if batch.block.count >= buffer.capacity / 2 {
      try descriptor.write(batch.block.bytes)
    } else {
      buffer.append(batch.block.bytes)
    }
  }

  /// Hands everything to the kernel.
  public mutating func flush() throws(Fault) {
    try descriptor.write(buffer.bytes)
    buffer.removeAll()
  }
}
