import CXRecord

/// The sums of one window.
struct Aggregate: Codable, Equatable, Sendable {
  var start: Int64
  var end: Int64
  var openTime: Int64 = .max
  var openID: Int64 = .max
  var closeTime: Int64 = .min
  var closeID: Int64 = .min
  /// Of the trades, unless they are ``wide``.
  private var narrow = NarrowSums()
  /// One or none: the sums that are too large or too fine for ``narrow``.
  ///
  /// Out of line, so that a window that has none stays small.
  private var wide: [WideSums] = []
  /// The extent of ``children`` and of what is in ``wide``.
  var widest = Extent()
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

  /// Counts a trade whose numbers are at the window's ``scales``; false for one that was counted
  /// before.
  @inline(__always)
  mutating func add(_ trade: Trade, _ numbers: ScaledTrade) -> Bool {
    if trade.firstID != Trade.noID {
      if !ids.insert(trade.firstID, trade.lastID) { return false }
    }
    let (opens, closes) = take(trade)
    if closes { narrow.close = numbers.price }
    if opens { narrow.open = numbers.price }
    narrow.add(numbers, isBuy: trade.side == .buy)
    return true
  }

  /// Counts a trade of whatever digits; false for one that was counted before.
  mutating func add(_ fill: Fill) -> Bool {
    if let numbers = prepare(for: fill) { return add(fill.trade, numbers) }
    if fill.firstID != Trade.noID {
      if !ids.insert(fill.firstID, fill.lastID) { return false }
    }
    let numbers = fill.numbers
    if executions == 0 { wide = [WideSums(price: numbers.price)] }
    widen()
    widest.join(Extent(numbers) ?? Extent())
    let (opens, closes) = take(fill.trade)
    wide[0].add(fill, opens: opens, closes: closes)
    return true
  }

  /// Counts a trade but for its numbers, and says whether it is the first and the last of all: (ts,
  /// id) order decides that, never arrival.
  @inline(__always)
  private mutating func take(_ trade: Trade) -> (opens: Bool, closes: Bool) {
    // As one number each: whether two trades share a moment is not to be guessed by a branch.
    let order = Self.order(trade.time, trade.firstID)
    let closes = order >= Self.order(closeTime, closeID)
    if closes {
      closeTime = trade.time
      closeID = trade.firstID
    }
    let opens = order < Self.order(openTime, openID)
    if opens {
      openTime = trade.time
      openID = trade.firstID
    }
    // Overlapping aggregates may claim more trades than 63 bits count.
    let (sum, overflow) = executions.addingReportingOverflow(trade.executions)
    executions = overflow ? .max : sum
    knowsSides = knowsSides && trade.side != .unknown
    return (opens, closes)
  }

  @inline(__always)
  private static func order(_ time: Int64, _ id: Int64) -> Int128 {
    Int128(time) << 64 | Int128(UInt64(bitPattern: id) ^ (1 << 63))
  }

  /// Makes the scales fine enough for a trade, and those that are usual if that goes, and gives its
  /// numbers at them; nil where only wide sums hold them.
  private mutating func prepare(for fill: Fill) -> ScaledTrade? {
    guard wide.isEmpty, narrow.isSafe, let small = fill.trade.small else { return nil }
    let own = narrow.scales.joined(Scales(small))
    for wanted in [own.joined(fill.usual), own] {
      var sums: NarrowSums?
      if executions == 0 {
        sums = NarrowSums()
        sums?.scales = wanted
      } else {
        sums = narrow.rescaled(to: wanted)
      }
      if let sums, wanted.areUsable, let numbers = wanted.numbers(of: small) {
        narrow = sums
        return numbers
      }
    }
    return nil
  }

  /// Takes over all that another window counted.
  mutating func merge(_ other: Aggregate) {
    start = min(start, other.start)
    end = max(end, other.end)
    mergeSums(other)
    let (sum, overflow) = executions.addingReportingOverflow(other.executions)
    executions = overflow ? .max : sum
    knowsSides = knowsSides && other.knowsSides
    ids.formUnion(other.ids)
    for child in other.children { insert(child) }
    idBefore = [idBefore, other.idBefore].compactMap { $0 }.min()
    revision = max(revision, other.revision)
    isEmitted = isEmitted || other.isEmitted
  }

  private mutating func mergeSums(_ other: Aggregate) {
    widest.join(other.widest)
    guard other.executions > 0 else { return }
    let opens = (other.openTime, other.openID) < (openTime, openID)
    let closes = (other.closeTime, other.closeID) >= (closeTime, closeID)
    if opens { (openTime, openID) = (other.openTime, other.openID) }
    if closes { (closeTime, closeID) = (other.closeTime, other.closeID) }
    if executions == 0 {
      (narrow, wide) = (other.narrow, other.wide)
      return
    }
    let common = narrow.scales.joined(other.narrow.scales)
    if wide.isEmpty, other.wide.isEmpty,
      let sums = narrow.rescaled(to: common), let others = other.narrow.rescaled(to: common),
      let sum = sums.adding(others, opens: opens, closes: closes)
    {
      narrow = sum
      return
    }
    widest = extent.joined(other.extent)
    widen()
    wide[0].add(other.sums, opens: opens, closes: closes)
  }

  private mutating func widen() {
    guard wide.isEmpty else { return }
    widest = extent
    wide = [WideSums(narrow)]
  }

  /// Takes a child, in place of an earlier revision of the same one; false when nothing changes.
  ///
  /// Candles of several lengths may be told of one time, as by two stores: no time counts twice. The
  /// longer one counts, since shorter ones may be missing, unless those that are there fill its span.
  @discardableResult
  mutating func insert(_ child: Candle) -> Bool {
    widest.join(Extent(child) ?? Extent())
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

  /// The scales of the sums of trades; nil where those are wide or so large that each addition has
  /// to be looked at, and where candles are in it too.
  @inline(__always)
  var plainScales: Scales? {
    wide.isEmpty && children.isEmpty && narrow.isSafe ? narrow.scales : nil
  }

  /// The scales of the sums while the window is one of ``plainScales``.
  @inline(__always)
  var scales: Scales { narrow.scales }

  /// The prices and sums of the trades, of which there are some.
  var sums: WideSums { wide.first ?? WideSums(narrow) }

  /// How large and how fine the numbers in it are.
  var extent: Extent {
    if executions == 0 || !wide.isEmpty { return widest }
    var extent = widest
    let sums = WideSums(narrow)
    for number in [sums.high, sums.low, sums.volume, sums.quoteVolume] { extent.join(number) }
    return extent
  }

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
}
