/// What history to fetch.
public struct HistoryPlan: Sendable, Equatable {
  /// What is fetched.
  public enum Subject: Sendable, Equatable {
    /// Aggregate trades.
    case trades
    /// Candles of an interval in the exchange's spelling, `1m`; `1M` is a month.
    case candles(interval: String)
  }

  /// What is fetched.
  public var subject: Subject
  /// Whose, one after the other, in the exchange's spelling.
  public var symbols: [String]
  /// The first moment that counts: of trades their time, of candles their opening.
  public var since: Timestamp
  /// The first moment that no longer counts; nil, or a moment to come, means until now.
  public var until: Timestamp?
  /// How many records of a symbol at most.
  public var limit: Int?

  /// A plan.
  ///
  /// ASCII letters of symbols become capitals, which is what the exchange wants; other letters
  /// stay, since the exchange tells their cases apart.
  public init(
    _ subject: Subject, symbols: [String], since: Timestamp, until: Timestamp? = nil,
    limit: Int? = nil
  ) {
    self.subject = subject
    self.symbols = symbols.map(Self.capitals)
    self.since = since
    self.until = until
    self.limit = limit
  }

  private static func capitals(_ symbol: String) -> String {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return String(decoding: symbol.utf8.map { letters.contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
  }
}
