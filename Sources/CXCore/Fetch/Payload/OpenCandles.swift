import CXRecord

/// Candles of a socket that marks none as closed: the first one behind a candle closes it.
struct OpenCandles {
  // The candle of each series that is open, as it was last told.
  private var open: [Name: Candle] = [:]

  /// Takes a candle as it is told, and appends it, behind the one that it closes.
  mutating func take(_ candle: Candle, of symbol: Name, into batch: inout Batch) {
    let key = Name("\(symbol) \(candle.interval)")
    if var before = open[key], before.instrument == candle.instrument {
      if before.time > candle.time { return }
      // Of two connections, the one behind tells what was known before.
      if before.time == candle.time, (before.trades ?? 0) > (candle.trades ?? 0) { return }
      if before.time < candle.time {
        before.final = true
        batch.append(before)
      }
    }
    open[key] = candle
    batch.append(candle)
  }

  /// Forgets them: some of what happened in them may have been missed.
  mutating func removeAll() {
    open.removeAll()
  }
}
