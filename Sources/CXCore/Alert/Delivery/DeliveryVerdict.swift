import CXRecord

/// How a try to deliver ended.
public enum DeliveryVerdict: Sendable, Equatable {
  /// The receiver has it.
  case delivered
  /// It has not, but another try may do; `after` is the receiver's wish in microseconds, if told.
  case again(after: Int64?, reason: String)
  /// It never will: the notification goes to the dead letters.
  case refused(reason: String)

  /// What an HTTP status means: 2xx has it; 408, 425, 429 and 5xx may pass, `Retry-After` obeyed;
  /// anything else, a redirect too, never will.
  ///
  /// `place` names the receiver's address in the reason, without secrets; what the body says stands
  /// behind it.
  public init(_ answer: RESTAnswer, from place: String) {
    let said = Self.excerpt(of: answer.body)
    let reason = "\(place) answered \(answer.status)" + (said.isEmpty ? "" : ": \(said)")
    switch answer.status {
    case 200..<300: self = .delivered
    case 408, 425, 429, 500...:
      let wait = answer.retryAfterSeconds.map { $0 * Timestamp.second }
      self = .again(after: wait, reason: reason)
    default: self = .refused(reason: reason)
    }
  }

  /// The beginning of a body, as one line that is safe on a terminal.
  private static func excerpt(of body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(400), as: UTF8.self)
    let words = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : Character(scalar)
    }
    return String(String(words).split(separator: " ").joined(separator: " ").prefix(160))
  }
}

/// Brings notifications to one receiver.
///
/// It waits for the answer, within its own time limit; one thread uses it.
public protocol NotificationSender {
  /// Tries once.
  mutating func send(_ notification: Notification) -> DeliveryVerdict
}
