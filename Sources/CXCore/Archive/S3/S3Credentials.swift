/// Who signs requests to S3.
public struct S3Credentials: Sendable, Equatable, CustomStringConvertible {
  /// Names the key; no secret.
  public var accessKey: String
  /// Signs.
  public var secretKey: String
  /// Goes with keys that end after some hours; nil for lasting ones.
  public var sessionToken: String?

  /// Credentials; see the fields.
  public init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
  }

  /// The key's name alone: secrets stay out of messages.
  public var description: String { accessKey }
}
