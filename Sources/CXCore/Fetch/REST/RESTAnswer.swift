import CXRecord

/// What an exchange answered, as far as fetching looks at it.
public struct RESTAnswer: Equatable, Sendable {
  /// HTTP's status code.
  public var status: Int
  /// The body, decompressed.
  public var body: [UInt8]
  /// How long to stay away, from `Retry-After`.
  public var retryAfterSeconds: Int64?
  /// What the exchange counts as used in this clock minute, other programs' requests included.
  public var usedWeight: Int?
  /// The server's clock, to the second, from `Date`.
  public var date: Timestamp?

  /// Makes an answer of a status, a body and whatever finds a header field by its name.
  public init(status: Int, body: [UInt8], header: (String) -> String? = { _ in nil }) {
    self.status = status
    self.body = body
    date = header("Date").flatMap(HTTPDate.parse)
    usedWeight = header("X-MBX-USED-WEIGHT-1M").flatMap(Int.init)
    if let text = header("Retry-After") {
      if let seconds = Int64(text) {
        retryAfterSeconds = min(max(seconds, 0), Self.longestRetryAfter)
      } else if let until = HTTPDate.parse(text), let date {
        let wait = (until.microseconds - date.microseconds) / Timestamp.second
        retryAfterSeconds = min(max(wait, 0), Self.longestRetryAfter)
      }
    }
  }

  /// A year: longer bans do not exist, and sums with it cannot overflow.
  private static let longestRetryAfter: Int64 = 366 * 86_400
}

/// The date of HTTP headers, RFC 9110's IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func parse(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2,
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let number = month + 1
    let padded = number < 10 ? "0\(number)" : "\(number)"
    return Timestamp(rfc3339: Array("\(parts[3])-\(padded)-\(parts[1])T\(parts[4])Z".utf8))
  }
}
