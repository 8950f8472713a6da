import CXRecord

/// What an answer means for whoever asked.
///
/// What an answer means is read from its status and code, never from its text: see the exchange's
/// rules.
enum RESTVerdict: Equatable {
  /// The body is what was asked for.
  case accept
  /// A trouble that may pass; the reason, for the message should it not.
  case retry(String)
  /// Too much was asked in this minute; how long to wait, if told.
  case slowDown(seconds: Int64?)
  /// Asking went on for too long after that; how long the ban lasts, if told.
  case banned(seconds: Int64?)
  /// Asking again is pointless.
  case fail(Fault)

  /// Judges an answer of an exchange to a question about `symbol`.
  init(_ answer: RESTAnswer, symbol: Name, of exchange: Exchange) {
    let rules = exchange.rules
    if let verdict = rules.verdict(answer, symbol: symbol) {
      self = verdict
      return
    }
    switch answer.status {
    case 200 where answer.body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<"):
      self = .retry("the exchange answered with a web page (HTML), not with JSON")
    case 200: self = .accept
    case 429: self = .slowDown(seconds: answer.retryAfterSeconds)
    case 401, 403:
      self = .fail(
        Fault(
          .notPermitted,
          "the exchange refuses this address (status \(answer.status)), perhaps for too many "
            + "requests: \(rules.advice)"))
    case 451:
      self = .fail(
        Fault(
          .notPermitted,
          "the exchange does not serve this location (status 451): \(rules.advice)"))
    case 408, 500...: self = .retry("the exchange answered \(answer.status)")
    case 400...499:
      self = .fail(
        Fault(
          .unavailable,
          "the exchange refuses the question (status \(answer.status)): check --base-url"))
    default:
      self = .fail(
        Fault(
          .unavailable,
          "the exchange answered \(answer.status), which is no answer: check --base-url"))
    }
  }
}

/// The body of a refusal: `{"code":-1121,"msg":"Invalid symbol."}`.
struct RESTError: Equatable {
  var code: Int64
  var message: String

  /// Reads a body; nil where it is something else, such as a page of HTML.
  init?(body: [UInt8]) {
    let parts: (Int64, String)? = body.withUnsafeBytes { bytes in
      var cursor = JSONCursor(bytes)
      var members = JSONMembers()
      guard (try? members.read(&cursor)) != nil, let code = members.optional("code"),
        let number = try? code.integer()
      else { return nil }
      return (number, (try? members.optional("msg")?.text().text) ?? "")
    }
    guard let parts else { return nil }
    code = parts.0
    // A message goes to a terminal: no control characters, and not a whole page.
    let printable = parts.1.unicodeScalars.lazy.filter { $0.value >= 0x20 && $0.value != 0x7F }
    message = String(String.UnicodeScalarView(printable.prefix(200)))
  }
}
