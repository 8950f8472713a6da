/// What was skipped on purpose.
public struct PayloadSkips: Equatable, Sendable {
  /// Payloads of a kind that has no record.
  public var unknown = 0
  /// Replies to commands of the socket.
  public var replies = 0
  /// Signs of life of the socket.
  public var heartbeats = 0
  /// Trades that the exchange has marked void: price and quantity 0.
  public var void = 0

  /// Nothing skipped yet.
  public init() {}

  /// What was skipped, in words; nil when nothing was.
  public var text: String? {
    let parts = [
      (unknown, "other payloads"), (replies, "replies"), (heartbeats, "heartbeats"),
      (void, "void trades"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? nil : "skipped " + parts.joined(separator: ", ")
  }

  /// Adds what was skipped elsewhere.
  public mutating func add(_ other: PayloadSkips) {
    unknown += other.unknown
    replies += other.replies
    heartbeats += other.heartbeats
    void += other.void
  }
}
