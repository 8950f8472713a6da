import CXRecord

/// Alerts that nobody is told of, for a time or at times.
///
/// Event time decides. An alert that still fires when its silence is over is told of then; the end
/// of one is silent if its beginning was, so that nothing told of stays open.
public struct Silence: Sendable, Equatable, Codable {
  /// What its alerts carry as `silenced`.
  public var name: String
  /// The alerts, all of which must match; none means every alert.
  public var matchers: [LabelMatcher] = []
  /// Its first moment, microseconds since 1970 UTC; nil for no beginning.
  public var from: Int64?
  /// The first moment that is not silent any more; nil for no end.
  public var until: Int64?
  /// When it holds within that; nil for always.
  public var times: MuteTimes?

  /// A silence over everything.
  public init(name: String) {
    self.name = name
  }

  /// Reads `symbol=BTCUSDT severity!=critical from 2025-12-31 until 2026-01-01T06:00Z`; it is named
  /// by its text.
  public init(parsing text: String) throws(SilenceProblem) {
    name = text
    var words = text.split { $0 == " " || $0 == "," }.map(String.init)[...]
    while let word = words.popFirst() {
      guard word == "from" || word == "until" else {
        matchers.append(try LabelMatcher(parsing: word))
        continue
      }
      guard let next = words.popFirst() else { throw SilenceProblem("\(word) needs a time") }
      let moment = try Self.moment(parsing: next)
      if word == "from" { from = moment } else { until = moment }
    }
    if matchers.isEmpty { throw SilenceProblem("\"\(text)\" names no label, as symbol=BTCUSDT") }
    try checkSpan()
  }

  /// Makes sure that it ends after it begins.
  func checkSpan() throws(SilenceProblem) {
    if let from, let until, from >= until { throw SilenceProblem("it ends before it begins") }
  }

  /// Whether an alert is silent at a moment; `label` tells its labels.
  func covers(_ time: Int64, _ label: (Name) -> String) -> Bool {
    if let from, time < from { return false }
    if let until, time >= until { return false }
    if let times, !times.contains(time) { return false }
    return matchers.allSatisfy { $0.matches(label($0.name)) }
  }

  /// RFC 3339, seconds not needed, or a date alone.
  static func moment(parsing text: String) throws(SilenceProblem) -> Int64 {
    let spellings = [text, text.replacing(/T\d\d:\d\d(?=[Zz+\-])/) { "\($0.output):00" }]
    guard let moment = spellings.lazy.compactMap({ Timestamp(rfc3339: Array($0.utf8)) }).first
    else {
      throw SilenceProblem("\"\(text)\" is no time; expected such as 2026-01-01T06:00Z")
    }
    return moment.microseconds
  }
}

/// Why a text is no silence, or no part of one.
public struct SilenceProblem: Error, Equatable, Sendable {
  /// What is wrong, and what was expected.
  public let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
