import CXRecord

/// What history to fetch.
public struct HistoryPlan: Sendable, Equatable {
  /// What is fetched.
  public enum Subject: Sendable, Equatable {
    /// Aggregate trades.
    case trades
    /// Trades one by one.
    case rawTrades
    /// Candles of an interval in the exchange's spelling, `1m`; `1M` is a month.
    case candles(interval: Name)

    /// A word for it, for the keys of a state.
    public var name: String {
      switch self {
      case .trades: "trades"
      case .rawTrades: "raw-trades"
      case .candles(let interval): "candles-\(interval)"
      }
    }
  }

  /// Where from.
  public var exchange = Exchange.binance
  /// What is fetched.
  public var subject: Subject
  /// Whose, one after the other, in the exchange's spelling.
  public var symbols: [Name]
  /// The first moment that counts: of trades their time, of candles their opening; "now" is the
  /// exchange's.
  public var since: TimeArgument
  /// The first moment that no longer counts; nil, or a moment to come, means until now.
  public var until: TimeArgument?
  /// How many records of a symbol at most.
  public var limit: Int?
  /// Whether bulk files are used where they are there.
  public var usesBulk = false
  /// Whether bulk files are all that is read, each that the time holds, however little it saves:
  /// what they lack is left out, not asked by REST.
  public var isBulkAlone = false
  /// How far an earlier run has come, by symbol: what it had is not fetched again, and nothing
  /// behind it is left out, whatever ``since`` says.
  public var cursors: [Name: HistoryCursor] = [:]

  /// A plan.
  ///
  /// ASCII letters of symbols become capitals, which is what the exchange wants; other letters
  /// stay, since the exchange tells their cases apart.
  public init(
    _ subject: Subject, symbols: [Name], since: TimeArgument, until: TimeArgument? = nil,
    limit: Int? = nil
  ) {
    self.subject = subject
    self.symbols = symbols.map(\.uppercasedASCII)
    self.since = since
    self.until = until
    self.limit = limit
  }
  /// The same with moments that do not depend on what time it is.
  public init(
    _ subject: Subject, symbols: [Name], since: Timestamp, until: Timestamp? = nil,
    limit: Int? = nil
  ) {
    self.init(
      subject, symbols: symbols, since: .at(since), until: until.map(TimeArgument.at), limit: limit)
  }

  /// The time that counts, when it is `now` at the exchange.
  func span(now: Timestamp) -> (since: Timestamp, until: Timestamp) {
    (since.moment(now: now), min(until?.moment(now: now) ?? now, now))
  }
}
