import CXRecord

extension Aggregate {
  /// The candle that the window amounts to; nil when it is empty.
  func candle() -> Candle? {
    var candle = Candle()
    candle.time = start
    candle.end = end
    if executions > 0 {
      let sums = sums
      (candle.open, candle.high, candle.low, candle.close) = (
        sums.open, sums.high, sums.low, sums.close
      )
      candle.volume = sums.volume
      candle.quoteVolume = sums.quoteVolume
      candle.takerBuyVolume = knowsSides ? sums.takerVolume : nil
      candle.takerBuyQuoteVolume = knowsSides ? sums.takerQuoteVolume : nil
      candle.trades = executions
      candle.firstID = ids.bounds?.first
      candle.lastID = ids.bounds?.last
    }
    var openTime = self.openTime
    var closeTime = self.closeTime
    var hasContent = executions > 0
    // A quiet child repeats an old price at which nothing was traded here.
    let active = children.filter { !$0.isQuiet }
    for child in active.isEmpty && !hasContent ? Array(children.prefix(1)) : active {
      if hasContent {
        guard candle.rollUp(child) else { return nil }
      } else {
        hasContent = true
        candle = child
        (candle.time, candle.end) = (start, end)
        (openTime, closeTime) = (child.time, child.end - 1)
      }
      if child.time < openTime {
        openTime = child.time
        candle.open = child.open
      }
      if child.end - 1 > closeTime {
        closeTime = child.end - 1
        candle.close = child.close
      }
    }
    return hasContent ? candle : nil
  }
}

extension Aggregate {
  /// How many trade ids of the candle that this amounts to, and since the candle before, were never
  /// seen; 0 where that cannot be known.
  func missing(in candle: Candle) -> Int64 {
    guard ids.isDense, let first = candle.firstID, let last = candle.lastID else { return 0 }
    var missing = ids.missing
    if !children.isEmpty {
      // Candles do not tell which ids they lack, but how many trades they have of how many ids.
      let active = children.filter { !$0.isQuiet }
      guard active.allSatisfy({ $0.firstID != nil && $0.trades != nil }) else { return 0 }
      missing = max(0, last - first + 1 - (candle.trades ?? 0))
    }
    if let idBefore, first > idBefore + 1 { missing += first - idBefore - 1 }
    return missing
  }
}

extension Candle {
  /// Nothing was traded.
  var isQuiet: Bool { volume.isZero && (trades ?? 0) == 0 }

  /// Adds the other's extremes, sums and ids; false when a sum does not fit.
  fileprivate mutating func rollUp(_ other: Candle) -> Bool {
    func sum(_ left: Decimal?, _ right: Decimal?, _ fits: inout Bool) -> Decimal? {
      guard let left, let right else { return nil }
      let sum = left.adding(right)
      fits = fits && sum != nil
      return sum
    }
    var fits = true
    high = max(high, other.high)
    low = min(low, other.low)
    volume = sum(volume, other.volume, &fits) ?? volume
    quoteVolume = sum(quoteVolume, other.quoteVolume, &fits)
    takerBuyVolume = sum(takerBuyVolume, other.takerBuyVolume, &fits)
    takerBuyQuoteVolume = sum(takerBuyQuoteVolume, other.takerBuyQuoteVolume, &fits)
    if let count = trades, let more = other.trades {
      let (sum, overflow) = count.addingReportingOverflow(more)
      fits = fits && !overflow
      trades = sum
    } else {
      trades = nil
    }
    firstID = [firstID, other.firstID].compactMap { $0 }.min()
    lastID = [lastID, other.lastID].compactMap { $0 }.max()
    return fits
  }
}
