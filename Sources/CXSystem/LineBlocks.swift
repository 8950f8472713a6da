import CXRecord

/// Complete lines, and what has to be known to number and name them.
struct LineBlock {
  /// The lines, not parsed yet.
  var batch: Batch
  /// How many lines of its file come before this block; nil when it goes on where the last one
  /// ended.
  var linesBefore: Int?
  /// The beginning of a line before these that was too long to be read.
  var longLine: [UInt8]?
  /// Where the block ends; its line is filled in when the lines are counted.
  var position: LinePosition
}

/// Blocks of complete lines from files and standard input.
struct LineBlocks {
  private static let readSize = 256 << 10
  /// Large enough for the kernel's work to be little, small enough not to matter as memory.
  private static let pieceSize = 2 << 20

  private let paths: [String]
  private let resumed: LinePosition?
  private let keepsTail: Bool
  private var spares: [Batch] = []
  private var input: ByteInput?
  /// A part of the input that is not copied, and how much of it was handed out; nil while the input
  /// is read.
  private var piece: FilePiece?
  private var pieceUsed = 0
  private var copying = Copying.always

  /// When bytes of the input are copied instead of being looked at where they lie.
  private enum Copying {
    /// Nothing was looked at so far, and it may turn out that nothing can be.
    case unlessMapped
    /// The bytes so far were not copied: reading has to find its place.
    case notYet
    /// From here to the end.
    case always
  }
  private var index = -1
  private var offset = 0
  private var linesBefore: Int?
  /// The beginning of the line that the next read goes on with.
  private let tail = Block()
  /// The beginning of a line that is too long.
  private var longLine: [UInt8]?
  /// Its end has not come: what comes is dropped.
  private var isSkipping = false

  init(_ paths: [String], from position: LinePosition?, keepsTail: Bool) throws(Fault) {
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

  /// Where the blocks handed out so far end, lines not counted.
  var position: LinePosition {
    if index < 0, let resumed { return resumed }
    let reached = min(max(0, index), paths.count - 1)
    let isStandardInput = paths[reached] == "-"
    return LinePosition(
      file: paths[reached], index: reached, offset: offset, line: 0,
      pending: isStandardInput && keepsTail ? Array(tail.bytes) : [],
      isSkipping: isSkipping ? true : nil)
  }

  var wouldBlock: Bool { input?.wouldBlock ?? false }

  /// Takes back a batch that is not needed any more.
  mutating func recycle(_ batch: Batch) {
    spares.append(batch)
  }

  /// The next lines, as many as one read brings; nil at the end or when a signal asks to stop.
  mutating func next() throws(Fault) -> LineBlock? {
    var batch = spares.popLast() ?? Batch(block: Block(capacity: 0))
    batch.removeAllButBlock()
    if batch.block.isView { batch.block = Block(capacity: 0) }
    let block = batch.block
    while Signals.pending == nil {
      guard let input else {
        guard try openNext() else { return nil }
        continue
      }
      batch.source = input.name
      if copying != .always, let view = try nextView(of: input) {
        batch.block = view
        return handOut(batch)
      }
      block.removeAll()
      block.append(tail.bytes)
      block.reserve(Self.readSize)
      let received = try input.read(into: block.base + block.count, Self.readSize)
      if received == 0 {
        if Signals.pending != nil { return nil }
        if endInput(with: block) || longLine != nil { return handOut(batch) }
        continue
      }
      let fresh = block.count
      block.count += received
      if takeLines(of: block, from: fresh) { return handOut(batch) }
    }
    return nil
  }

  /// The next complete lines of a file, where they lie; nil when the rest of it is to be copied: its
  /// end, or a line that is longer than a block.
  private mutating func nextView(of input: ByteInput) throws(Fault) -> Block? {
    if piece.map({ $0.count - pieceUsed < Self.readSize }) ?? true {
      piece = try input.piece(from: offset, count: Self.pieceSize)
      pieceUsed = 0
    }
    if let piece {
      let start = piece.bytes + pieceUsed
      var end = Self.readSize
      while end > 0 && start.load(fromByteOffset: end - 1, as: UInt8.self) != UInt8(ascii: "\n") {
        end -= 1
      }
      if end > 0 {
        pieceUsed += end
        copying = .notYet
        return Block(viewing: start, count: end, owner: piece)
      }
    }
    if copying == .notYet { try input.seek(to: offset) }
    piece = nil
    copying = .always
    return nil
  }

  private mutating func handOut(_ batch: Batch) -> LineBlock {
    offset += batch.block.count
    defer {
      linesBefore = nil
      longLine = nil
    }
    return LineBlock(
      batch: batch, linesBefore: linesBefore, longLine: longLine, position: position)
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
      if isSkipping || tail.count > LineSource.maximumLine { skipTail() }
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
    linesBefore = position?.line ?? 0
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
    // What is left of a line is in memory, not where the file goes on.
    copying = tail.count == 0 && !isSkipping ? .unlessMapped : .always
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
      block.removeAll()
      return false
    }
    if block.count == 0 { return false }
    block.append(UInt8(ascii: "\n"))
    return true
  }

  // MARK: Lines beyond all bounds

  /// Drops what is there of a line that is too long, and keeps its beginning as evidence.
  private mutating func skipTail() {
    if !isSkipping { longLine = Array(tail.bytes.prefix(4096)) }
    isSkipping = true
    offset += tail.count
    tail.removeAll()
  }

  /// Drops the end of the long line.
  private mutating func endSkipping(_ block: Block) {
    let end = block.bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? block.count
    block.removeFirst(end)
    offset += end
    isSkipping = false
  }
}
