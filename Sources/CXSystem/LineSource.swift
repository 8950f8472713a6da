import CXCore

/// How far a ``LineSource`` has come: all that is needed to go on in another process.
public struct LinePosition: Codable, Equatable, Sendable {
  /// The file being read; `-` is standard input.
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
  /// Inside a line that is too long and was refused; absent means no.
  public var isSkipping: Bool?
}

/// Lines of files and of standard input, as records.
///
/// It is done when ``next()`` says so, and then stays so. Each batch has a block of its own; giving
/// batches back with ``recycle(_:)`` saves making new ones.
public struct LineSource: Source {
  /// Lines above this size are refused: memory stays bounded whatever comes.
  public static let maximumLine = 8 << 20
  private static let readSize = 256 << 10

  private let paths: [String]
  private let resumed: LinePosition?
  /// Whether an unfinished last line waits for the next run instead of counting as a line.
  private let keepsTail: Bool

  private var reader = RecordReader()
  private let instruments = Instruments()
  private var spares: [Batch] = []
  private var input: ByteInput?
  private var index = -1
  private var offset = 0
  private var line = 0
  /// The beginning of the line that the next read goes on with.
  private let tail = Block()
  /// Inside a line that is too long, whose rest is skipped.
  private var isSkipping = false

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
      guard self.paths.indices.contains(position.index), self.paths[position.index] == position.file
      else {
        throw Fault(
          .configuration,
          "the saved state stopped in \(position.file), which is not among the inputs")
      }
    }
  }

  /// Where the records handed out so far end.
  public var position: LinePosition {
    if index < 0, let resumed { return resumed }
    let reached = min(max(0, index), paths.count - 1)
    let isStandardInput = paths[reached] == "-"
    return LinePosition(
      file: paths[reached], index: reached, offset: offset, line: line,
      pending: isStandardInput && keepsTail ? Array(tail.bytes) : [],
      isSkipping: isSkipping ? true : nil)
  }

  /// Whether the next batch has to be waited for.
  public var wouldBlock: Bool { input?.wouldBlock ?? false }

  /// Takes back a batch that is not needed any more.
  public mutating func recycle(_ batch: Batch) {
    spares.append(batch)
  }

  /// The next lines, as many as one read brings; nil at the end or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    var batch = spares.popLast() ?? Batch(block: Block(capacity: 2 * Self.readSize))
    batch.instruments = instruments
    while Signals.pending == nil {
      guard let input else {
        guard try openNext() else { return nil }
        continue
      }
      batch.removeAll()
      batch.source = input.name
      let block = batch.block
      block.append(tail.bytes)
      block.reserve(Self.readSize)
      let received = try input.read(into: block.base + block.count, Self.readSize)
      if received == 0 {
        if Signals.pending != nil { return nil }
        if endInput(with: block) || !longLines.isEmpty {
          read(&batch)
          return batch
        }
        continue
      }
      let fresh = block.count
      block.count += received
      if takeLines(of: block, from: fresh) {
        read(&batch)
        return batch
      }
    }
    return nil
  }

  private mutating func read(_ batch: inout Batch) {
    batch.rejects = longLines
    longLines = []
    batch.firstLine = line + 1
    line += reader.read(into: &batch)
    offset += batch.block.count
  }

  /// Leaves the complete lines in the block and the rest in ``tail``; false when there is no
  /// complete line.
  ///
  /// `fresh` is where bytes begin that were not searched for a line feed before.
  private mutating func takeLines(of block: Block, from fresh: Int) -> Bool {
    let bytes = block.bytes
    var last = bytes.count - 1
    while last >= fresh && bytes[last] != UInt8(ascii: "\n") { last -= 1 }
    if last < fresh {
      tail.removeAll()
      tail.append(bytes)
      if isSkipping || tail.count > Self.maximumLine { skipTail() }
      return false
    }
    tail.removeAll()
    tail.append(UnsafeRawBufferPointer(rebasing: bytes[(last + 1)...]))
    block.count = last + 1
    if isSkipping { endSkipping(block) }
    return block.count > 0
  }

  // MARK: Files

  /// Opens the next file; false when there is none.
  private mutating func openNext() throws(Fault) -> Bool {
    let position = index < 0 ? resumed : nil
    let next = position?.index ?? index + 1
    guard next < paths.count else { return false }
    index = next
    let path = paths[index]
    let isStandardInput = path == "-"
    if isStandardInput && !Descriptor.input.isOpen { throw Fault(.noInput, "stdin: is closed") }
    let opened = ByteInput(isStandardInput ? .input : try Descriptor.open(reading: path))
    offset = position?.offset ?? 0
    line = position?.line ?? 0
    tail.removeAll()
    if let position {
      isSkipping = position.isSkipping ?? false
      if isStandardInput {
        tail.append(position.pending)
      } else {
        try opened.skip(offset)
      }
    }
    input = opened
    return true
  }

  /// Ends the current file; true when an unfinished line is left, ended, in the block.
  private mutating func endInput(with block: Block) -> Bool {
    if let input, !input.isStandard { input.descriptor.close() }
    input = nil
    if index == paths.count - 1 {
      // Nothing comes any more; the position stays at this input, where the next run goes on.
      index = paths.count
      if keepsTail {
        block.removeAll()
        return false
      }
    }
    tail.removeAll()
    if isSkipping {
      isSkipping = false
      line += 1
      block.removeAll()
      return false
    }
    if block.count == 0 { return false }
    block.append(UInt8(ascii: "\n"))
    return true
  }

  // MARK: Lines beyond all bounds

  private var longLines: [Reject] = []

  /// Drops what is there of a line that is too long, and keeps its beginning as evidence.
  private mutating func skipTail() {
    if !isSkipping {
      longLines.append(
        Reject(
          source: input?.name ?? "", line: line + 1,
          reason: "longer than \(Self.maximumLine >> 20) MiB", raw: Array(tail.bytes.prefix(4096))))
    }
    isSkipping = true
    offset += tail.count
    tail.removeAll()
  }

  /// Drops the end of the long line.
  private mutating func endSkipping(_ block: Block) {
    let end = block.bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? block.count
    block.removeFirst(end)
    offset += end
    line += 1
    isSkipping = false
  }
}
