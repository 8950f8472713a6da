import CXRecord

/// Makes the candles that were asked for of those that a store has, by ``Window``'s own code, and
/// answers them in order.
///
/// The store's candles come by time, so what ends before one of them is answered at once, oldest
/// first; newest first, all of it waits for the end.
public struct RollUp: Stage {
  private let query: Range<Int64>
  private let calendar: WindowCalendar
  private let newestFirst: Bool
  private var window: Window
  /// Candles that others may still come before.
  private var lines: [Line] = []
  /// Candles to be answered, in order, the next one at the end.
  private var ready: [Line] = []
  /// The batch's candles were counted, or the last windows ended, and the answer is being told.
  private var isCounted = false

  private struct Line: Codable {
    var time: Int64
    var instrument: Instrument
    var rank: Rank
    var bytes: [UInt8]
  }

  /// Of several candles of one time the first counts: one that was there, then one that was made,
  /// and only then that one was taken back.
  private enum Rank: Int, Codable {
    case stored, made, retracted
  }

  /// Candles of these windows that begin in the range, microseconds since 1970 UTC.
  public init(_ calendar: WindowCalendar, since: Int64, until: Int64, newestFirst: Bool) {
    query = since..<max(since, until)
    self.calendar = calendar
    self.newestFirst = newestFirst
    var options = WindowOptions(frames: [.tumbling(calendar)])
    // A store has what it has, with holes of any length.
    options.maxAhead = .max
    window = Window(options)
  }

  private enum CodingKeys: String, CodingKey {
    case query, calendar, newestFirst, window, lines
  }

  /// Keeps candles of the interval as they are, counts shorter ones, and answers what is done.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    if !isCounted {
      count(input, &output.rejects)
      isCounted = true
    }
    guard tell(to: &output) else { return first }
    isCounted = false
    return input.records.count
  }

  /// Ends the last windows and answers all candles in order.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    if !isCounted {
      var made = Batch(instruments: output.instruments)
      window.finish(to: &made)
      keep(made, .made)
      release(before: .max)
      isCounted = true
    }
    guard tell(to: &output) else { return false }
    isCounted = false
    return true
  }

  private mutating func count(_ input: Batch, _ rejects: inout [Reject]) {
    var shorter = Batch(instruments: input.instruments)
    var made = Batch(instruments: input.instruments)
    var newest: Int64?
    for record in input.records where record.kind == .candle {
      let candle = input.candles[Int(record.index)]
      newest = candle.time
      if candle.interval == calendar.interval.name {
        made.append(record, of: input)
      } else {
        shorter.append(record, of: input)
      }
    }
    keep(made, .stored)
    made.removeAll()
    // Nothing comes any more that begins before the newest: so says a tick.
    if !newestFirst, let newest, Timestamp(microseconds: newest).isSane {
      let border = calendar.bounds(containing: newest).start
      shorter.appendTick(border)
      window.apply(shorter, to: &made)
      keep(made, .made)
      release(before: border)
    } else {
      window.apply(shorter, to: &made)
      keep(made, .made)
    }
    rejects.append(contentsOf: made.rejects)
  }

  private mutating func keep(_ made: Batch, _ rank: Rank) {
    for record in made.records where record.kind == .candle {
      let candle = made.candles[Int(record.index)]
      guard query.contains(candle.time) else { continue }
      lines.append(
        Line(
          time: candle.time, instrument: made.instruments[candle.instrument],
          rank: candle.isRetracted ? .retracted : rank,
          bytes: Array(made.line(of: record)) + [UInt8(ascii: "\n")]))
    }
  }

  /// Puts the candles that begin before a time in order, each once.
  private mutating func release(before time: Int64) {
    var released = lines.filter { $0.time < time }
    lines.removeAll { $0.time < time }
    released.sort {
      ($0.time, $0.instrument, $0.rank.rawValue) < ($1.time, $1.instrument, $1.rank.rawValue)
    }
    var last: Line?
    released.removeAll { line in
      defer { last = line }
      return last?.time == line.time && last?.instrument == line.instrument
    }
    if !newestFirst { released.reverse() }
    ready = released
  }

  /// Answers what is ready, up to an output that is full; whether that was all.
  private mutating func tell(to output: inout Batch) -> Bool {
    let start = output.block.count
    while let line = ready.popLast() {
      output.block.append(line.bytes)
      if output.isFull { break }
    }
    var reader = RecordReader()
    _ = reader.read(into: &output, from: start)
    return ready.isEmpty
  }
}
