import CXRecord

// Trades and the candles that they are in, told of one window: each counts once.
extension Aggregate {
  /// Whether all trades counted one by one are some of those that a final candle was made of, so
  /// that it takes their place: a stream that begins within a minute has only a part of it.
  ///
  /// Ids say so; without them, that the candle is about the time in which all of them were.
  func tradesArePart(of child: Candle) -> Bool {
    guard executions > 0, !child.isQuiet, openTime >= child.time, closeTime < child.end else {
      return false
    }
    guard ids.isDense, let bounds = ids.bounds, let first = child.firstID, let last = child.lastID
    else { return true }
    return first <= bounds.first && last >= bounds.last
  }

  /// Forgets the trades that were counted one by one, not the candles.
  mutating func dropTrades() {
    var rest = Aggregate(start: start, end: end)
    rest.children = children
    rest.widest = widest
    rest.revision = revision
    rest.isEmitted = isEmitted
    rest.idBefore = idBefore
    rest.updatedAt = updatedAt
    self = rest
  }
}

extension Candle {
  /// Whether the trade is one of those that the candle was made of.
  func covers(_ fill: Fill) -> Bool {
    if isQuiet { return false }
    guard fill.firstID != Trade.noID, let firstID, let lastID else {
      return fill.time >= time && fill.time < end
    }
    return firstID <= fill.firstID && lastID >= fill.lastID
  }
}
