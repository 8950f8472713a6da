import CXRecord

/// Our candles beside the exchange's own klines, field by field and exact.
///
/// Both sides may come in any order. Of several with one name the highest revision counts, then the
/// later one; candles that are not final are left out. Tenants are not looked at: the exchange has
/// none.
public struct Verification: Sendable {
  /// What names a candle on both sides.
  public struct CandleName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Which candles it is one of.
    public var series: Series
    /// First moment, microseconds since 1970 UTC.
    public var time: Int64

    /// `binance BTCUSDT 1m 2025-11-11T15:00:00Z`.
    public var description: String {
      "\(series) \(Timestamp(microseconds: time).rfc3339)"
    }

    /// By series, then time.
    public static func < (left: CandleName, right: CandleName) -> Bool {
      left.series == right.series ? left.time < right.time : left.series < right.series
    }
  }

  /// The candles of one instrument and interval.
  public struct Series: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// `binance`.
    public var exchange: Name
    /// `BTCUSDT`.
    public var symbol: Name
    /// The interval, in the spelling of ``Interval/name`` where it is one.
    public var interval: Name

    /// `binance BTCUSDT 1m`.
    public var description: String {
      [exchange, symbol, interval].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// By exchange, symbol, and text of the interval.
    public static func < (left: Series, right: Series) -> Bool {
      (left.exchange, left.symbol, left.interval) < (right.exchange, right.symbol, right.interval)
    }
  }

  private var ours: [Series: [Int64: Candle]] = [:]
  private var theirs: [Series: [Int64: Candle]] = [:]

  /// A comparison of nothing yet.
  public init() {}

  /// Takes a candle of ours.
  public mutating func addOurs(_ candle: Candle, of instrument: Instrument) {
    Self.add(candle, of: instrument, to: &ours)
  }

  /// Takes a kline of the exchange.
  public mutating func addTheirs(_ candle: Candle, of instrument: Instrument) {
    Self.add(candle, of: instrument, to: &theirs)
  }

  private static func add(
    _ candle: Candle, of instrument: Instrument, to side: inout [Series: [Int64: Candle]]
  ) {
    guard candle.final else { return }
    let interval = (try? Interval(parsing: candle.interval))?.name ?? candle.interval
    let series = Series(
      exchange: instrument.exchange, symbol: instrument.symbol, interval: interval)
    if let known = side[series]?[candle.time], known.revision > candle.revision { return }
    side[series, default: [:]][candle.time] = candle.isRetracted ? nil : candle
  }

  /// Compares what was taken.
  ///
  /// Each series is compared over the span that both sides cover, from the later of the two first
  /// candles to the earlier of the two last ones. The first and the last candle of ours may hold
  /// only part of their window's trades, when the input began or ended within it: if they differ
  /// and hold no more than the exchange's, they count as partial, not as differing. A kline without
  /// volume that we lack counts as quiet: nothing was traded, so there was nothing to make it of.
  public func result() -> VerificationResult {
    var result = VerificationResult()
    for (series, mine) in ours.sorted(by: { $0.key < $1.key }) {
      guard
        let other = theirs[series], let first = mine.keys.min(), let last = mine.keys.max(),
        let start = other.keys.min(), let end = other.keys.max()
      else {
        result.unmatchedSeries.append(series)
        continue
      }
      for time in Set(mine.keys).union(other.keys).sorted() {
        guard time >= max(first, start), time <= min(last, end) else { continue }
        let name = CandleName(series: series, time: time)
        switch (mine[time], other[time]) {
        case (let left?, let right?):
          let fields = VerificationResult.fields(ours: left, theirs: right)
          let edge = time == first || time == last
          if fields.isEmpty {
            result.matched += 1
          } else if edge && Self.isPart(left, of: right) {
            result.partial.append(name)
          } else {
            result.differing.append(VerificationResult.Difference(name: name, fields: fields))
          }
        case (nil, let right?) where right.volume == .zero: result.quiet += 1
        case (nil, _): result.missingOurs.append(name)
        case (_, nil): result.missingTheirs.append(name)
        }
      }
    }
    return result
  }

  private static func isPart(_ part: Candle, of whole: Candle) -> Bool {
    part.end == whole.end && part.volume < whole.volume && part.high <= whole.high
      && part.low >= whole.low
  }
}
