import CXRecord

extension Window {
  /// Appends the candle of a window.
  ///
  /// `missing` tells how many trade ids, within it and since the candle before, were never seen; no
  /// such field means that the ids prove it complete, or that there are none.
  func emit(
    _ window: Aggregate, _ frame: WindowFrame, _ book: Int, final: Bool, to output: inout Batch
  ) {
    guard var candle = window.candle(books[book].scales) else { return }
    candle.instrument = output.instruments.number(of: books[book].instrument)
    candle.interval = frame.name
    candle.final = final
    candle.revision = window.revision
    let missing = window.missing(in: candle)
    output.append(candle) { block in
      if missing > 0 {
        block.append(#","missing":"#)
        block.append(missing)
      }
    }
  }

  /// The longest hole that is filled; a longer one is not quiet but a break, and a `gap` record
  /// says so.
  static var longestFill: Int { 10_000 }

  /// Emits flat candles, at the last close, for the empty windows between the last candle and
  /// `end`.
  ///
  /// Their field `fill` tells why they are empty: `quiet` when the ids on both sides are
  /// neighbours, so that there was no trade; `lost` when ids are missing; `unknown` without ids.
  mutating func fill(
    _ book: Int, _ lane: Int, upTo end: Int64, before nextID: Int64?, isReached: Bool,
    to output: inout Batch
  ) {
    let state = books[book].lanes[lane]
    guard case .tumbling(let calendar) = state.frame, var start = state.emittedThrough,
      let close = state.lastClose, end != .max
    else { return }
    let instrument = output.instruments.number(of: books[book].instrument)
    var cause = "unknown"
    // Ids that do not grow with time prove nothing.
    if let lastID = state.lastID, let nextID, nextID > lastID {
      cause = nextID == lastID + 1 ? "quiet" : "lost"
    }
    var count = 0
    while start < end {
      let bounds = calendar.bounds(containing: start)
      if isReached && bounds.end > end || bounds.end <= start { break }
      if count == Self.longestFill {
        output.appendGap(
          instrument, time: start, fromID: (state.lastID ?? -1) + 1,
          toID: (nextID ?? 0) - 1, reason: "no trades until \(end): not filled")
        start = end
        break
      }
      var candle = Candle()
      candle.instrument = instrument
      candle.interval = state.frame.name
      (candle.time, candle.end) = (start, bounds.end)
      (candle.open, candle.high, candle.low, candle.close) = (close, close, close, close)
      candle.quoteVolume = .zero
      candle.trades = 0
      candle.takerBuyVolume = .zero
      candle.takerBuyQuoteVolume = .zero
      output.append(candle) { block in
        block.append(#","fill":"#)
        block.append(jsonString: cause)
      }
      start = bounds.end
      count += 1
    }
    books[book].lanes[lane].emittedThrough = start
  }
}
