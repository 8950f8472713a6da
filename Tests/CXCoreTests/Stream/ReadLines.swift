import Testing

@testable import CXRecord

/// What a reader makes of lines, in a form that two readers' answers can be compared in.
struct ReadLines {
  var records: [Record] = []
  var texts: [[UInt8]] = []
  var events: [String] = []
  var rejects: [Reject] = []
  /// How many records have a shape: those that were not read by the general path.
  var shaped = 0

  /// Reads the lines in batches of that many.
  init(_ lines: [[UInt8]], usesTemplate: Bool, batch size: Int = 1 << 20) {
    var reader = RecordReader(usesTemplate: usesTemplate)
    let instruments = Instruments()
    var start = 0
    while start < lines.count {
      var batch = Batch(instruments: instruments)
      let part = lines[start..<min(start + size, lines.count)]
      for line in part { batch.block.append(line + [0x0A]) }
      batch.firstLine = start + 1
      #expect(reader.read(into: &batch) == part.count)
      rejects += batch.rejects
      for record in batch.records { add(record, of: batch, firstLine: start) }
      start += part.count
    }
  }

  private mutating func add(_ record: Record, of batch: Batch, firstLine: Int) {
    texts.append(Array(batch.line(of: record)))
    events.append(event(of: record, batch))
    if record.shape != 0 { shaped += 1 }
    var record = record
    record.line += Int32(firstLine)
    (record.index, record.start, record.end, record.shape) = (0, 0, 0, 0)
    records.append(record)
  }

  private func event(of record: Record, _ batch: Batch) -> String {
    let index = Int(record.index)
    switch record.kind {
    case .trade:
      var trade = batch.trades[index]
      let numbers = batch.numbers(of: trade)
      // Where in the batch they are says nothing.
      trade.forgetPlace()
      return "\(batch.instruments[trade.instrument]) \(trade) \(numbers)"
    case .candle:
      return "\(batch.instruments[batch.candles[index].instrument]) \(batch.candles[index])"
    case .quote:
      return "\(batch.instruments[batch.quotes[index].instrument]) \(batch.quotes[index])"
    case .tick: return "\(batch.ticks[index])"
    default: return ""
    }
  }

  /// Reads by both paths, in batches of two sizes, and expects one answer.
  @discardableResult
  static func byBothPaths(
    _ lines: [[UInt8]], sourceLocation: SourceLocation = #_sourceLocation
  ) -> (fast: ReadLines, general: ReadLines) {
    let general = ReadLines(lines, usesTemplate: false)
    var fast = general
    for size in [17, 1 << 20] {
      fast = ReadLines(lines, usesTemplate: true, batch: size)
      #expect(fast.records == general.records, sourceLocation: sourceLocation)
      #expect(fast.texts == general.texts, sourceLocation: sourceLocation)
      #expect(fast.rejects == general.rejects, sourceLocation: sourceLocation)
      for (index, (left, right)) in zip(fast.events, general.events).enumerated()
      where left != right {
        let line = String(decoding: general.texts[index], as: UTF8.self)
        Issue.record("\(left) is not \(right) of \(line)", sourceLocation: sourceLocation)
      }
    }
    return (fast, general)
  }
}
