import CXRecord

/// Candles of a made-up market: a seeded walk in cents from 60,000.
enum ChartCandles {
  static func walk(_ count: Int, interval: Name, from start: Int64 = 1_762_873_200) -> [Candle] {
    var random = Seeded(seed: 11)
    var price: Int128 = 6_000_000
    var result: [Candle] = []
    guard let length = try? Interval(parsing: interval) else { return [] }
    let calendar = WindowCalendar(interval: length)
    var time = start * 1_000_000
    for _ in 0..<count {
      var candle = Candle()
      candle.interval = interval
      (candle.time, candle.end) = calendar.bounds(containing: time)
      let open = price
      price += Int128.random(in: -4_000...4_100, using: &random)
      let high = max(open, price) + Int128.random(in: 0...2_500, using: &random)
      let low = min(open, price) - Int128.random(in: 0...2_500, using: &random)
      candle.open = Decimal(units: open, scale: 2)
      candle.high = Decimal(units: high, scale: 2)
      candle.low = Decimal(units: low, scale: 2)
      candle.close = Decimal(units: price, scale: 2)
      candle.volume = Decimal(units: Int128.random(in: 0...90_000, using: &random), scale: 3)
      result.append(candle)
      time = candle.end
    }
    return result
  }

  /// A candle of one price.
  static func flat(_ price: Decimal, time: Int64 = 0) -> Candle {
    var candle = Candle()
    candle.interval = "1m"
    (candle.time, candle.end) = (time, time + 60_000_000)
    (candle.open, candle.high, candle.low, candle.close) = (price, price, price, price)
    return candle
  }
}
