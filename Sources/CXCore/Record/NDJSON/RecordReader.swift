/// Reads lines into records and events: the fast path for the usual shape, the general one for
/// everything else, with the same answer.
///
/// A value: it holds no bytes of the input. The template it learned only makes it faster, so a
/// reader made anew reads the same.
public struct RecordReader {
  private var scanner = LineScanner()
  private var events = EventReader()
  private var template: TradeTemplate?
  private let usesTemplate: Bool

  /// A reader.
  ///
  /// Tests switch the fast path off to compare.
  public init(usesTemplate: Bool = true) {
    self.usesTemplate = usesTemplate
  }

  /// Reads the lines that lie in `batch.block` from byte `start` to its end, each ended by a line
  /// feed, and appends their records and rejects.
  ///
  /// - Returns: how many lines there were, blank ones included.
  public mutating func read(into batch: inout Batch, from start: Int = 0) -> Int {
    var position = start
    var line = 0
    let end = batch.block.count
    while position < end {
      if let template {
        position = template.read(into: &batch, from: position, line: &line)
        if position >= end { break }
      }
      position = readOne(into: &batch, at: position, line: line)
      line += 1
    }
    return line
  }

  /// Reads one line by the general path and returns where the next one starts.
  private mutating func readOne(into batch: inout Batch, at start: Int, line: Int) -> Int {
    let base = UnsafeRawPointer(batch.block.base)
    let limit = base + batch.block.count
    let lineEnd = Words.find(UInt8(ascii: "\n"), from: base + start, to: limit) ?? limit
    let end = lineEnd - base
    var record = Record(
      kind: .other, index: 0, start: Int32(start), end: Int32(end), line: Int32(line))
    do throws(LineProblem) {
      if try scanner.scan(base + start, end - start) {
        events.load(scanner.pairs, of: base + start)
        record.kind = events.kind
        try readEvent(of: &record, into: &batch)
        batch.records.append(record)
        if usesTemplate && record.kind == .trade {
          template = TradeTemplate(
            scanner.pairs, line: base + start, count: end - start,
            instrument: batch.trades[Int(record.index)].instrument, previous: template)
        }
      }
    } catch {
      batch.rejects.append(batch.reject(record, error.reason))
    }
    return end + 1
  }

  private func readEvent(of record: inout Record, into batch: inout Batch) throws(LineProblem) {
    switch record.kind {
    case .trade:
      record.index = Int32(batch.trades.count)
      batch.trades.append(try events.trade(in: batch.instruments))
    case .candle:
      record.index = Int32(batch.candles.count)
      batch.candles.append(try events.candle(in: batch.instruments))
    case .quote:
      record.index = Int32(batch.quotes.count)
      batch.quotes.append(try events.quote(in: batch.instruments))
    case .tick:
      record.index = Int32(batch.ticks.count)
      batch.ticks.append(try events.tick())
    case .alert:
      try events.check(record.kind)
      record.index = -1
    case .ticker, .depth, .gap, .delivery:
      try events.check(record.kind)
    case .other:
      break
    }
  }
}
