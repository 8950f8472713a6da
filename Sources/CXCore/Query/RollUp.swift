import CXRecord

/// Makes the candles that were asked for of those that a store has, by ``Window``'s own code, and
/// answers them in order.
public struct RollUp: Stage {
  private let query: Range<Int64>
  private let name: String
  private let newestFirst: Bool
  private var window: Window
  private var lines: [Line] = []

  private struct Line: Codable {
    var time: Int64
    var instrument: Instrument
    /// Of a candle that was there and one that was made, the former counts: it comes first.
    var isMade: Bool
    var bytes: [UInt8]
  }

  /// Candles of these windows that begin in the range, microseconds since 1970 UTC.
  public init(_ calendar: WindowCalendar, since: Int64, until: Int64, newestFirst: Bool) {
    query = since..<max(since, until)
    name = calendar.interval.name
    self.newestFirst = newestFirst
    window = Window(WindowOptions(frames: [.tumbling(calendar)]))
  }

  private enum CodingKeys: String, CodingKey {
    case query, name, newestFirst, window, lines
  }

  /// Keeps candles of the interval as they are, and counts shorter ones.
  public mutating func apply(_ input: Batch, to output: inout Batch) {
    var shorter = Batch(instruments: input.instruments)
    var made = Batch(instruments: input.instruments)
    for record in input.records where record.kind == .candle {
      if input.candles[Int(record.index)].interval == name {
        made.append(record, of: input)
      } else {
        shorter.append(record, of: input)
      }
    }
    keep(made, areMade: false)
    made.removeAll()
    window.apply(shorter, to: &made)
    output.rejects.append(contentsOf: made.rejects)
    keep(made, areMade: true)
  }

  /// Ends the last windows and answers all candles in order.
  public mutating func finish(to output: inout Batch) {
    var made = Batch(instruments: output.instruments)
    window.finish(to: &made)
    keep(made, areMade: true)
    lines.sort {
      ($0.time, $0.instrument, $0.isMade ? 1 : 0) < ($1.time, $1.instrument, $1.isMade ? 1 : 0)
    }
    var last: Line?
    lines.removeAll { line in
      defer { last = line }
      return last?.time == line.time && last?.instrument == line.instrument
    }
    if newestFirst { lines.reverse() }
    let start = output.block.count
    for line in lines { output.block.append(line.bytes) }
    var reader = RecordReader()
    _ = reader.read(into: &output, from: start)
    lines = []
  }

  private mutating func keep(_ made: Batch, areMade: Bool) {
    for record in made.records where record.kind == .candle {
      let candle = made.candles[Int(record.index)]
      guard query.contains(candle.time) else { continue }
      lines.append(
        Line(
          time: candle.time, instrument: made.instruments[candle.instrument], isMade: areMade,
          bytes: Array(made.line(of: record)) + [UInt8(ascii: "\n")]))
    }
  }
}
