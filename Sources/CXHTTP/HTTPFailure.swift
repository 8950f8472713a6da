import CXRecord

/// Why there is no answer to a request.
public enum HTTPFailure: Error, Equatable, Sendable {
  /// Something that may pass: no connection, a timeout, a transfer cut short.
  case transient(Fault)
  /// Something that asking again does not cure: no libcurl, a bad URL, an untrusted certificate.
  case permanent(Fault)
  /// ``HTTPClient/isCancelled`` said so.
  case cancelled
}
