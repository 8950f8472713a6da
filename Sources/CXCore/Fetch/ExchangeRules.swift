import CXRecord

/// How an exchange is asked and followed: all that differs from one to the next, but for the reading
/// of its payloads, which ``PayloadParser`` and ``LiveMessage`` have.
protocol ExchangeRules: Sendable {
  var hosts: ExchangeHosts { get }
  var headers: [(name: String, value: String)] { get }
  /// The least time between two requests, microseconds; 0 where the exchange counts by the minute.
  var spacing: Int64 { get }
  /// What to advise who is refused.
  var advice: String { get }

  /// Why something cannot be had; nil where it can.
  func refusal(of subject: LivePlan.Subject, follows: Bool) -> String?
  /// What an answer means that is refused (status 400 to 499) or that hides an error in a body of
  /// status 200; nil where it is what it seems.
  func verdict(_ answer: RESTAnswer, symbol: Name) -> RESTVerdict?

  /// How many symbols one question about facts may have: its URL must not get too long.
  var symbolsPerQuestion: Int { get }
  func facts(of symbols: [Name]) -> RESTRequest
  func readFacts(
    _ body: UnsafeRawBufferPointer, of symbols: [Name]
  ) throws(PayloadProblem) -> ExchangeFacts
  func quotes(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)]
  /// The question which trade is the newest.
  func newestTrade(of symbol: Name) -> RESTRequest
  /// The id in the answer; 0 where there is no trade.
  func readNewestTrade(_ body: UnsafeRawBufferPointer) throws(PayloadProblem) -> Int64

  /// The history of a series, candles from `start`, up to `until` or to the trade `stop`.
  func pages(
    of series: HistorySeries, from start: Int64, until: Int64, stop: Int64
  ) -> any HistoryPages
  /// The questions whether candles are missing by mistake; nil where candles without trades do not
  /// exist.
  func pages(aboutHoles holes: [Range<Int64>]) -> (any HistoryPages)?

  /// The name of a symbol's stream, as ``LiveMessage`` finds it.
  func stream(of subject: LivePlan.Subject, _ symbol: Name) -> String
  /// Where to connect below the streams' host; `first` is the name of one stream.
  func target(first: String) -> String
  /// The command that asks for streams.
  func subscription(_ names: [String], of subject: LivePlan.Subject, id: Int64) -> String
  /// The command that asks which streams are there; nil where none exists.
  func listing(id: Int64) -> String?
}

extension ExchangeRules {
  var headers: [(name: String, value: String)] { [] }
  var advice: String { "wait some minutes" }
  var symbolsPerQuestion: Int { 1 }
  func pages(aboutHoles holes: [Range<Int64>]) -> (any HistoryPages)? { nil }
  func listing(id: Int64) -> String? { nil }
}

/// What an exchange says about symbols and itself.
struct ExchangeFacts: Equatable {
  var serverTime: Timestamp?
  /// The request weight that one address may use in a minute.
  var weightLimit: Int?
  /// Why symbols are not traded now; nil for one that is.
  ///
  /// Symbols that do not exist have no entry.
  var states: [Name: String?] = [:]
}
