import CXRecord

/// All windows of one instrument, and how far its event time has come.
struct InstrumentWindows: Codable, Equatable, Sendable {
  let instrument: Instrument
  /// The scales of every sum in the lanes.
  private(set) var scales = Scales()
  /// Nothing older than this is expected: the newest time less the lateness, or a tick's.
  private(set) var watermark: Int64 = .min
  var lanes: [TimeLane]
  var bars: [BarLane]
  /// Records that are far ahead, by time.
  var far: [FarRecord] = []
  /// The first record, as long as it is the only one.
  var first: FarRecord?
  /// The earliest end of a window that waits to be emitted; `.min` while bars wait for each step.
  private(set) var nextClose: Int64 = .max
  /// Only trades so far, and sums so small that adding to them cannot overflow.
  private var isTame = true
  private var past = Past()
  /// The youngest window while trades only go there, taken out of its lane, where each access would
  /// cost more than the addition; ``nothing`` while it is in the lane.
  private var youngest = Self.nothing

  /// What may have come so far; it counts nothing, and what was kept and is read again is believed to
  /// have had all of it.
  private struct Past: Equatable {
    var hasTrades = true
    /// Candles of sums so large that many of them overflow.
    var hasLargeCandles = true

    static func == (left: Past, right: Past) -> Bool { true }
  }

  private enum CodingKeys: String, CodingKey {
    case instrument, scales, watermark, lanes, bars, far, first, nextClose, isTame
  }

  /// A window that holds no time.
  private static var nothing: Aggregate { Aggregate(start: .max, end: .min) }

  init(_ instrument: Instrument, _ frames: [WindowFrame]) {
    self.instrument = instrument
    past = Past(hasTrades: false, hasLargeCandles: false)
    lanes = frames.filter(\.isOfTime).map { TimeLane($0) }
    bars = frames.filter { !$0.isOfTime }.map { BarLane($0) }
  }

  /// Why a record cannot be counted.
  enum Refusal: Error {
    /// It is late, and late records go elsewhere.
    case late
    /// Its window can no longer be corrected.
    case tooLate
    /// Together with what is there it needs more digits than the sums have.
    case tooLarge
    /// The candle's span lies in none of the windows.
    case doesNotFit
    /// Some of the candle's trades, not all, were counted one by one.
    case overlaps
  }

  /// What became of a record.
  struct Outcome {
    /// The windows to be emitted at once.
    var touched: [(lane: Int, window: Int)] = []
    /// Windows that are no more, and whose candles are to be taken back.
    var retracted: [(lane: Int, window: Aggregate)] = []
    /// Why it is not in all of its windows.
    var refusal: Refusal?

    fileprivate mutating func add(_ here: TimeLane.Outcome, _ lane: Int) {
      touched += here.touched.map { (lane, $0) }
      for window in here.retracted { retracted.append((lane, window)) }
      refusal = here.refusal ?? refusal
    }
  }

  // MARK: Trades

  /// Counts a trade in the window that is held apart; false, and nothing changed, when that is not
  /// all that there is to do.
  ///
  /// What is counted is in the lanes after ``settle()`` only.
  @inline(__always)
  mutating func addToHeld(_ trade: Trade) -> Bool {
    guard youngest.holds(trade.time), let fill = fill(trade), Self.isSafe(fill.notional) else {
      return false
    }
    // One that was counted before changes nothing and needs nothing else.
    _ = youngest.add(fill)
    return true
  }

  /// Counts a trade in the youngest window of each lane, holding it apart where there is one lane;
  /// false, and nothing changed, when that is not all that there is to do.
  @inline(never)
  mutating func addToYoungest(_ trade: Trade) -> Bool {
    guard let fill = fill(trade), Self.isSafe(fill.notional) else { return false }
    guard youngest.holds(trade.time) || holdYoungest(at: trade.time) else {
      return addToEachYoungest(fill)
    }
    _ = youngest.add(fill)
    return true
  }

  /// Takes the youngest window out of the only lane, if it is open and holds a time.
  private mutating func holdYoungest(at time: Int64) -> Bool {
    settle()
    past.hasTrades = true
    guard isTame, bars.isEmpty, lanes.count == 1, lanes[0].isOpenLast(at: time) else {
      return false
    }
    first = nil
    // Changed places, so that what it holds has one owner and is not copied.
    swap(&youngest, &lanes[0].windows[lanes[0].windows.count - 1])
    return true
  }

