import CXRecord

/// An indicator at work on one series: its state as a value.
enum Indicator: Codable, Sendable, Equatable {
  case none
  case sma(SMA)
  case ema(EMA)
  case wma(WMA)
  case rsi(RSI)
  case macd(MACD)
  case bbands(BollingerBands)
  case atr(ATR)
  case zscore(ZScore)
  case stddev(StandardDeviation)
  /// Begun anew after a result of too many digits, and so many records before it says anything.
  indirect case unclean(Indicator, Int)

  /// The state before the first record.
  init(_ spec: IndicatorSpec) {
    func length(_ index: Int) -> Int {
      Int64(exactly: spec.parameters[index].units).map { Int($0) } ?? 1
    }
    switch spec.kind {
    case .sma: self = .sma(SMA(length(0)))
    case .ema: self = .ema(EMA(length(0)))
    case .wma: self = .wma(WMA(length(0)))
    case .rsi: self = .rsi(RSI(length(0)))
    case .macd: self = .macd(MACD(fast: length(0), slow: length(1), signal: length(2)))
    case .bbands: self = .bbands(BollingerBands(length(0), width: spec.parameters[1]))
    case .atr: self = .atr(ATR(length(0)))
    case .zscore: self = .zscore(ZScore(length(0)))
    case .stddev: self = .stddev(StandardDeviation(length(0)))
    }
  }

  /// Takes the next record's inputs, one or high, low and close, and gives the outputs with 18
  /// significant digits; nil until there are enough.
  ///
  /// Where a result has too many digits, the indicator of `spec` begins anew, and is a problem until
  /// it holds as many records as it needs, none of them from before: no output is wrong without a
  /// word.
  mutating func push(
    _ inputs: [Decimal], _ spec: IndicatorSpec
  ) throws(EvaluationProblem) -> [Decimal?] {
    var left = 0
    if case .unclean(let begun, let count) = self {
      self = begun
      left = count - 1
    }
    let outputs: [Decimal?]
    do {
      outputs = try advance(inputs)
    } catch {
      self = .unclean(Indicator(spec), spec.leastRecords)
      throw error
    }
    if left > 0 {
      self = .unclean(self, left)
      throw EvaluationProblem(
        "begun anew after a result of more than \(Decimal.maximumDigits) digits: \(left) to go")
    }
    return outputs.map { $0?.rounded(toDigits: Precision.outputDigits) }
  }

  /// Takes values of an expression, and gives one output of `spec`.
  ///
  /// Null inputs do not count.
  mutating func value(
    of inputs: [Value], _ spec: IndicatorSpec, output: Int
  ) throws(EvaluationProblem) -> Value {
    var numbers: [Decimal] = []
    for input in inputs {
      switch input {
      case .number(let number): numbers.append(number)
      case .null: return .null
      default:
        throw EvaluationProblem("\(spec.kind.rawValue) needs numbers, not \(input.kindName)")
      }
    }
    return try push(numbers, spec)[output].map(Value.number) ?? .null
  }

  private mutating func advance(_ inputs: [Decimal]) throws(EvaluationProblem) -> [Decimal?] {
    // Taken out while it changes: a state that two places hold would be copied.
    let state = self
    self = .none
    switch consume state {
    case .none, .unclean: return []
    case .sma(var state):
      defer { self = .sma(state) }
      return [try state.push(inputs[0])]
    case .ema(var state):
      defer { self = .ema(state) }
      return [try state.push(inputs[0])]
    case .wma(var state):
      defer { self = .wma(state) }
      return [try state.push(inputs[0])]
    case .rsi(var state):
      defer { self = .rsi(state) }
      return [try state.push(inputs[0])]
    case .macd(var state):
      defer { self = .macd(state) }
      return try state.push(inputs[0])
    case .bbands(var state):
      defer { self = .bbands(state) }
      return try state.push(inputs[0])
    case .atr(var state):
      defer { self = .atr(state) }
      return [try state.push(high: inputs[0], low: inputs[1], close: inputs[2])]
    case .zscore(var state):
      defer { self = .zscore(state) }
      return [try state.push(inputs[0])]
    case .stddev(var state):
      defer { self = .stddev(state) }
      return [try state.push(inputs[0])]
    }
  }
}
