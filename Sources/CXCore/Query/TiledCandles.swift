/// Candles of several intervals as one row of tiles: where two of a series overlap, only the one that
/// begins first counts, and of two that begin together the longer.
///
/// For stores that hold a time in different intervals, when longer candles are made of them: without
/// this what was traded then would count twice.
struct TiledCandles: Source {
  private var source: any Source
  // How far each series has come, by its instrument's number.
  private var reached: [Int32: Int64] = [:]
  // Candles that begin together, of one instrument, until the next one is seen.
  private var held: Batch

  /// Candles ordered as ``RecordKey`` says, oldest first.
  init(_ source: any Source, instruments: Instruments) {
    self.source = source
    held = Batch(instruments: instruments)
  }

  var wouldBlock: Bool { source.wouldBlock }

  mutating func next() throws(Fault) -> Batch? {
    var output = Batch(instruments: held.instruments)
    while output.records.isEmpty {
      guard let batch = try source.next() else {
        release(to: &output)
        return output.records.isEmpty ? nil : output
      }
      for record in batch.records where record.kind == .candle {
        let candle = batch.candles[Int(record.index)]
        if let first = held.candles.first,
          first.time != candle.time || first.instrument != candle.instrument
        {
          release(to: &output)
        }
        held.append(record, of: batch)
      }
    }
    return output
  }

  private mutating func release(to output: inout Batch) {
    defer { held.removeAll() }
    guard
      let longest = held.records.max(by: {
        held.candles[Int($0.index)].end < held.candles[Int($1.index)].end
      })
    else { return }
    let candle = held.candles[Int(longest.index)]
    guard candle.time >= reached[candle.instrument] ?? .min else { return }
    reached[candle.instrument] = candle.end
    output.append(longest, of: held)
  }
}
