/// A candle, from the trades, as the exchange shows it.
struct Kline {
  var open: Int64
  var high: Int64
  var low: Int64
  var close: Int64
  var volume: Int64 = 0
  var quoteVolume: Int64 = 0
  var count = 0
  var takerVolume: Int64 = 0
  var takerQuoteVolume: Int64 = 0
  /// Bounds in microseconds; `end` is outside.
  var time: Int64
  var end: Int64

  /// An interval's length in microseconds; nil for names that do not exist (or the month, which has
  /// none).
  static func length(_ interval: String) -> Int64? {
    let second: Int64 = 1_000_000
    let names: [String: Int64] = [
      "1s": 1, "1m": 60, "3m": 180, "5m": 300, "15m": 900, "30m": 1_800, "1h": 3_600,
      "2h": 7_200, "4h": 14_400, "6h": 21_600, "8h": 28_800, "12h": 43_200, "1d": 86_400,
    ]
    return names[interval].map { $0 * second }
  }

  /// All klines of a market up to `now`: flat ones where nobody traded, none where the exchange was
  /// halted throughout.
  static func all(_ market: Market, length: Int64, now: Int64) -> [Kline] {
    let byTime = Dictionary(grouping: market.executions) { $0.time / length * length }
    var result: [Kline] = []
    var time = market.opening / length * length
    while time < min(market.closing, now) {
      let end = time + length
      if let trades = byTime[time], let first = trades.first, let last = trades.last {
        var kline = Kline(
          open: first.price, high: first.price, low: first.price, close: last.price, time: time,
          end: end)
        for trade in trades { kline.add(trade) }
        result.append(kline)
      } else if let close = result.last?.close,
        !(market.halt.contains(time) && market.halt.contains(end - 1))
      {
        result.append(
          Kline(open: close, high: close, low: close, close: close, time: time, end: end))
      }
      time = end
    }
    return result
  }

  mutating func add(_ trade: Execution) {
    high = max(high, trade.price)
    low = min(low, trade.price)
    volume += trade.quantity
    quoteVolume += trade.price * trade.quantity
    count += 1
    if !trade.buyerIsMaker {
      takerVolume += trade.quantity
      takerQuoteVolume += trade.price * trade.quantity
    }
  }
}
