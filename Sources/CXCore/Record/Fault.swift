/// Why a step cannot go on.
///
/// A fault ends the program (a bad record does not: see ``Reject``). Its kind decides the exit
/// status, so callers branch on a fact and never on a text.
public struct Fault: Error, Equatable, Sendable {
  /// What sort of failure it is; DESIGN's table of exit statuses follows these, one for one.
  public enum Kind: Equatable, Sendable, CaseIterable {
    /// The command line asks for something that does not exist.
    case usage
    /// A record is bad and `--strict` forbids going on.
    case badData
    /// An input is not there or cannot be read.
    case noInput
    /// A service cannot be reached or does not answer.
    case unavailable
    /// Reading or writing failed.
    case inputOutput
    /// Nobody reads the output any more: the end of the work, not a failure.
    case readerGone
    /// A service asks to come back later; the message says when.
    case tryLater
    /// Access is refused.
    case notPermitted
    /// The configuration or a saved state is wrong.
    case configuration
  }

  /// What sort of failure it is.
  public var kind: Kind
  /// What happened, with the name of the thing it happened to, and what to do where that is known.
  public var message: String

  /// A fault of some kind; the message names the thing at fault.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
