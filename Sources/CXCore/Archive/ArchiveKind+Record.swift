import CXRecord

extension ArchiveKind {
  /// The stored kind of records of a kind; nil for others.
  public init?(_ kind: Kind) {
    switch kind {
    case .trade: self = .trades
    case .candle: self = .candles
    case .quote: self = .quotes
    case .ticker: self = .tickers
    case .alert: self = .alerts
    case .depth, .gap, .tick, .delivery, .other: return nil
    }
  }
}
