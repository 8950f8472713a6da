import CXRecord

/// Bars that are cut by what happened, not by time: every so many executions, so much volume or
/// notional (López de Prado, Advances in Financial Machine Learning, 2.3.1).
///
/// The trade that reaches the threshold belongs to the bar that it ends.
///
/// Where a bar ends depends on all trades before it, so trades wait until none can come before
/// them, and are then taken in (ts, id) order. One that comes later still cannot be put in its
/// place any more.
struct BarLane: Codable, Equatable, Sendable {
  let frame: WindowFrame
  /// Trades that wait for the watermark, in order.
  private(set) var waiting: [Fill] = []
  /// How many of them are not ``Extent/isOrdinary``.
  private var wild = 0
  private(set) var current: Aggregate?
  /// The highest trade id of the bars before.
  private var lastID: Int64?
  /// The time of the last trade that was taken.
  private(set) var releasedThrough: Int64 = .min

  init(_ frame: WindowFrame) {
    self.frame = frame
  }

  /// Whether the sums of a bar have room for a trade, even if all trades that wait end up in it.
  func hasRoom(for extent: Extent) -> Bool {
    var all = extent.joined(current?.extent ?? Extent())
    if wild > 0 {
      for fill in waiting { all.join(Extent(fill.numbers) ?? Extent()) }
    }
    return all.fits
  }

  /// Puts a trade into the line, unless it is there already.
  mutating func add(_ fill: Fill) {
    let trade = fill.trade
    var place = waiting.count
    while place > 0 {
      let other = waiting[place - 1]
      if (other.time, other.firstID) < (trade.time, trade.firstID) { break }
      if trade.firstID != Trade.noID && (other.time, other.firstID) == (trade.time, trade.firstID) {
        return
      }
      // Without ids, arrival decides between equals.
      if trade.firstID == Trade.noID && other.time == trade.time { break }
      place -= 1
    }
    waiting.insert(fill, at: place)
    if Self.isWild(fill) { wild += 1 }
  }

  /// The trades that nothing can come before any more.
  mutating func release(before watermark: Int64) -> [Fill] {
    let end = waiting.firstIndex { $0.time >= watermark } ?? waiting.count
    if end == 0 { return [] }
    let released = Array(waiting[..<end])
    releasedThrough = released[end - 1].time
    waiting.removeFirst(end)
    if wild > 0 { wild -= released.count(where: Self.isWild) }
    return released
  }

  private static func isWild(_ fill: Fill) -> Bool {
    Extent(fill.numbers)?.isOrdinary != true
  }

  /// Counts a trade in the bar; the bar, when the trade ends it.
  mutating func count(_ fill: Fill) -> Aggregate? {
    var bar = current ?? Aggregate(start: fill.time, end: fill.time)
    bar.idBefore = lastID
    guard bar.add(fill) else { return nil }
    bar.end = fill.time + 1
    let isFull: Bool
    switch frame {
    case .ticks(let count): isFull = bar.executions >= count
    case .volume(let amount):
      isFull = bar.sums.volume >= amount
    case .notional(let amount):
      isFull = bar.sums.quoteVolume >= amount
    case .tumbling, .sliding, .session: isFull = false
    }
    current = isFull ? nil : bar
    if isFull, let last = bar.ids.bounds?.last { lastID = max(lastID ?? last, last) }
    return isFull ? bar : nil
  }
}
