import CXRecord

/// A made-up market as a source of trades: `cx fetch simulate`.
///
/// The market itself depends on the seed, the symbols, the rate and the start alone. Losses,
/// repeats and disorder are drawn from a random stream of their own, so that a disturbed run has the
/// same trades as an undisturbed one, less what was lost.
public struct Simulation: TimedSource {
  /// What to simulate.
  public struct Options: Sendable {
    /// Equal seeds give equal bytes.
    public var seed: UInt64 = 1
    /// The symbols that are traded, at least one.
    public var symbols: [Name] = ["BTCUSDT", "ETHUSDT", "SOLUSDT"]
    /// How many lines; nil is without end.
    public var count: Int?
    /// Trades a second of event time, of all symbols together, 1 to 1 000 000.
    public var rate: Int64 = 50
    /// The time at which it starts, microseconds since 1970 UTC: 2025-11-11T00:00:00Z.
    public var start: Int64 = 1_762_819_200_000_000
    /// The part of all trades that is lost, 0 to 1; ids show where.
    public var gaps: Decimal = .zero
    /// The part of all trades that comes twice, 0 to 1.
    public var duplicates: Decimal = .zero
    /// The most microseconds by which a trade comes late.
    public var disorder: Int64 = 0
    /// The most microseconds of event time in one batch, for whoever paces them.
    public var span: Int64 = .max

    /// Three symbols, 50 trades a second, nothing lost, nothing late, without end.
    public init() {}
  }

  /// The name that records carry: what is made up must not pass for the real thing.
  public static let exchange: Name = "simulated"
  /// The market closes in March 2255: later times are not exact in a binary64.
  public static let lastTime: Int64 = 9_000_000_000_000_000
  /// The most trades that disorder may hold back at a time.
  public static let maximumPending: Int64 = 1_000_000

  private static let batchSize = 64 << 10
  private let options: Options
  private let gaps: UInt64
  private let duplicates: UInt64
  private var market: SimulatedMarket
  private var disturbances: RandomStream
  private var arrivals = ArrivalQueue()
  private var batch: Batch
  private var left: Int
  // The market's time, up to which everything has come.
  private var clock: Int64

  /// A market that has not begun; refuses options that make no sense.
  public init(_ options: Options) throws(Fault) {
    guard !options.symbols.isEmpty, options.symbols.allSatisfy({ !$0.isEmpty }) else {
      throw Fault(.usage, "--symbols: no symbol given")
    }
    guard Set(options.symbols).count == options.symbols.count else {
      throw Fault(.usage, "--symbols: a symbol stands there twice")
    }
    guard (1...1_000_000).contains(options.rate) else {
      throw Fault(.usage, "--rate: \(options.rate) is not between 1 and 1000000 trades a second")
    }
    guard (options.count ?? 0) >= 0 else {
      throw Fault(.usage, "--count: \(options.count ?? 0) is negative")
    }
    guard (0...Self.lastTime).contains(options.start) else {
      throw Fault(.usage, "--start: is not between the years 1970 and 2255")
    }
    let held = options.disorder.multipliedReportingOverflow(by: options.rate)
    guard options.disorder >= 0, !held.overflow,
      held.partialValue / Timestamp.second <= Self.maximumPending
    else {
      throw Fault(
        .usage,
        "--disorder: would hold back more than \(Self.maximumPending) trades at this --rate")
    }
    gaps = try Self.probability(options.gaps, "--gaps")
    duplicates = try Self.probability(options.duplicates, "--duplicates")
    guard options.gaps < Decimal(1) else { throw Fault(.usage, "--gaps: nothing would be left") }
    self.options = options
    batch = Batch(block: Block(capacity: Self.batchSize + 4096))
    batch.source = "simulation"
    market = SimulatedMarket(
      seed: options.seed, symbols: options.symbols, start: options.start, rate: options.rate,
      instruments: batch.instruments)
    disturbances = RandomStream(seed: ~options.seed)
    left = options.count ?? .max
    clock = options.start
  }

  /// When the last batch's trades came: event time, microseconds since 1970 UTC.
  public var time: Int64? { clock }

  /// Never: it computes.
  public var wouldBlock: Bool { false }

  /// The next trades, 64 KiB of lines or ``Options/span`` of time; nil when ``Options/count`` is
  /// reached.
  public mutating func next() -> Batch? {
    batch.removeAll()
    var begin: Int64?
    while left > 0, clock < Self.lastTime, batch.block.count < Self.batchSize {
      let next = nextArrival()
      let first = begin ?? next.time
      if next.time - first > options.span {
        held = next
        break
      }
      begin = first
      clock = next.time
      batch.append(next.trade, id: next.trade.firstID, aggregate: false)
      left -= 1
    }
    return batch.records.isEmpty ? nil : batch
  }

  private var held: ArrivalQueue.Arrival?

  private mutating func nextArrival() -> ArrivalQueue.Arrival {
    if let arrival = held {
      held = nil
      return arrival
    }
    while true {
      if let arrival = arrivals.removeFirst(before: marketTime) { return arrival }
      let trade = market.next()
      marketTime = trade.time
      if gaps > 0, disturbances.happens(gaps) { continue }
      if options.disorder == 0 && duplicates == 0 {
        return ArrivalQueue.Arrival(time: trade.time, trade: trade)
      }
      arrivals.insert(trade, at: arrivalTime(of: trade))
      if duplicates > 0, disturbances.happens(duplicates) {
        arrivals.insert(trade, at: arrivalTime(of: trade))
      }
    }
  }

  // Trades still to come arrive at this time or later.
  private var marketTime: Int64 = .min

  private mutating func arrivalTime(of trade: Trade) -> Int64 {
    if options.disorder == 0 { return trade.time }
    return trade.time + Int64(disturbances.below(UInt64(options.disorder) + 1))
  }

  // In units of 2⁻³².
  private static func probability(_ part: Decimal, _ name: String) throws(Fault) -> UInt64 {
    guard part >= .zero, part <= Decimal(1),
      let scaled = part.multiplied(by: Decimal(1 << 32 as Int64))
    else { throw Fault(.usage, "\(name): \(part) is not a part between 0 and 1") }
    return UInt64(clamping: Int64(exactly: scaled.rounded(toScale: 0).units) ?? 0)
  }
}
