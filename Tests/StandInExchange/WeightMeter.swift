/// Counts request weight by clock minute, refuses what exceeds the limit, and bans who goes on.
struct WeightMeter {
  let limit: Int
  private(set) var used = 0
  private var minute: Int64 = 0
  private var refusals = 0

  init(limit: Int) {
    self.limit = limit
  }

  static func weight(of path: String) -> Int {
    switch path {
    case "/api/v3/exchangeInfo": 20
    case "/api/v3/trades", "/api/v3/historicalTrades": 25
    case "/api/v3/aggTrades": 4
    case "/api/v3/depth": 50
    case "/api/v3/klines", "/api/v3/uiKlines": 2
    default: 1
    }
  }

  /// Counts a request at `now` (milliseconds); what it answers where there was one too many.
  mutating func count(_ path: String, now: Int64) -> Answer? {
    if now / 60_000 != minute {
      minute = now / 60_000
      used = 0
      refusals = 0
    }
    used += Self.weight(of: path)
    guard used > limit else { return nil }
    refusals += 1
    return refusals > 3
      ? Faults.banned(seconds: 120, now: now) : Faults.slowDown(seconds: 60 - now / 1_000 % 60)
  }
}
