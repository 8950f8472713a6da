import CXCore

/// How far a ``LineSource`` has come: all that is needed to go on in another process.
public struct LinePosition: Codable, Equatable, Sendable {
  /// The files already read to their end, in order, and the one being read; `-` is standard input.
  public var file: String
  /// Which of the named files it is, from 0.
  public var index: Int
  /// Bytes of complete lines handled, after decompression.
  public var offset: Int
  /// Lines handled.
  public var line: Int
  /// The beginning of a line whose end has not come: only from standard input, which cannot be
  /// read again.
  public var pending: [UInt8]
}

/// Lines of files and of standard input, as records.
public struct LineSource: Source {
  /// Lines above this size are refused: memory stays bounded whatever comes.
  public static let maximumLine = 8 << 20
  private static let readSize = 128 << 10

  private let paths: [String]
  private var index = -1
  private var input: ByteInput?
  private var reader = RecordReader()
  private var batch = Batch(block: Block(capacity: 2 * readSize))
  /// Bytes behind the batch's lines: the beginning of the next one.
  private var tail = 0
  private var offset = 0
  private var line = 0
  private var resumed: LinePosition?
  /// Whether an unfinished last line waits for the next run instead of counting as a line.
  private let keepsTail: Bool
  /// Inside a line that is too long, whose rest is skipped.
  private var skipping = false

  /// Lines of the named files in order; `-` and none at all are standard input.
  ///
  /// `position` is where an earlier run ended; with `keepsTail`, this run may be followed by
  /// another.
  public init(
    _ paths: [String], from position: LinePosition? = nil, keepsTail: Bool = false
  ) throws(Fault) {
    self.paths = paths.isEmpty ? ["-"] : paths
    self.keepsTail = keepsTail
    resumed = position
    if let position {
      guard position.index < self.paths.count, self.paths[position.index] == position.file else {
        throw Fault(
          .configuration,
          "the saved state stopped in \(position.file), which is not among the inputs")
      }
    }
  }

  /// Where the records handed out so far end.
  public var position: LinePosition {
    let file = index < 0 ? resumed?.file ?? paths[0] : paths[min(index, paths.count - 1)]
    let isStandardInput = file == "-"
    let rest = UnsafeRawBufferPointer(start: batch.block.base + batch.block.count, count: tail)
    return LinePosition(
      file: file, index: max(0, min(index, paths.count - 1)), offset: offset, line: line,
      pending: isStandardInput && keepsTail ? Array(rest) : [])
  }

  /// The size of all inputs, where they are all plain files.
  public var totalBytes: Int? { nil }

  /// Whether the next batch has to be waited for.
  public var wouldBlock: Bool { input?.wouldBlock ?? false }

  /// The next lines, as many as one read brings; nil at the end or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    while Signals.pending == nil {
      guard let input else {
        guard try openNext() else { return nil }
        continue
      }
      let block = batch.block
      let done = block.count
      block.count += tail
      block.removeFirst(done)
      batch.removeAllButBlock()
      block.reserve(max(Self.readSize, tail))
      let received = try input.read(into: block.base + block.count, block.capacity - block.count)
      if received == 0 {
        if Signals.pending != nil { return nil }
        if try endInput() { return batch }
        continue
      }
      let fresh = UnsafeRawBufferPointer(start: block.base + block.count, count: received)
      block.count += received
      guard let lastFeed = fresh.lastIndex(of: UInt8(ascii: "\n")) else {
        tail = block.count
        block.count = 0
        if tail > Self.maximumLine { try skipLongLine() }
        continue
      }
      tail = received - lastFeed - 1
      block.count -= tail
      if skipping {
        skipLongLineEnd()
        if block.count == 0 { continue }
      }
      read()
      return batch
    }
    return nil
  }

  private mutating func read() {
    batch.firstLine = line + 1
    line += reader.read(into: &batch)
    offset += batch.block.count
  }

  /// Opens the next file; false when there is none.
  private mutating func openNext() throws(Fault) -> Bool {
    if let resumed, index < 0 { index = resumed.index - 1 }
    guard index + 1 < paths.count else { return false }
    index += 1
    let path = paths[index]
    let opened =
      path == "-"
      ? ByteInput(.input) : ByteInput(try Descriptor.open(reading: path))
    if path == "-" && !Descriptor.input.isOpen { throw Fault(.noInput, "stdin: is closed") }
    batch.source = path == "-" ? "stdin" : path
    offset = 0
    line = 0
    tail = 0
    batch.block.removeAll()
    if let position = resumed {
      resumed = nil
      line = position.line
      offset = position.offset
      if path == "-" {
        position.pending.withUnsafeBytes { batch.block.append($0) }
        tail = batch.block.count
        batch.block.count = 0
      } else {
        try opened.skip(offset)
      }
    }
    input = opened
    return true
  }

  /// Ends the current file; true when an unfinished line made a last batch.
  private mutating func endInput() throws(Fault) -> Bool {
    if index == paths.count - 1 && keepsTail {
      tail = batch.block.count
      batch.block.count = 0
      closeInput()
      return false
    }
    closeInput()
    tail = 0
    if skipping {
      skipping = false
      batch.block.removeAll()
    }
    if batch.block.count == 0 { return false }
    batch.block.append(UInt8(ascii: "\n"))
    read()
    return true
  }

  private mutating func closeInput() {
    if let input, input.descriptor.number > 2 { input.descriptor.close() }
    input = nil
    if keepsTail && index == paths.count - 1 {
      // Stay at the last input: the next run goes on there.
      index = paths.count
    }
  }

  /// Refuses a line that outgrew all bounds, keeping its beginning as evidence.
  private mutating func skipLongLine() throws(Fault) {
    let block = batch.block
    if !skipping {
      let head = UnsafeRawBufferPointer(start: block.base, count: min(tail, 4096))
      longLines.append(
        Reject(
          source: batch.source, line: line + 1, reason: "longer than \(Self.maximumLine >> 20) MiB",
          raw: Array(head)))
    }
    skipping = true
    offset += tail
    tail = 0
    block.removeAll()
  }

  private mutating func skipLongLineEnd() {
    let block = batch.block
    let limit = UnsafeRawBufferPointer(start: block.base, count: block.count)
    let end = limit.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? block.count
    let kept = tail
    block.count += tail
    block.removeFirst(end)
    block.count -= kept
    offset += end
    line += 1
    skipping = false
    batch.rejects.append(contentsOf: longLines)
    longLines = []
  }

  private var longLines: [Reject] = []
}
