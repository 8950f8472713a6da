/// What is sent back, and how.
struct Answer {
  /// How the body travels.
  enum Manner {
    case whole
    /// The connection breaks in the middle of the body.
    case truncated
    /// The second half comes after so many milliseconds.
    case slow(Int64)
    case gzipped
  }

  var status = 200
  var headers: [(String, String)] = []
  var type = "application/json;charset=UTF-8"
  var body: String
  /// The body of an answer that is no text.
  var bytes: [UInt8]?
  var manner = Manner.whole

  init(_ body: String, status: Int = 200) {
    self.body = body
    self.status = status
  }
}

/// A question that the exchange refuses, in its own words.
struct Refusal: Error {
  var status = 400
  var code: Int
  var message: String

  static let invalidSymbol = Refusal(code: -1121, message: "Invalid symbol.")
  static let invalidInterval = Refusal(code: -1120, message: "Invalid interval.")
  static func missing(_ name: String) -> Refusal {
    Refusal(
      code: -1102,
      message: "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
  }
  static func illegalCharacters(_ name: String) -> Refusal {
    Refusal(
      code: -1100,
      message: "Illegal characters found in parameter '\(name)'; legal range is '^[A-Z0-9-_.]*$'.")
  }

  var answer: Answer {
    Answer(#"{"code":\#(code),"msg":"\#(message)"}"#, status: status)
  }
}
