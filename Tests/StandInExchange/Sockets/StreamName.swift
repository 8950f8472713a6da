/// A stream's name, `btcusdt@kline_1m`, in its parts.
struct StreamName: Hashable {
  var text: String
  /// The symbol as REST spells it.
  var symbol: String
  var kind: String

  /// A stream of another exchange, whose messages call it `text`.
  init(_ text: String, symbol: String, kind: String) {
    self.text = text
    self.symbol = symbol
    self.kind = kind
  }

  init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    self.text = text
    // ASCII alone has small letters here.
    symbol = String(
      decoding: parts[0].utf8.map { $0 &- 0x61 < 26 ? $0 - 0x20 : $0 }, as: UTF8.self)
    kind = String(parts[1])
  }

  /// Whether each trade is an event of it.
  var isOfTrades: Bool {
    ["aggTrade", "trade", "bookTicker"].contains(kind)
      || kind.hasPrefix("coinbase-") || kind.hasPrefix("kraken-")
  }

  var interval: String? {
    kind.hasPrefix("kline_") ? String(kind.dropFirst("kline_".count)) : nil
  }
}
