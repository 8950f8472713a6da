/// The fields that records are made of, by name, whatever the kind; what each kind has of them and
/// what they mean there is ``RecordKind``'s to say.
///
/// All others pass through unread.
public enum Field: UInt8, CaseIterable, Sendable {
  /// Every record has these.
  case type, exchange, symbol, tenant, ts
  /// Trades.
  case id, firstID, lastID, price, qty, side
  /// Candles.
  case interval, end, open, high, low, close, volume, quoteVolume, trades, takerBuyVolume
  /// Candles.
  case takerBuyQuoteVolume, vwap, final, rev, retracted
  /// Quotes.
  case bid, bidQty, ask, askQty
  /// Tickers.
  case window, last, change, changePct
  /// Depth.
  case snapshot, bids, asks
  /// Gaps.
  case fromID, toID, from, to, reason
  /// Alerts.
  case rule, state, severity, value, message, labels, silenced, key
  /// Deliveries.
  case receiver, tries, next, at, notification, alert

  /// The field's name in a record.
  public var name: String { Self.names[Int(rawValue)] }

  /// The field with that name; nil for names that no kind has.
  public init?(name: String) {
    guard let place = Self.names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      return nil
    }
    self = Self.allCases[place]
  }

  // In the order of the cases; a test holds them together.
  private static let names = [
    "type", "exchange", "symbol", "tenant", "ts", "id", "first_id", "last_id", "price", "qty",
    "side", "interval", "end", "open", "high", "low", "close", "volume", "quote_volume", "trades",
    "taker_buy_volume", "taker_buy_quote_volume", "vwap", "final", "rev", "retracted", "bid",
    "bid_qty", "ask", "ask_qty", "window", "last", "change", "change_pct", "snapshot", "bids",
    "asks", "from_id", "to_id", "from", "to", "reason", "rule", "state", "severity", "value",
    "message", "labels", "silenced", "key", "receiver", "tries", "next", "at", "notification",
    "alert",
  ]
}
