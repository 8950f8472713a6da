import CXRecord

/// Moving average convergence and divergence: ema(fast) − ema(slow), its own ema (the signal), and
/// the difference of both (the histogram).
///
/// G. Appel, The Moving Average Convergence-Divergence Method (1979); T. Aspray's histogram (1986).
/// Each mean begins by itself, as StockCharts does: the line after `slow` values, the signal after
/// `slow + signal − 1`. (TA-Lib begins the fast mean with the slow one, which is the same once the
/// beginnings have faded.)
struct MACD: Codable, Sendable, Equatable {
  private var fast: EMA
  private var slow: EMA
  private var signal: EMA

  init(fast: Int, slow: Int, signal: Int) {
    self.fast = EMA(fast)
    self.slow = EMA(slow)
    self.signal = EMA(signal)
  }

  /// Line, signal, histogram.
  mutating func push(_ value: Decimal) throws(EvaluationProblem) -> [Decimal?] {
    let (quick, steady) = (try fast.push(value), try slow.push(value))
    guard let quick, let steady else { return [nil, nil, nil] }
    let digits = Precision.workingDigits
    let line = try quick.adding(-steady, digits: digits).fitting()
    guard let mean = try signal.push(line) else { return [line, nil, nil] }
    return [line, mean, try line.adding(-mean, digits: digits).fitting()]
  }
}
