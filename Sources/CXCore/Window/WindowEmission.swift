import CXRecord

extension Window {
  /// Appends the candle of a window.
  ///
  /// `missing` tells how many trade ids, within it and since the candle before, were never seen; no
  /// such field means that the ids prove it complete, or that there are none.
  mutating func emit(
    _ window: Aggregate, _ frame: WindowFrame, _ book: Int, final: Bool, to output: inout Batch
  ) {
    if final && window.isEmpty {
      var before = window
      before.revision -= 1
      return say(before.retraction(frame), book, to: &output)
    }
    guard var candle = window.candle() else { return }
    candle.instrument = output.instruments.number(of: books[book].instrument)
    candle.interval = frame.name
    candle.final = final
    candle.revision = window.revision
    unsaid.say(candle, missing: window.missing(in: candle), to: &output)
  }

  /// Takes back the candles of windows that are no more.
  mutating func retract(
    _ outcome: InstrumentWindows.Outcome, _ book: Int, to output: inout Batch
  ) {
    for (lane, window) in outcome.retracted {
      say(window.retraction(books[book].lanes[lane].frame), book, to: &output)
    }
  }

  private mutating func say(_ candle: Candle, _ book: Int, to output: inout Batch) {
    var candle = candle
    candle.instrument = output.instruments.number(of: books[book].instrument)
    unsaid.say(candle, missing: 0, to: &output)
  }

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
    guard case .tumbling(let calendar) = state.frame, let start = state.emittedThrough,
      let close = state.lastClose, end != .max
    else { return }
    // Only whole windows, where `end` is not the end of one.
    let through = isReached ? calendar.bounds(containing: end).start : end
    guard start < through else { return }
    var cause = "unknown"
    // Ids that do not grow with time prove nothing.
    if let lastID = state.lastID, let nextID, nextID > lastID {
      cause = nextID == lastID + 1 ? "quiet" : "lost"
    }
    unsaid.fill(
      QuietWindows(
        instrument: output.instruments.number(of: books[book].instrument), calendar: calendar,
        start: start, end: through, close: close, cause: cause, left: options.fillLimit,
        fromID: state.lastID.map { $0 + 1 }, toID: nextID.map { $0 - 1 }))
    books[book].lanes[lane].emittedThrough = through
  }
}
