import CXRecord

/// Average true range: Wilder's average of max(high, previous close) − min(low, previous close).
///
/// J. W. Wilder, New Concepts in Technical Trading Systems (1978), section III. The first candle's
/// range is high − low, and the first average is that of n ranges. (TA-Lib leaves the first candle
/// out, which is the same once the beginnings have faded.)
struct ATR: Codable, Sendable, Equatable {
  private var lastClose: Decimal?
  private var average: WilderAverage

  init(_ length: Int) {
    average = WilderAverage(length)
  }

  mutating func push(
    high: Decimal, low: Decimal, close: Decimal
  ) throws(EvaluationProblem) -> Decimal? {
    let top = lastClose.map { max($0, high) } ?? high
    let bottom = lastClose.map { min($0, low) } ?? low
    lastClose = close
    return try average.push(try top.subtracting(bottom).fitting())
  }
}
