import CXRecord

/// Which values of a field a rule looks at.
public struct AlertMatch: Codable, Sendable, Equatable {
  /// The fields that tell series apart.
  public static let fields: [Name] = ["symbol", "exchange", "interval", "type", "tenant"]

  /// One of ``fields``.
  public var field: Name
  /// Values, of which one must match; `*` stands for any text.
  public var patterns: [Name]

  /// A match; see the fields.
  public init(field: Name, patterns: [Name]) {
    self.field = field
    self.patterns = patterns
  }

  /// What a series has in the field.
  func text(of key: SeriesKey) -> Name {
    switch field.text {
    case "symbol": key.instrument.symbol
    case "exchange": key.instrument.exchange
    case "interval": key.interval
    case "type": key.type
    default: key.instrument.tenant
    }
  }

  /// Whether a series is meant.
  func matches(_ key: SeriesKey) -> Bool {
    let text = text(of: key)
    return patterns.contains { Self.matches(text, $0) }
  }

  /// Whether a text is what a pattern means, `*` standing for any text.
  static func matches(_ text: Name, _ pattern: Name) -> Bool {
    matches(Array(text.utf8)[...], Array(pattern.utf8)[...])
  }

  /// The usual matching with one place to go back to, linear for one star.
  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (text, pattern) = (text, pattern)
    var retry: (text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while true {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (text, pattern)
      } else if let byte = text.first, byte == pattern.first {
        text = text.dropFirst()
        pattern = pattern.dropFirst()
      } else if text.isEmpty && pattern.isEmpty {
        return true
      } else {
        guard let (from, after) = retry, !from.isEmpty else { return false }
        (text, pattern) = (from.dropFirst(), after)
        retry = (text, after)
      }
    }
  }
}
