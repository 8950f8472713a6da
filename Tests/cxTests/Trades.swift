/// Trades for tests, by hand.
enum Trades {
  /// A trade's line, so many seconds after 2025-11-11T15:00:00Z.
  static func line(id: Int, seconds: Int, price: String = "100.5") -> String {
    let time = 1_762_873_200_000_000 + seconds * 1_000_000
    return #"{"type":"trade","exchange":"binance","symbol":"BTCUSDT","ts":"# + "\(time)"
      + #","id":"# + "\(id)" + #","price":"# + price + #","qty":0.25,"side":"buy"}"# + "\n"
  }
}
