import CXRecord

/// A trade at the scales of its instrument's windows.
struct Fill: Codable, Equatable, Sendable {
  var time: Int64
  var firstID: Int64
  var lastID: Int64
  var price: Int64
  var quantity: Int64
  /// `price × quantity`.
  var notional: Int128
  var side: Side

  var executions: Int64 { firstID == Trade.noID ? 1 : lastID &- firstID &+ 1 }
  /// (ts, id) order decides what opens and closes a candle, never arrival.
  @inline(__always)
  func precedes(_ time: Int64, _ id: Int64) -> Bool {
    // As one number each: whether two trades share a moment is not to be guessed by a branch.
    Self.order(self.time, firstID) < Self.order(time, id)
  }

  @inline(__always)
  private static func order(_ time: Int64, _ id: Int64) -> Int128 {
    Int128(time) << 64 | Int128(UInt64(bitPattern: id) ^ (1 << 63))
  }
}

/// The sums of one window.
///
/// Prices have the instrument's price scale, volumes its quantity scale, quote volumes the sum of
/// both: integers all, so addition is exact and in any order the same.
struct Aggregate: Codable, Equatable, Sendable {
  var start: Int64
  var end: Int64
  var openTime: Int64 = .max
  var openID: Int64 = .max
  var closeTime: Int64 = .min
  var closeID: Int64 = .min
  var open: Int64 = 0
  var high: Int64 = .min
  var low: Int64 = .max
  var close: Int64 = 0
  var volume: Int128 = 0
  var quoteVolume: Int128 = 0
  var takerVolume: Int128 = 0
  var takerQuoteVolume: Int128 = 0
  /// Executions; 0 while only ``children`` have come.
  var executions: Int64 = 0
  var knowsSides = true
  var ids = TradeIDs()
  /// Final candles of shorter windows that roll up into this one, by time.
  var children: [Candle] = []
  /// What the next emission carries as `rev`.
  var revision: Int64 = 0
  /// A final candle was emitted.
  var isEmitted = false
  /// The last id of the candle before, as it was when this one was emitted.
  var idBefore: Int64?
  /// Event time of the last emission of an unfinished candle.
  var updatedAt: Int64 = .min

  init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }

  var span: (start: Int64, end: Int64) { (start, end) }

  @inline(__always)
  func holds(_ time: Int64) -> Bool { time >= start && time < end }

  /// Counts a trade; false for one that was counted before.
  @inline(__always)
  mutating func add(_ fill: Fill) -> Bool {
    if fill.firstID != Trade.noID {
      if !ids.insert(fill.firstID, fill.lastID) { return false }
    }
    if !fill.precedes(closeTime, closeID) {
      closeTime = fill.time
      closeID = fill.firstID
      close = fill.price
    }
    if fill.precedes(openTime, openID) {
      openTime = fill.time
      openID = fill.firstID
      open = fill.price
    }
    high = max(high, fill.price)
    low = min(low, fill.price)
    volume &+= Int128(fill.quantity)
    quoteVolume &+= fill.notional
    // A mask, not a branch: which side took is a coin toss.
    let mask: Int128 = fill.side == .buy ? -1 : 0
    takerVolume &+= Int128(fill.quantity) & mask
    takerQuoteVolume &+= fill.notional & mask
    // Overlapping aggregates may claim more trades than 63 bits count.
    let (sum, overflow) = executions.addingReportingOverflow(fill.executions)
    executions = overflow ? .max : sum
    knowsSides = knowsSides && fill.side != .unknown
    return true
  }

  /// Takes over all that another window counted.
  mutating func merge(_ other: Aggregate) {
    start = min(start, other.start)
    end = max(end, other.end)
    if (other.openTime, other.openID) < (openTime, openID) {
      (openTime, openID, open) = (other.openTime, other.openID, other.open)
    }
    if (other.closeTime, other.closeID) >= (closeTime, closeID) {
      (closeTime, closeID, close) = (other.closeTime, other.closeID, other.close)
    }
    high = max(high, other.high)
    low = min(low, other.low)
    volume &+= other.volume
    quoteVolume &+= other.quoteVolume
    takerVolume &+= other.takerVolume
    takerQuoteVolume &+= other.takerQuoteVolume
    let (sum, overflow) = executions.addingReportingOverflow(other.executions)
    executions = overflow ? .max : sum
    knowsSides = knowsSides && other.knowsSides
    ids.formUnion(other.ids)
    for child in other.children { insert(child) }
    idBefore = [idBefore, other.idBefore].compactMap { $0 }.min()
    revision = max(revision, other.revision)
    isEmitted = isEmitted || other.isEmitted
  }

  /// Takes a child, in place of an earlier revision of the same one; false when nothing changes.
  ///
  /// Candles of several lengths may be told of one time, as by two stores: no time counts twice. The
  /// longer one counts, since shorter ones may be missing, unless those that are there fill its span.
  @discardableResult
  mutating func insert(_ child: Candle) -> Bool {
    // Mostly it is the youngest.
    var place = children.count
    while place > 0, children[place - 1].time >= child.time { place -= 1 }
    if place > 0 && children[place - 1].end > child.time { return false }
    var behind = place
    while behind < children.count,
      children[behind].time < child.end || children[behind].time == child.time
    {
      behind += 1
    }
    if place == behind {
      children.insert(child, at: place)
      return true
    }
    let there = children[place..<behind]
    if let same = there.first, same.time == child.time, same.end == child.end {
      if same.revision > child.revision || same == child { return false }
    } else if (there.last?.end ?? .max) > child.end
      || Self.tile(there, from: child.time, to: child.end)
    {
      return false
    }
    children.replaceSubrange(place..<behind, with: CollectionOfOne(child))
    return true
  }

  /// The largest sum; with prices below zero too, the whole may be less than a part.
  var largestSum: UInt128 { max(quoteVolume.magnitude, takerQuoteVolume.magnitude) }

  /// Both trades and candles are in it.
  var isMixed: Bool { executions > 0 && !children.isEmpty }

  /// Whether the children alone fill the window without a hole, so that nothing can come.
  var isTiled: Bool {
    executions == 0 && Self.tile(children[...], from: start, to: end)
  }

  /// Whether candles lie side by side from one time to another.
  private static func tile(_ candles: ArraySlice<Candle>, from start: Int64, to end: Int64) -> Bool
  {
    var reached = start
    for candle in candles {
      if candle.time != reached { return false }
      reached = candle.end
    }
    return reached == end
  }

  /// Multiplies all by powers of ten; false, and a state not to be used, when 128 bits (64 for
  /// prices) do not hold the result.
  mutating func rescale(price: UInt8, quantity: UInt8) -> Bool {
    guard executions > 0 else { return true }
    var fits = true
    func scaled(_ value: Int64, _ power: UInt8) -> Int64 {
      let (product, overflow) = value.multipliedReportingOverflow(by: PowersOfTen.int64(power))
      fits = fits && !overflow
      return product
    }
    func scaled(_ value: Int128, _ power: UInt8) -> Int128 {
      let (product, overflow) = value.multipliedReportingOverflow(by: PowersOfTen.int128(power))
      fits = fits && !overflow
      return product
    }
    guard price <= 18, quantity <= 18 else { return false }
    open = scaled(open, price)
    high = scaled(high, price)
    low = scaled(low, price)
    close = scaled(close, price)
    volume = scaled(volume, quantity)
    takerVolume = scaled(takerVolume, quantity)
    quoteVolume = scaled(quoteVolume, price + quantity)
    takerQuoteVolume = scaled(takerQuoteVolume, price + quantity)
    return fits
  }
}
