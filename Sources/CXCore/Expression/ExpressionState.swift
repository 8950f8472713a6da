/// What an expression remembers of one series of records.
public struct ExpressionState: Codable, Sendable, Equatable {
  enum Memory: Codable, Sendable, Equatable {
    case previous(History)
    case indicator(Indicator)
    case change(PastValues)
    /// The sign of the last known difference.
    case crossing(Int?)
  }

  var memories: [Memory] = []

  init(for program: Program) {
    memories = program.sites.map { site in
      switch site.memory {
      case .previous(let distance): .previous(History(length: distance))
      case .indicator(let spec, _): .indicator(Indicator(spec))
      case .change: .change(PastValues())
      case .crossing: .crossing(nil)
      }
    }
  }
}

/// The last so many values, the oldest of which is given for the newest.
struct History: Codable, Sendable, Equatable {
  private var length: Int
  private var values: [Value] = []
  private var oldest = 0

  init(length: Int) {
    self.length = length
  }

  /// The value `length` records ago, or null.
  mutating func push(_ value: Value) -> Value {
    if values.count < length {
      values.append(value)
      return .null
    }
    let result = values[oldest]
    values[oldest] = value
    oldest = oldest + 1 == length ? 0 : oldest + 1
    return result
  }
}
