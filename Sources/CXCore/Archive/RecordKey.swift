import CXRecord

/// What tells a record from all others of its kind, ordered as queries answer: by time first.
///
/// Records with equal keys are one; of those the one with the highest ``revision`` counts.
public struct RecordKey: Sendable {
  /// Event time, microseconds since 1970 UTC.
  public var time: Int64
  /// What it is about.
  public var instrument: Instrument
  /// A candle's.
  public var interval: Name = ""
  /// The exchange's id, or what ``LineDigest`` makes of the line.
  ///
  /// For candles that are not cut by time the first trade's id, since several may begin in one
  /// microsecond; 0 for all others.
  public var id: Int64 = 0
  /// Whether it stands for several trades: those have ids of their own.
  public var isAggregate = false
  /// How often it was corrected, twice, and one more when it is final: the order of versions.
  public var revision: Int64 = 0

  /// Whether both name one record, in whatever version.
  public func isSame(as other: RecordKey) -> Bool {
    time == other.time && id == other.id && isAggregate == other.isAggregate
      && interval == other.interval && instrument == other.instrument
  }

  /// Whether this record is answered before the other.
  public func precedes(_ other: RecordKey) -> Bool {
    if time != other.time { return time < other.time }
    if instrument != other.instrument { return instrument < other.instrument }
    if interval != other.interval { return interval < other.interval }
    if id != other.id { return id < other.id }
    return !isAggregate && other.isAggregate
  }
}

extension RecordKey {
  /// The key of a record that a store keeps; nil for others.
  public init?(_ record: Record, of batch: Batch, _ forms: inout LineForms) {
    switch record.kind {
    case .trade:
      let trade = batch.trades[Int(record.index)]
      let (id, isAggregate, _) = forms.trade(record, of: batch)
      self.init(time: trade.time, instrument: batch.instruments[trade.instrument])
      self.id = id ?? LineDigest.of(batch.line(of: record))
      self.isAggregate = isAggregate
    case .candle:
      let candle = batch.candles[Int(record.index)]
      self.init(time: candle.time, instrument: batch.instruments[candle.instrument])
      interval = candle.interval
      id = candle.bar
      revision = candle.revision &* 2 &+ (candle.final ? 1 : 0)
    case .quote:
      let quote = batch.quotes[Int(record.index)]
      guard let time = quote.time else { return nil }
      self.init(time: time, instrument: batch.instruments[quote.instrument])
      id = LineDigest.of(batch.line(of: record))
    case .ticker, .alert:
      guard let loose = try? LooseRecord(batch.line(of: record)) else { return nil }
      self.init(time: loose.time, instrument: loose.instrument)
      id = loose.digest
      revision = loose.revision &* 2
    case .tick, .gap, .depth, .delivery, .other:
      return nil
    }
  }
}

extension Candle {
  /// See ``RecordKey/id``.
  public var bar: Int64 {
    interval.utf8.contains(UInt8(ascii: "(")) ? firstID ?? 0 : 0
  }
}
