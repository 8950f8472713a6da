/// One trade.
///
/// Prices count cents, quantities 0.00001, so their product counts 0.0000001.
struct Execution {
  var id: Int64
  /// Microseconds since 1970.
  var time: Int64
  var price: Int64
  var quantity: Int64
  var buyerIsMaker: Bool
}

/// What one taker order traded at one price and moment; void where the exchange took it back.
struct Aggregate {
  var id: Int64
  var executions: ArraySlice<Execution>

  var isVoid: Bool { executions.isEmpty }
  var quantity: Int64 { executions.reduce(0) { $0 + $1.quantity } }
}

/// One symbol's seeded past, with the odd things that happen: a halt, quiet minutes, an order that
/// fills more than a page of rows within a millisecond, a void row.
struct Market {
  let symbol: String
  /// First and first-not moment of trading, microseconds since 1970.
  let opening: Int64
  private(set) var closing: Int64
  /// When trading was halted.
  let halt: Range<Int64>
  /// Whether the symbol still trades.
  let isListed: Bool
  private(set) var executions: [Execution] = []
  private(set) var aggregates: [Aggregate] = []

  private static let minute: Int64 = 60_000_000
  /// 2025-01-01, when the exchange's bulk files went over to microseconds.
  static let microsecondsBegin: Int64 = 1_735_689_600_000_000

  init(symbol: String, price: Int64, isListed: Bool, seed: UInt64, options: Options) {
    self.symbol = symbol
    self.isListed = isListed
    let now = options.now * 1_000
    opening = (now / Self.minute - options.minutes) * Self.minute
    closing = isListed ? now : opening + (now - opening) / 2
    let haltStart = opening + (closing - opening) / 3 / Self.minute * Self.minute
    halt = haltStart..<haltStart + 10 * Self.minute
    var random = SplitMix(seed: seed)
    var price = price
    var groups: [Range<Int>] = []
    let burst = opening + (closing - opening) / 4
    var hasBurst = false
    var time = opening + 137_000
    let present = closing
    if isListed { closing += options.future * 1_000_000 }
    while time < closing {
      if halt.contains(time) {
        time = halt.upperBound + 50_000
        continue
      }
      let isBurst = !hasBurst && time >= burst
      hasBurst = hasBurst || isBurst
      // Until 2025 the exchange counted milliseconds.
      if time < Self.microsecondsBegin { time = time / 1_000 * 1_000 }
      for _ in 0..<(isBurst ? 1_500 : 1) {
        price = max(100, price + Int64.random(in: -25...25, using: &random))
        groups.append(trade(at: time, price: price, using: &random))
        // A void row now and then; its id counts, its trades do not exist.
        if groups.count % 701 == 700 { groups.append(executions.count..<executions.count) }
      }
      // Every seventh minute has nothing after its first seconds, and the one after it nothing.
      let isQuiet = time < present && (time - opening) / Self.minute % 7 == 6
      time +=
        isQuiet ? 2 * Self.minute : Int64.random(in: 1_000...2_000 * options.pace, using: &random)
    }
    aggregates = groups.enumerated().map {
      Aggregate(id: 100 + Int64($0.offset), executions: executions[$0.element])
    }
  }

  /// What can be known of it at a moment.
  func seen(at now: Int64) -> Market {
    guard let last = executions.last, last.time > now else { return self }
    var market = self
    market.closing = min(closing, now)
    market.aggregates = Array(aggregates[..<firstIndex(after: now)])
    market.executions = Array(executions.prefix { $0.time <= now })
    return market
  }

  /// The first aggregate behind a moment.
  func firstIndex(after time: Int64) -> Int {
    var range = 0..<aggregates.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if self.time(of: aggregates[middle]) <= time {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  /// A void row keeps the time of the trade before it.
  func time(of aggregate: Aggregate) -> Int64 {
    if let first = aggregate.executions.first { return first.time }
    return executions[aggregate.executions.startIndex - 1].time
  }

  private mutating func trade(
    at time: Int64, price: Int64, using random: inout SplitMix
  ) -> Range<Int> {
    let start = executions.count
    let buyerIsMaker = Bool.random(using: &random)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      executions.append(
        Execution(
          id: 5_000 + Int64(executions.count), time: time, price: price,
          quantity: Int64.random(in: 1...200_000, using: &random), buyerIsMaker: buyerIsMaker))
    }
    return start..<executions.count
  }
}
