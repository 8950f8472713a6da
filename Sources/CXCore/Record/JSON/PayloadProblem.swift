/// Why a payload, or a row of it, is refused.
public enum PayloadProblem: Error, Equatable, Sendable {
  /// It is not JSON: what is wrong, and the byte where, counted from 0.
  case syntax(String, offset: Int)
  /// A field that has to be there is not.
  case missing(String)
  /// A field holds what it cannot: its name and `is not a decimal`.
  case field(String, String)
  /// It cannot be used for a reason of its own.
  case refused(String)

  /// The reason as it stands in a message.
  public var reason: String {
    switch self {
    case .syntax(let what, let offset): "is not JSON: \(what) at byte \(offset)"
    case .missing(let name): "\"\(name)\" is missing"
    case .field(let name, let reason): "\"\(name)\" \(reason)"
    case .refused(let reason): reason
    }
  }
}
