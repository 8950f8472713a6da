/// The text of an alert's events: words, and fields in braces, `{symbol} at {close}`.
public struct AlertMessage: Codable, Sendable, Equatable {
  /// The text as it was written.
  public let template: String

  /// What a rule says that says nothing.
  public static let standard = AlertMessage("{symbol} {interval}: {rule}")

  /// A template; a brace without a partner stands for itself.
  public init(_ template: String) {
    self.template = template
  }

  /// The names in braces.
  var names: [String] {
    var names: [String] = []
    _ = text { name in
      names.append(name)
      return nil
    }
    return names
  }

  /// The text, each `{name}` replaced by what `value` says; a field that is not there leaves `?`.
  func text(_ value: (_ name: String) -> String?) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      result += value(String(rest[rest.index(after: open)..<close])) ?? "?"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