  private mutating func addToEachYoungest(_ fill: Fill) -> Bool {
    guard isTame, bars.isEmpty, lanes.count > 1,
      lanes.allSatisfy({ $0.isOpenLast(at: fill.time) })
    else { return false }
    past.hasTrades = true
    first = nil
    for lane in lanes.indices {
      _ = lanes[lane].windows[lanes[lane].windows.count - 1].add(fill)
    }
    return true
  }

  /// Whether a window is held apart.
  var isUnsettled: Bool { youngest.end != .min }

  /// Puts the youngest window back: to be called before anything else is done with the lanes.
  mutating func settle() {
    if !isUnsettled { return }
    swap(&youngest, &lanes[0].windows[lanes[0].windows.count - 1])
  }

  /// Products below this cannot make a sum below ``safeSum`` overflow, and neither can 2³⁰ of them.
  private static var safeNotional: Int128 { 1 << 90 }
  private static var safeSum: UInt128 { 1 << 120 }

  /// Whether the product's magnitude is below ``safeNotional``; prices may be negative.
  @inline(__always)
  private static func isSafe(_ notional: Int128) -> Bool {
    UInt128(bitPattern: notional &+ safeNotional) < UInt128(bitPattern: safeNotional << 1)
  }

  /// Counts a trade in all its windows.
  mutating func add(_ trade: Trade, _ options: WindowOptions) -> Outcome {
    settle()
    // While there is a copy to go back to, each array that changes is copied: so only where
    // something may go wrong half-way.
    let before = mayFail(trade) ? self : nil
    if let outcome = count(trade, options) { return outcome }
    if let before { self = before }
    return Outcome(refusal: .tooLarge)
  }

  private func mayFail(_ trade: Trade) -> Bool {
    guard isTame, let fill = fill(trade), Self.isSafe(fill.notional) else { return true }
    return bars.contains { $0.currentSum > Self.safeSum }
  }

  /// Nil, and something half done, where 128 bits are too few.
  private mutating func count(_ trade: Trade, _ options: WindowOptions) -> Outcome? {
    past.hasTrades = true
    guard prepareScales(for: trade), let fill = fill(trade) else { return nil }
    var outcome = Outcome()
    for lane in lanes.indices {
      let here = lanes[lane].add(fill, watermark: watermark, options: options)
      outcome.add(here, lane)
      for index in here.touched where lanes[lane].windows[index].largestSum > Self.safeSum {
        isTame = false
        if lanes[lane].windows[index].largestSum > Self.safeSum << 4 { return nil }
      }
    }
    for (lane, window) in outcome.touched where lanes[lane].windows[window].isMixed {
      guard lanes[lane].windows[window].candle(scales) != nil else { return nil }
    }
    for bar in bars.indices {
      if trade.time < max(watermark, bars[bar].releasedThrough) {
        outcome.refusal = options.keepsLate ? .late : .tooLate
        continue
      }
      let isSafe = Self.isSafe(fill.notional) && bars[bar].currentSum <= Self.safeSum
      guard isSafe || isWithinBounds(bars[bar], fill.notional.magnitude) else { return nil }
      bars[bar].add(trade)
    }
    noteNextClose(options)
    return outcome
  }

  /// Whether the sums of a bar stay far from 128 bits even if all trades that wait end up in it.
  private func isWithinBounds(_ bar: BarLane, _ more: UInt128) -> Bool {
    var sum = bar.currentSum + more
    for trade in bar.waiting {
      // The product is below 2¹²⁷, and so is the sum before it.
      guard sum <= Self.safeSum << 5, let fill = fill(trade) else { return false }
      sum += fill.notional.magnitude
    }
    return sum <= Self.safeSum << 5
  }

