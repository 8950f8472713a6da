/// Reads lines into records and events: the fast path for the usual shape, the general one for
/// everything else, with the same answer.
///
/// It holds no bytes of the input. The templates it learned only make it faster, so a reader made anew
/// reads the same.
public struct RecordReader {
  // Both are shared by copies, which makes these no slower, and nothing is read from them that was
  // not written for the same line.
  private let memory = LineMemory()
  private let templates: Templates?
  private var budget = LearningBudget()

  /// A reader.
  ///
  /// Tests switch the fast path off to compare.
  public init(usesTemplate: Bool = true) {
    templates = usesTemplate ? Templates() : nil
  }

  /// Reads the lines that lie in `batch.block` from byte `start` to its end, each ended by a line
  /// feed, and appends their records and rejects.
  ///
  /// - Returns: how many lines there were, blank ones included.
  public mutating func read(into batch: inout Batch, from start: Int = 0) -> Int {
    var position = start
    var line = 0
    let end = batch.block.count
    // A last line without a line feed is none for a template, which would look for it.
    let wholeLines = Self.endOfLastLine(of: batch.block, from: start)
    while position < end {
      var mayLearn = false
      if let templates, position < wholeLines {
        let stop = templates.read(
          into: &batch, from: position, to: wholeLines, line: &line, &budget)
        position = stop.position
        if stop.miss == .none { continue }
        mayLearn = stop.miss == .shape
      }
      position = readOne(into: &batch, at: position, line: line, mayLearn: mayLearn)
      line += 1
    }
    return line
  }

  private static func endOfLastLine(of block: Block, from start: Int) -> Int {
    var end = block.count
    while end > start, block.bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }

  /// Reads one line by the general path and returns where the next one starts.
  private mutating func readOne(
    into batch: inout Batch, at start: Int, line: Int, mayLearn: Bool
  ) -> Int {
    let base = UnsafeRawPointer(batch.block.base)
    let limit = base + batch.block.count
    let lineEnd = Words.find(UInt8(ascii: "\n"), from: base + start, to: limit) ?? limit
    let end = lineEnd - base
    var record = Record(
      kind: .other, index: 0, start: Int32(start), end: Int32(end), line: Int32(line))
    do throws(LineProblem) {
      var fields = LineFields(memory, of: base + start)
      if try LineScanner(base + start, end - start).scan(telling: &fields) {
        try readEvent(EventReader(fields: fields), of: &record, into: &batch)
        batch.records.append(record)
        if mayLearn { learn(base + start, end - start, record.kind) }
      }
    } catch {
      batch.rejects.append(batch.reject(record, error.reason))
    }
    return end + 1
  }

  private mutating func learn(_ line: UnsafeRawPointer, _ count: Int, _ kind: Kind) {
    guard let templates, kind == .trade || kind == .candle || kind == .quote else { return }
    var list = MemberList()
    guard (try? LineScanner(line, count).scan(telling: &list)) == true else { return }
    let isNew = templates.learn(
      list.members, UnsafeRawBufferPointer(start: line, count: count), kind)
    budget.pay(isNew: isNew)
  }

  private func readEvent(
    _ events: EventReader, of record: inout Record, into batch: inout Batch
  ) throws(LineProblem) {
    record.kind = events.kind
    switch record.kind {
    case .trade:
      record.index = Int32(batch.trades.count)
      batch.trades.append(
        try events.trade(in: batch.instruments, wide: &batch.wideTrades))
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
