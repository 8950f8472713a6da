import CXRecord

/// Conditions that have a name, each short for an expression over numbers.
enum NamedForm: String, CaseIterable {
  case priceAbove = "price_above", priceBelow = "price_below"
  case priceChange = "price_change_pct", volumeSpike = "volume_spike"
  case volatilityHigh = "volatility_high"

  /// How many numbers it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .priceAbove, .priceBelow: 1...1
    case .priceChange: 2...2
    case .volumeSpike, .volatilityHigh: 1...2
    }
  }

  /// The call and, in one line, what it gives.
  var help: (call: String, gives: String) {
    switch self {
    case .priceAbove: ("price_above(x)", "close, or a trade's price, > x")
    case .priceBelow: ("price_below(x)", "close, or a trade's price, < x")
    case .priceChange: ("price_change_pct(p, d)", "100 * abs(change(d)) >= p: p is 2 for 2%")
    case .volumeSpike: ("volume_spike(k, n)", "volume > k * prev(sma(volume, n)) (20)")
    case .volatilityHigh: ("volatility_high(x, n)", "stddev(close / prev(close) - 1, n) > x (20)")
    }
  }

  /// What it is short for; nil where the arguments are not the numbers it takes.
  func syntax(_ arguments: [Syntax]) -> Syntax? {
    var numbers: [Decimal] = []
    for argument in arguments {
      guard case .literal(.number(let number)) = argument else { return nil }
      numbers.append(number)
    }
    guard let x = numbers.first, arity.contains(numbers.count) else { return nil }
    let n = numbers.count > 1 ? numbers[1] : Decimal(20)
    let text =
      switch self {
      case .priceAbove: "coalesce(close, price) > \(x)"
      case .priceBelow: "coalesce(close, price) < \(x)"
      case .priceChange: "100 * abs(change(\(n))) >= \(x)"
      case .volumeSpike: "volume > \(x) * prev(sma(volume, \(n)))"
      case .volatilityHigh: "stddev(close / prev(close) - 1, \(n)) > \(x)"
      }
    return try? Parser.parse(text)
  }
}
