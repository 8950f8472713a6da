import CXRecord

/// What a record has to say while there is no room for it: candles, and whole spans of quiet ones,
/// which are made one by one only when they are written.
struct Unsaid: Sendable {
  private enum Item: Sendable {
    case candle(Candle, missing: Int64)
    case quiet(QuietWindows)
  }

  private var items: [Item] = []
  /// How many of them were said.
  private var said = 0

  var isEmpty: Bool { items.isEmpty }

  /// Says a candle, at once unless something else comes first.
  mutating func say(_ candle: Candle, missing: Int64, to output: inout Batch) {
    if items.isEmpty {
      Self.append(candle, missing: missing, to: &output)
    } else {
      items.append(.candle(candle, missing: missing))
    }
  }

  /// Notes windows to be filled.
  mutating func fill(_ windows: QuietWindows) {
    items.append(.quiet(windows))
  }

  /// Says what there is, up to an output that is full; false where some is left.
  mutating func tell(to output: inout Batch) -> Bool {
    while said < items.count {
      switch items[said] {
      case .candle(let candle, let missing):
        Self.append(candle, missing: missing, to: &output)
      case .quiet(var windows):
        while windows.appendNext(to: &output) {
          if output.isFull {
            items[said] = .quiet(windows)
            return false
          }
        }
      }
      said += 1
      if output.isFull { break }
    }
    guard said == items.count else { return false }
    items.removeAll(keepingCapacity: true)
    said = 0
    return true
  }

  private static func append(_ candle: Candle, missing: Int64, to output: inout Batch) {
    output.append(candle) { block in
      if missing > 0 {
        block.append(#","missing":"#)
        block.append(missing)
      }
    }
  }
}

/// Windows side by side in which nothing was traded.
struct QuietWindows: Sendable {
  var instrument: Int32
  var calendar: WindowCalendar
  /// Where the next of them begins.
  var start: Int64
  /// Where the last of them ends.
  var end: Int64
  var close: Decimal
  var cause: String
  /// How many still become candles.
  ///
  /// A longer hole is not quiet but a break, and a `gap` record says so.
  var left: Int
  /// The ids that the hole may lack, where they are known.
  var fromID: Int64?
  var toID: Int64?

  /// Appends the next one's candle, or the gap that stands for all others; false when there is none.
  mutating func appendNext(to output: inout Batch) -> Bool {
    let bounds = calendar.bounds(containing: start)
    guard start < end, bounds.end > start else { return false }
    if left == 0 {
      output.appendGap(
        instrument, time: start, fromID: fromID, toID: toID,
        reason: "no trades until \(end): not filled")
      start = end
      return true
    }
    var candle = Candle()
    candle.instrument = instrument
    candle.interval = calendar.interval.name
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
    left -= 1
    return true
  }
}
