/// A record: a line, and where its event is found.
public struct Record: Sendable, Equatable {
  /// Which array of the batch holds the event.
  public var kind: Kind
  /// Two records of a batch with the same shape have the same fields in the same order; 0 says
  /// nothing.
  public var shape: UInt16
  /// Index into that array; meaningless for kinds without one.
  public var index: Int32
  /// Where the line starts in the batch's bytes.
  public var start: Int32
  /// Where the line ends, its line feed not counted.
  public var end: Int32
  /// The line's number, counted from the batch's first line.
  public var line: Int32

  /// A record; see the fields.
  @inlinable
  public init(
    kind: Kind, index: Int32, start: Int32, end: Int32, line: Int32, shape: UInt16 = 0
  ) {
    self.kind = kind
    self.shape = shape
    self.index = index
    self.start = start
    self.end = end
    self.line = line
  }
}

/// A line that was refused: kept, counted and reported, never dropped in silence.
public struct Reject: Sendable, Equatable {
  /// The file's name, or `stdin`.
  public var source: String
  /// The line's number in its source, from 1.
  public var line: Int
  /// What is wrong, naming the field.
  public var reason: String
  /// The line as it came, its line feed not counted.
  public var raw: [UInt8]

  /// A refused line; see the fields.
  public init(source: String, line: Int, reason: String, raw: [UInt8]) {
    self.source = source
    self.line = line
    self.reason = reason
    self.raw = raw
  }
}

/// Records on their way from one step to the next: the bytes of their lines, and what was read
/// from them, so that steps joined in one process parse once.
public struct Batch {
  /// The lines, each ended by a line feed.
  ///
  /// Only what a record names is meant.
  public var block: Block
  /// The records, in order.
  public var records: [Record] = []
  /// Events of kind trade.
  public var trades: [Trade] = []
  /// The numbers of trades that have more than 64 bits hold; see ``Trade/isWide``.
  public var wideTrades: [WideTrade] = []
  /// Events of kind candle.
  public var candles: [Candle] = []
  /// Events of kind quote.
  public var quotes: [Quote] = []
  /// Events of kind tick: microseconds since 1970 UTC.
  public var ticks: [Int64] = []
  /// Events of kind alert that were said here, not read.
  public var alerts: [AlertEvent] = []
  /// What the events' instrument numbers mean.
  public var instruments: Instruments
  /// Lines refused so far, by whoever read or handled them.
  public var rejects: [Reject] = []
  /// What the user should know, though no line was refused.
  public var notes: [String] = []
  /// Lines that came too late and were asked for apart, each ended by a line feed.
  public var late = Block(capacity: 0)
  /// The lines' source: a file's name, or `stdin`.
  public var source: String = "stdin"
  /// The number, in its source, of the first line; 1 for the first of all.
  public var firstLine: Int = 1

  /// An empty batch.
  public init(block: Block = Block(), instruments: Instruments = Instruments()) {
    self.block = block
    self.instruments = instruments
  }

  /// Forgets the records and keeps the memory.
  public mutating func removeAll() {
    block.removeAll()
    removeAllButBlock()
  }

  /// Forgets the records and keeps the bytes.
  public mutating func removeAllButBlock() {
    records.removeAll(keepingCapacity: true)
    trades.removeAll(keepingCapacity: true)
    wideTrades.removeAll(keepingCapacity: true)
    candles.removeAll(keepingCapacity: true)
    quotes.removeAll(keepingCapacity: true)
    ticks.removeAll(keepingCapacity: true)
    alerts.removeAll()
    rejects.removeAll(keepingCapacity: true)
    notes.removeAll()
    late.removeAll()
  }

  /// Bytes from which on a batch is full: enough to be worth a write, and far from the 2³¹ that a
  /// record's place can be.
  private static let fullSize = 1 << 20

  /// Whether it is to be written before more is appended.
  public var isFull: Bool { block.count >= Self.fullSize || late.count >= Self.fullSize }

  /// Handles the records from number `first` on, one at least, until the output is full; the number
  /// of the record to go on with.
  @inlinable
  public func forEach(
    from first: Int, to output: inout Batch, _ handle: (Record, inout Batch) -> Void
  ) -> Int {
    var next = first
    while next < records.count {
      handle(records[next], &output)
      next += 1
      if output.isFull { break }
    }
    return next
  }

  /// The record's line, its line feed not counted.
  ///
  /// Valid until the block changes.
  @inlinable
  public func line(of record: Record) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: block.base + Int(record.start), count: Int(record.end - record.start))
  }

  /// Notes that `record` of this batch is refused, and why.
  public func reject(_ record: Record, _ reason: String) -> Reject {
    Reject(
      source: source, line: firstLine + Int(record.line), reason: reason,
      raw: Array(line(of: record)))
  }

  /// Copies a record of another batch, line and event, to the end of this one.
  ///
  /// Both batches share one table of instruments.
  public mutating func append(_ record: Record, of other: Batch) {
    let start = block.count
    block.append(other.line(of: record))
    appendEvent(of: record, of: other, lineFrom: start)
  }

  /// Ends the line that begins at `start` of this batch's block, and gives it the event of
  /// `record`, a record of `other`.
  public mutating func appendEvent(of record: Record, of other: Batch, lineFrom start: Int) {
    var copy = record
    // More than the original's fields may lie there.
    copy.shape = 0
    copy.start = Int32(start)
    copy.end = Int32(block.count)
    block.append(UInt8(ascii: "\n"))
    switch record.kind {
    case .trade:
      copy.index = Int32(trades.count)
      trades.append(adopt(other.trades[Int(record.index)], of: other))
    case .candle:
      copy.index = Int32(candles.count)
      candles.append(other.candles[Int(record.index)])
    case .quote:
      copy.index = Int32(quotes.count)
      quotes.append(other.quotes[Int(record.index)])
    case .tick:
      copy.index = Int32(ticks.count)
      ticks.append(other.ticks[Int(record.index)])
    case .alert:
      if let alert = other.alert(of: record) {
        copy.index = Int32(alerts.count)
        alerts.append(alert)
      }
    case .ticker, .depth, .gap, .delivery, .other:
      break
    }
    records.append(copy)
  }
}
