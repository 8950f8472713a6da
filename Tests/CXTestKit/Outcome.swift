/// What a program that ran said, and how it ended.
public struct Outcome: Sendable, Equatable {
  /// How it ended.
  public var ending: Ending
  /// Everything it wrote to stdout.
  public var output: [UInt8]
  /// Everything it wrote to stderr.
  public var errors: [UInt8]

  /// An outcome, to compare one with.
  public init(ending: Ending, output: [UInt8], errors: [UInt8]) {
    self.ending = ending
    self.output = output
    self.errors = errors
  }

  /// The output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// The messages as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
  /// The exit status; nil after a signal or a timeout.
  public var status: Int32? {
    if case .exited(let status) = ending { status } else { nil }
  }
}

/// How a program ended.
public enum Ending: Sendable, Equatable, CustomStringConvertible {
  /// By itself, with this status.
  case exited(Int32)
  /// Of this signal.
  case died(signal: Int32)
  /// Not in time; the test killed it.
  case timedOut

  /// The text of a golden case's `status` file.
  public var description: String {
    switch self {
    case .exited(let status): "\(status)"
    case .died(let signal): "signal \(signal)"
    case .timedOut: "timeout"
    }
  }
}

/// A program could not be started at all.
public struct Failure: Error, CustomStringConvertible {
  /// What failed.
  public var description: String

  /// A failure, told in one sentence.
  public init(_ description: String) {
    self.description = description
  }
}
