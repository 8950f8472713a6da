import CXRecord

/// One symbol's trades or candles as they happen, joined to its history: each once, in order.
///
/// What comes behind a hole waits until the hole is filled by REST, or until it is known that it
/// cannot be.
struct LiveSeries {
  private struct Held {
    /// Of a trade its first id, of a candle its opening: what tells the order.
    var order: Int64
    /// The id of the record itself.
    var id: Int64
    var record: Record
  }

  private(set) var series: HistorySeries
  private let exchange: Exchange
  private let showsUpdates: Bool
  private let holdLimit: Int
  private var held: [Held] = []
  private var page: Batch
  /// Until a history that was had only in part is whole, nothing that comes counts.
  private var isBehind: Bool
  private var pages: (any HistoryPages)?
  private var tries = 0
  private var askedBehind: Int64?
  // Where candles are missing of which it is not known yet whether anything was traded.
  private var unexplained: [Range<Int64>] = []
  /// What came more than once.
  private(set) var doubles = 0

  /// How often a hole is asked for before it is a gap: REST may lag behind the socket.
  private static let mostTries = 4

  init(
    _ subject: HistoryPlan.Subject, of exchange: Exchange, symbol: Name, cursor: HistoryCursor?,
    showsUpdates: Bool, holdLimit: Int, instruments: Instruments
  ) {
    self.exchange = exchange
    let start = cursor ?? HistoryCursor(since: Timestamp(microseconds: 0))
    series = HistorySeries(
      subject, of: exchange, symbol: symbol, since: 0, until: .max, limit: nil, cursor: start)
    self.showsUpdates = showsUpdates
    self.holdLimit = holdLimit
    page = Batch(instruments: instruments)
    isBehind = cursor != nil
  }

  /// Whether something is missing that is to be asked for.
  var hasHole: Bool { isBehind || !held.isEmpty || !unexplained.isEmpty }

  /// How long to wait before the same hole is asked for again; microseconds.
  var patience: Int64 { tries == 0 ? 0 : 250_000 << Int64(min(tries, Self.mostTries)) }

  /// Whether a question is under way.
  var isAsking: Bool { pages != nil }

  /// Notes that something was missed, though nothing that came tells: it is to be asked for.
  mutating func fallBehind() {
    isBehind = series.cursor.hasBegun
  }

  // MARK: - From the socket

  /// Takes a record; `id` is a trade's own.
  mutating func take(_ record: Record, id: Int64, of other: Batch, into batch: inout Batch) {
    var order = id
    if record.kind == .candle {
      let candle = other.candles[Int(record.index)]
      if !candle.final {
        let isOpen = candle.time >= series.cursor.time
        if showsUpdates && isOpen && !hasHole { batch.append(record, of: other) }
        return
      }
      order = candle.time
    }
    if hasHole {
      hold(record, order: order, id: id, of: other)
      // What was only late may have come.
      if !isBehind { release(mayAsk: true, into: &batch) }
      return
    }
    if !pass(record, id: id, of: other, mayAsk: true, into: &batch) {
      hold(record, order: order, id: id, of: other)
    }
  }

  /// Hands a record out if nothing is missing before it.
  private mutating func pass(
    _ record: Record, id: Int64, of other: Batch, mayAsk: Bool, into batch: inout Batch
  ) -> Bool {
    let before = batch.records.count
    if case .hole = series.take(record, of: other, mayAsk: mayAsk, into: &batch) { return false }
    if batch.records.count == before { doubles += 1 }
    if record.kind == .trade { series.cursor.nextID = max(series.cursor.nextID ?? 0, id &+ 1) }
    return true
  }

  private mutating func hold(_ record: Record, order: Int64, id: Int64, of other: Batch) {
    // What finds no room comes back: it is the next hole.
    if held.count >= holdLimit { return }
    var place = held.count
    while place > 0, held[place - 1].order >= order { place -= 1 }
    if place < held.count, held[place].order == order {
      doubles += 1
      return
    }
    page.append(record, of: other)
    guard let copy = page.records.last else { return }
    held.insert(Held(order: order, id: id, record: copy), at: place)
  }

