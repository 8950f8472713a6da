import CXRecord

/// The kinds of records that stores keep, as `cx query` names them.
public enum ArchiveKind: String, CaseIterable, Sendable, Codable {
  /// Executions.
  case trades
  /// Open, high, low, close and volume of spans of time.
  case candles
  /// Best bids and asks.
  case quotes
  /// Statistics of the last day or hours.
  case tickers
  /// What rules had to say.
  case alerts

  /// What the records are.
  public var record: RecordKind {
    switch self {
    case .trades: .trade
    case .candles: .candle
    case .quotes: .quote
    case .tickers: .ticker
    case .alerts: .alert
    }
  }

  /// The value of the records' field `type`.
  public var type: String { record.name }

  /// The fields of a record of this kind, in the order of writing; records may lack some and have
  /// others, and what was retracted is no record.
  public var fields: [String] {
    record.fields.filter { $0.field != .retracted }.map(\.field.name)
  }

  /// The fields as a table shows them, where the last ones may have no room: the time first.
  public var shownFields: [String] {
    let leading = ["ts", "symbol", "interval"].filter(fields.contains)
    let trailing = ["end", "exchange", "tenant"].filter(fields.contains)
    return leading + fields.filter { !leading.contains($0) && !trailing.contains($0) } + trailing
  }
}