  /// The trade at the scales of the sums; nil when those have to become finer first.
  @inline(__always)
  func fill(_ trade: Trade) -> Fill? {
    // Trailing zeros are not written, so scales vary from line to line: no branch guesses them. A
    // finer trade wraps around to a difference above 18.
    let pricePlaces = scales.price &- trade.priceScale
    let quantityPlaces = scales.quantity &- trade.quantityScale
    guard pricePlaces <= 18, quantityPlaces <= 18 else { return nil }
    let (price, above) = trade.priceUnits.multipliedReportingOverflow(
      by: PowersOfTen.int64(pricePlaces))
    let (quantity, beyond) = trade.quantityUnits.multipliedReportingOverflow(
      by: PowersOfTen.int64(quantityPlaces))
    if above || beyond { return nil }
    let (high, low) = price.multipliedFullWidth(by: quantity)
    return Fill(
      time: trade.time, firstID: trade.firstID, lastID: trade.lastID, price: price,
      quantity: quantity, notional: Int128(high) << 64 | Int128(low), side: trade.side)
  }

  /// Makes the scales fine enough for a trade; false when the sums do not allow it.
  private mutating func prepareScales(for trade: Trade) -> Bool {
    let wanted = Scales(
      price: max(scales.price, trade.priceScale),
      quantity: max(scales.quantity, trade.quantityScale))
    if wanted == scales { return true }
    guard Int(wanted.price) + Int(wanted.quantity) <= Int(Decimal.maximumScale) else {
      return false
    }
    let price = wanted.price - scales.price
    let quantity = wanted.quantity - scales.quantity
    for lane in lanes.indices {
      for window in lanes[lane].windows.indices {
        guard lanes[lane].windows[window].rescale(price: price, quantity: quantity) else {
          return false
        }
      }
    }
    for bar in bars.indices {
      guard bars[bar].rescale(price: price, quantity: quantity) else { return false }
    }
    scales = wanted
    // Trades that wait have to fit as well once their turn comes.
    return bars.allSatisfy { isWithinBounds($0, 0) }
  }

  // MARK: Candles

  /// Counts a final candle of a shorter window.
  mutating func add(_ candle: Candle, _ options: WindowOptions) -> Outcome {
    settle()
    // A copy to go back to costs a copy of each array that changes.
    let mayFail = past.hasTrades || past.hasLargeCandles || candle.isLarge
    let before = mayFail ? self : nil
    var outcome = Outcome()
    var fits = false
    isTame = false
    if candle.isLarge { past.hasLargeCandles = true }
    var candle = candle
    // The number means something only in this process, and what is kept outlives it.
    candle.instrument = 0
    for lane in lanes.indices {
      let here =
        candle.isRetracted
        ? lanes[lane].remove(candle, watermark: watermark, options: options)
        : lanes[lane].add(candle, watermark: watermark, options: options)
      guard let here else { continue }
      fits = true
      outcome.add(here, lane)
    }
    if let before {
      for (lane, window) in outcome.touched
      where !lanes[lane].windows[window].isEmpty
        && lanes[lane].windows[window].candle(scales) == nil
      {
        self = before
        return Outcome(refusal: .tooLarge)
      }
    }
    noteNextClose(options)
    return fits ? outcome : Outcome(refusal: .doesNotFit)
  }

  // MARK: Time

  /// Whether a watermark lets windows close.
  @inline(__always)
  func closes(at watermark: Int64) -> Bool { watermark >= nextClose }

  /// Lets time pass.
  @inline(__always)
  mutating func advance(to newWatermark: Int64) {
    watermark = max(watermark, newWatermark)
  }

  mutating func noteNextClose(_ options: WindowOptions) {
    nextClose = bars.isEmpty ? .max : .min
    if let waiting = far.first { nextClose = min(nextClose, waiting.time &- options.delay) }
    for lane in lanes {
      for index in lane.open { nextClose = min(nextClose, lane.windows[index].end) }
    }
  }

  /// Forgets candles that can no longer be corrected.
  mutating func forget(_ options: WindowOptions) {
    for lane in lanes.indices { lanes[lane].forget(watermark, options) }
  }
}

extension Candle {
  /// Whether a window of such candles may need more than 128 bits: 63 bits at 12 decimals more than a
  /// number's own are 103 bits, which leaves 24 for the count of candles.
  fileprivate var isLarge: Bool {
    func isLarge(_ number: Decimal?) -> Bool {
      guard let number else { return false }
      return number.scale > 12 || Int64(exactly: number.units) == nil
    }
    return isLarge(open) || isLarge(high) || isLarge(low) || isLarge(close) || isLarge(volume)
      || isLarge(quoteVolume) || isLarge(takerBuyVolume) || isLarge(takerBuyQuoteVolume)
  }
}
