import CXRecord

/// How exchanges spell intervals of candles: all use Binance's names.
enum IntervalName {
  private static let seconds: [(name: Name, length: Int64)] = [
    ("1s", 1), ("1m", 60), ("3m", 180), ("5m", 300), ("15m", 900), ("30m", 1_800),
    ("1h", 3_600), ("2h", 7_200), ("4h", 14_400), ("6h", 21_600), ("8h", 28_800),
    ("12h", 43_200), ("1d", 86_400), ("3d", 259_200), ("1w", 604_800),
  ]

  /// The interval that lasts so many microseconds, or nil.
  ///
  /// 28 to 31 days are a month.
  static func name(lasting microseconds: Int64) -> Name? {
    if (28...31).contains(microseconds / Timestamp.day), microseconds % Timestamp.day == 0 {
      return "1M"
    }
    return seconds.first { $0.length * Timestamp.second == microseconds }?.name
  }

  /// The interval as streams and requests spell it, from a bulk file's spelling, which differs for
  /// the month (`1mo`: file names do not tell cases apart); nil when it is none.
  static func name(inFileName text: Name) -> Name? {
    if text == "1mo" || text == "1M" { return "1M" }
    return seconds.first { $0.name == text }?.name
  }

  /// How many microseconds an interval lasts; nil for the month and for names that are none.
  static func length(of name: Name) -> Int64? {
    seconds.first { $0.name == name }.map { $0.length * Timestamp.second }
  }
}
