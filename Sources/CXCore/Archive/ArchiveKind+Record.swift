import CXRecord

extension ArchiveKind {
  /// The kind of a record that stores keep; nil for others.
  public init?(_ record: Record, of batch: Batch) {
    switch record.kind {
    case .trade: self = .trades
    case .candle: self = .candles
    case .quote: self = .quotes
    case .other:
      guard let loose = try? LooseRecord(batch.line(of: record)) else { return nil }
      self = loose.kind
    case .tick, .gap: return nil
    }
  }
}
