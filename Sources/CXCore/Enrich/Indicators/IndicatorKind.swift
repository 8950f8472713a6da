import CXRecord

/// The indicators there are.
///
/// Each is defined, with its source, in the file of its own name.
public enum IndicatorKind: String, CaseIterable, Codable, Sendable {
  /// See ``help``, which is also the manual's text.
  case sma, ema, wma, rsi, macd, bbands, atr, zscore, stddev

  /// What an indicator is computed from.
  enum Source {
    /// One value a record: the first argument, else the candle's close or the trade's price.
    case given
    /// A candle's high, low and close.
    case highLowClose

    var defaultInputs: [Syntax] {
      func field(_ name: Name) -> Syntax { .field(FieldPath([name])) }
      return switch self {
      case .given: [.call(.coalesce, [field("close"), field("price")])]
      case .highLowClose: [field("high"), field("low"), field("close")]
      }
    }
  }

  var source: Source { self == .atr ? .highLowClose : .given }

  /// Parameters, where they are not told.
  var defaults: [Decimal] {
    switch self {
    case .sma, .ema, .wma, .zscore, .stddev: [Decimal(20)]
    case .rsi, .atr: [Decimal(14)]
    case .macd: [Decimal(12), Decimal(26), Decimal(9)]
    case .bbands: [Decimal(20), Decimal(2)]
    }
  }

  /// What distinguishes the names of the outputs, in order.
  var outputs: [String] {
    switch self {
    case .macd: ["", "signal", "hist"]
    case .bbands: ["lower", "middle", "upper"]
    default: [""]
    }
  }

  /// The functions of the expression language that give the outputs: `macd`, `macd_signal`, ...
  var functions: [String] {
    outputs.map { $0.isEmpty ? rawValue : "\(rawValue)_\($0)" }
  }

  /// The call and, in one line, what it gives.
  public var help: (call: String, gives: String) {
    switch self {
    case .sma: ("sma(x, n)", "the mean of the last n values (20)")
    case .ema: ("ema(x, n)", "the exponential mean, weight 2/(n+1), begun with sma (20)")
    case .wma: ("wma(x, n)", "the mean weighted 1 (oldest) to n (newest) (20)")
    case .rsi: ("rsi(x, n)", "Wilder's relative strength index of n changes, 0 to 100 (14)")
    case .macd:
      ("macd(x, f, s, n)", "ema(f) - ema(s); also macd_signal (its ema), macd_hist (12, 26, 9)")
    case .bbands:
      ("bbands_upper(x, n, k)", "sma + k stddev; also _middle, _lower (20, 2)")
    case .atr: ("atr(n)", "Wilder's average of true ranges, begun with the mean of n (14)")
    case .zscore: ("zscore(x, n)", "(x - sma) / stddev (20)")
    case .stddev: ("stddev(x, n)", "the standard deviation, of a population: divided by n (20)")
    }
  }
}
