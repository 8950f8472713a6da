import CXRecord

/// An indicator and its parameters: `bbands(20, 2)`.
public struct IndicatorSpec: Codable, Sendable, Equatable {
  /// Which indicator.
  public let kind: IndicatorKind
  /// All its parameters.
  public let parameters: [Decimal]

  /// What is wrong with a text or parameters.
  public struct Problem: Error, Equatable, Sendable {
    /// The reason, naming the indicator.
    public var reason: String
  }

  /// An indicator; parameters left out have their defaults.
  init(_ kind: IndicatorKind, _ given: [Decimal]) throws(Problem) {
    let defaults = kind.defaults
    guard given.count <= defaults.count else {
      throw Problem(reason: "\(kind.rawValue) takes at most \(defaults.count) numbers")
    }
    self.kind = kind
    parameters = (given + defaults.dropFirst(given.count)).map(\.normalized)
    for (index, value) in parameters.enumerated() {
      if kind == .bbands, index == 1 {
        guard value > .zero, value < Decimal(1000), value.scale <= 6 else {
          throw Problem(reason: "bbands is at most 1000 deviations wide, with 6 decimals")
        }
      } else {
        guard value.scale == 0, (Decimal(1)...Decimal(Catalog.farthest)).contains(value) else {
          throw Problem(
            reason: "\(kind.rawValue) takes whole numbers of records, 1 to \(Catalog.farthest)")
        }
      }
    }
    if kind == .macd, parameters[0] >= parameters[1] {
      throw Problem(reason: "macd's fast mean must be shorter than its slow one")
    }
  }

  /// How many records the first value of all outputs needs.
  var leastRecords: Int {
    func length(_ index: Int) -> Int {
      Int64(exactly: parameters[index].units).map { Int($0) } ?? 1
    }
    return switch kind {
    case .rsi: length(0) + 1
    case .macd: length(1) + length(2) - 1
    case .sma, .ema, .wma, .bbands, .atr, .zscore, .stddev: length(0)
    }
  }

  /// Reads `sma(20)`, or `rsi` with its default.
  public init(parsing text: String) throws(Problem) {
    let trimmed = text.filter { !$0.isWhitespace }
    let name = String(trimmed.prefix { $0 != "(" })
    guard let kind = IndicatorKind(rawValue: name) else {
      let hint = Suggestion.hint(for: name, among: IndicatorKind.allCases.map(\.rawValue))
      throw Problem(
        reason: "unknown indicator \"\(name)\"; "
          + (hint ?? "there are \(IndicatorKind.allCases.map(\.rawValue).joined(separator: ", "))"))
    }
    let rest = trimmed.dropFirst(name.count)
    var values: [Decimal] = []
    if !rest.isEmpty {
      guard rest.hasPrefix("("), rest.hasSuffix(")") else {
        throw Problem(reason: "\"\(text)\" is not written like \(name)(20)")
      }
      let inner = rest.dropFirst().dropLast()
      for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
        do {
          values.append(try Decimal(parsing: String(part)))
        } catch {
          throw Problem(reason: "\"\(part)\" in \"\(text)\" \(error.reason)")
        }
      }
    }
    try self.init(kind, values)
  }

  /// Reads `sma(20),rsi(14)`.
  public static func list(parsing text: String) throws(Problem) -> [IndicatorSpec] {
    var depth = 0
    let parts = text.split(omittingEmptySubsequences: false) { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return character == "," && depth == 0
    }
    var specs: [IndicatorSpec] = []
    for part in parts { specs.append(try IndicatorSpec(parsing: String(part))) }
    return specs
  }

  /// The names of the fields that the outputs become: `macd_12_26_9`, `macd_12_26_9_signal`.
  ///
  /// A decimal point is written `p`, as a point would mean a nested field: `bbands_20_2p5_upper`.
  public var fieldNames: [String] {
    let stem = ([kind.rawValue] + parameters.map(\.description)).joined(separator: "_")
    let name = String(stem.map { $0 == "." ? "p" : $0 })
    return kind.outputs.map { $0.isEmpty ? name : "\(name)_\($0)" }
  }
}
