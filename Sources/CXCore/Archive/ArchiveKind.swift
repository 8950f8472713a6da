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

  /// The value of the records' field `type`.
  public var type: String { String(rawValue.dropLast()) }

  /// The fields of a record of this kind, in the order of writing; records may lack some and have
  /// others.
  public var fields: [String] {
    switch self {
    case .trades:
      ["exchange", "symbol", "tenant", "ts", "id", "first_id", "last_id", "price", "qty", "side"]
    case .candles:
      [
        "exchange", "symbol", "tenant", "interval", "ts", "end", "open", "high", "low", "close",
        "volume", "quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume", "vwap",
        "first_id", "last_id", "final", "rev",
      ]
    case .quotes: ["exchange", "symbol", "tenant", "ts", "bid", "bid_qty", "ask", "ask_qty"]
    case .tickers:
      [
        "exchange", "symbol", "tenant", "ts", "window", "open", "high", "low", "last", "volume",
        "quote_volume", "change", "change_pct", "vwap", "bid", "bid_qty", "ask", "ask_qty",
        "trades", "first_id", "last_id",
      ]
    case .alerts:
      [
        "exchange", "symbol", "tenant", "interval", "ts", "rule", "state", "severity", "value",
        "message", "labels", "window", "rev", "key",
      ]
    }
  }

  /// The fields as a table shows them, where the last ones may have no room: the time first.
  public var shownFields: [String] {
    let leading = ["ts", "symbol", "interval"].filter(fields.contains)
    let trailing = ["end", "exchange", "tenant"].filter(fields.contains)
    return leading + fields.filter { !leading.contains($0) && !trailing.contains($0) } + trailing
  }
}
