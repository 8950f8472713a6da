import CXRecord

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

/// Numbers lines and reads them into records.
struct LineParser {
  private var reader = RecordReader()
  private let instruments = Instruments()
  private var line = 0

  /// Fills in the block's records, rejects and lines.
  mutating func read(_ block: inout LineBlock) {
    if let before = block.linesBefore { line = before }
    block.batch.instruments = instruments
    if let head = block.longLine {
      line += 1
      block.batch.rejects.append(
        Reject(
          source: block.batch.source, line: line,
          reason: "longer than \(LineSource.maximumLine >> 20) MiB", raw: head))
    }
    block.batch.firstLine = line + 1
    line += reader.read(into: &block.batch)
    block.position.line = line
  }
}

/// Lines of files and of standard input, as records.
///
/// Where there is a second processor, a second thread parses while the first one reads ahead and
/// works on the records before. Input that comes slowly is never held back for that: reading ahead
/// stops where it would wait.
public struct LineSource: Source {
  /// Lines above this size are refused: memory stays bounded whatever comes.
  public static let maximumLine = 8 << 20
  /// How many blocks are on their way at most.
  private static let depth = 4

  private var blocks: LineBlocks
  private var parser = LineParser()
  private let thread: ParserThread?
  private let instruments = Instruments()
  // What the thread's numbers mean here: a stage that goes on from a saved state may have numbered
  // instruments of its own before they were read.
  private var numbers: [Int32] = []
  private var isRenumbering = false
  private var inFlight = 0
  /// Why nothing more can be read; told when all that came before is handed out.
  private var fault: Fault?
  private var last: Batch?
  /// Where the records handed out so far end.
  public private(set) var position: LinePosition

  /// Lines of the named files in order; `-` and none at all are standard input.
  ///
  /// `position` is where an earlier run ended; with `keepsTail`, this run may be followed by
  /// another, so an unfinished last line waits for it instead of counting as a line.
  public init(
    _ paths: [String], from position: LinePosition? = nil, keepsTail: Bool = false,
    processors: Int = Processors.usable
  ) throws(Fault) {
    blocks = try LineBlocks(paths, from: position, keepsTail: keepsTail)
    self.position = blocks.position
    thread = processors > 1 ? ParserThread() : nil
  }

  /// Whether the next batch has to be waited for.
  public var wouldBlock: Bool { inFlight == 0 && blocks.wouldBlock }

  /// The next lines, as many as one read brings; nil at the end or when a signal asks to stop.
  ///
  /// The batch is valid until the next call.
  public mutating func next() throws(Fault) -> Batch? {
    if let last { blocks.recycle(last) }
    last = nil
    guard let thread else {
      guard var block = try blocks.next() else { return end() }
      parser.read(&block)
      return handOut(block)
    }
    readAhead(thread)
    if inFlight == 0 {
      if let fault { throw fault }
      return end()
    }
    inFlight -= 1
    var (block, fresh) = thread.take()
    for instrument in fresh {
      let number = instruments.number(of: instrument)
      isRenumbering = isRenumbering || Int(number) != numbers.count
      numbers.append(number)
    }
    block.batch.instruments = instruments
    if isRenumbering { renumber(&block.batch) }
    return handOut(block)
  }

  private func renumber(_ batch: inout Batch) {
    for index in batch.trades.indices {
      batch.trades[index].instrument = numbers[Int(batch.trades[index].instrument)]
    }
    for index in batch.candles.indices {
      batch.candles[index].instrument = numbers[Int(batch.candles[index].instrument)]
    }
    for index in batch.quotes.indices {
      batch.quotes[index].instrument = numbers[Int(batch.quotes[index].instrument)]
    }
  }

  private mutating func readAhead(_ thread: ParserThread) {
    do throws(Fault) {
      while fault == nil, inFlight < Self.depth, inFlight == 0 || !blocks.wouldBlock {
        guard let block = try blocks.next() else { return }
        thread.submit(block)
        inFlight += 1
      }
    } catch {
      fault = error
    }
  }

  private mutating func handOut(_ block: LineBlock) -> Batch {
    position = block.position
    last = block.batch
    return block.batch
  }

  private mutating func end() -> Batch? {
    thread?.close()
    let line = position.line
    position = blocks.position
    position.line = max(line, position.line)
    return nil
  }
}
