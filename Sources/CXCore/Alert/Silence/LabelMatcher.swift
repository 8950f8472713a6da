import CXRecord

/// A condition on a label of an alert, as Alertmanager writes them: `symbol="BTCUSDT"`, `team!=ops`,
/// `exchange=~"bin.*"`, `interval!~1.`.
///
/// The labels are rule, severity, symbol, exchange, interval, type and tenant, and the rule's own; one
/// that an alert lacks is empty.
public struct LabelMatcher: Sendable, Equatable, Codable {
  private enum Test: Sendable, Equatable, Codable {
    case text(Name)
    case pattern(TextPattern)
  }

  /// The label.
  public let name: Name
  private let test: Test
  private let isNegative: Bool

  /// Reads a matcher.
  public init(parsing text: String) throws(SilenceProblem) {
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    var rest = text.dropFirst(name.count)
    let signs = ["=~", "!~", "!=", "="]
    guard !name.isEmpty, let sign = signs.first(where: rest.hasPrefix) else {
      throw SilenceProblem("\"\(text)\" is no matcher; expected such as symbol=BTCUSDT")
    }
    rest = rest.dropFirst(sign.count)
    if rest.count > 1, let quote = rest.first, quote == "\"" || quote == "'", rest.last == quote {
      rest = rest.dropFirst().dropLast()
    }
    self.name = Name(name)
    isNegative = sign.hasPrefix("!")
    if sign.hasSuffix("~") {
      do {
        test = .pattern(try TextPattern(String(rest)))
      } catch {
        throw SilenceProblem("\(text): \(error.reason)")
      }
    } else {
      test = .text(Name(rest))
    }
  }

  /// Whether a label's value is meant.
  func matches(_ value: String) -> Bool {
    let holds =
      switch test {
      case .text(let text): text == Name(value)
      case .pattern(let pattern): pattern.matches(value)
      }
    return holds != isNegative
  }
}