  /// Hands out what waits up to the next hole; where nothing may be asked any more, the first hole
  /// is a gap.
  private mutating func release(mayAsk: Bool, into batch: inout Batch) {
    var done = 0
    while done < held.count {
      let mayAskNow = mayAsk || done > 0
      let one = held[done]
      guard pass(one.record, id: one.id, of: page, mayAsk: mayAskNow, into: &batch) else { break }
      done += 1
    }
    held.removeFirst(done)
    compact()
  }

  // What was handed out gives its memory back, also where something always waits.
  private mutating func compact() {
    if held.isEmpty { page.removeAll() }
    guard page.records.count > 2 * held.count + 64 else { return }
    var fresh = Batch(instruments: page.instruments)
    for place in held.indices {
      fresh.append(held[place].record, of: page)
      if let copy = fresh.records.last { held[place].record = copy }
    }
    page = fresh
  }

  // MARK: - From REST

  /// Begins to ask for what is missing, or, of candles, for what may have been corrected; `present`
  /// is the exchange's time.
  mutating func ask(present: Int64) {
    askedBehind = series.cursor.lastTrade
    if !unexplained.isEmpty {
      pages = exchange.rules.pages(aboutHoles: unexplained)
      return
    }
    var (until, stop) = (Int64.max, Int64.max)
    if case .candles = series.subject {
      until = held.first?.order ?? present
    } else if let first = held.first {
      stop = page.trades[Int(first.record.index)].firstID
    }
    pages = exchange.rules.pages(of: series, from: series.start, until: until, stop: stop)
  }

  /// The next question; nil when all was asked.
  func request() -> RESTRequest? { pages?.request(for: series) }

  /// Nothing is missing any more: what was asked meanwhile has come.
  mutating func endAsking() {
    pages = nil
    tries = 0
  }

  /// Takes note of the newest trade that the exchange has; true when it was missed.
  mutating func hear(ofNewest id: Int64) -> Bool {
    guard let last = series.cursor.lastTrade, id > last, !hasHole else { return false }
    isBehind = true
    return true
  }

  /// Takes the answer.
  mutating func receive(
    _ body: UnsafeRawBufferPointer, present: Timestamp, into batch: inout Batch
  ) throws(HistoryProblem) {
    try pages?.receive(body, serverTime: present, for: &series, into: &batch)
  }

  /// All was asked: hands out what waited.
  ///
  /// Returns whether something is still missing.
  mutating func finish(into batch: inout Batch) -> Bool {
    pages = nil
    isBehind = false
    if case .candles = series.subject {
      tries = 0
      // A halt has none, but the exchange leaves some out by mistake too: the trades tell.
      if unexplained.isEmpty {
        while !held.isEmpty { release(mayAsk: false, into: &batch) }
      } else {
        unexplained = []
        release(mayAsk: true, into: &batch)
      }
      let holes = series.takeHoles()
      unexplained = exchange.rules.pages(aboutHoles: holes) == nil ? [] : holes
      return hasHole
    }
    release(mayAsk: true, into: &batch)
    if held.isEmpty {
      tries = 0
      return false
    }
    // Another hole behind the one that was filled is a new one.
    tries = series.cursor.lastTrade == askedBehind ? tries + 1 : 0
    if tries > Self.mostTries { giveUp(into: &batch) }
    return !held.isEmpty
  }

  /// The hole cannot be filled: a gap, and on.
  mutating func giveUp(into batch: inout Batch) {
    pages = nil
    isBehind = false
    tries = 0
    release(mayAsk: false, into: &batch)
    for hole in unexplained + series.takeHoles() {
      let number = series.instrument(in: batch)
      batch.appendGap(number, from: hole.lowerBound, to: hole.upperBound, reason: "candles")
    }
    unexplained = []
  }
}
