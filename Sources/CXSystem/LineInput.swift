import CXCore

/// Lines as records, by one thread or two, whichever is faster here.
public struct LineInput: Source {
  private var direct: LineSource?
  private let ahead: ReadAhead?
  private var last: Batch?
  private let instruments = Instruments()
  // What the reading thread's numbers mean here: a stage that goes on from a saved state may have
  // numbered instruments of its own before they were read.
  private var numbers: [Int32] = []
  private var isRenumbering = false
  /// Where the records handed out so far end.
  public private(set) var position: LinePosition

  /// Reads the source; by a thread of its own if there is a processor for it.
  public init(_ source: LineSource, processors: Int = ReadAhead.processors) {
    position = source.position
    ahead = processors > 1 ? ReadAhead(source) : nil
    direct = processors > 1 ? nil : source
  }

  /// Whether the next batch has to be waited for.
  public var wouldBlock: Bool { ahead?.isEmpty ?? direct?.wouldBlock ?? false }

  /// The next lines; nil at the end or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    if let ahead { return try take(from: ahead) }
    if let last { direct?.recycle(last) }
    last = nil
    let batch = try direct?.next()
    last = batch
    if let direct { position = direct.position }
    return batch
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

  private mutating func take(from ahead: ReadAhead) throws(Fault) -> Batch? {
    let returned = last
    last = nil
    switch ahead.take(returning: returned) {
    case .batch(var batch, let fresh, let reached):
      for instrument in fresh {
        let number = instruments.number(of: instrument)
        isRenumbering = isRenumbering || Int(number) != numbers.count
        numbers.append(number)
      }
      batch.instruments = instruments
      if isRenumbering { renumber(&batch) }
      position = reached
      last = batch
      return batch
    case .end(let reached):
      position = reached
      return nil
    case .fault(let fault):
      throw fault
    }
  }
}
