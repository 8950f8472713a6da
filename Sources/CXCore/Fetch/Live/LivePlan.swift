import CXRecord

/// What to follow as it happens.
public struct LivePlan: Sendable, Equatable {
  /// What is followed.
  public enum Subject: Sendable, Equatable {
    /// Aggregate trades.
    case trades
    /// Trades one by one.
    case rawTrades
    /// Candles of an interval in the exchange's spelling, `1m`.
    case candles(interval: Name)
    /// Best bid and ask.
    case quotes
    /// Statistics of the last 24 hours.
    case tickers
    /// The order book, kept from its changes.
    case depth(BookStage.Output)

    /// What goes on where that history ends.
    public init(_ history: HistoryPlan.Subject) {
      self =
        switch history {
        case .trades: .trades
        case .rawTrades: .rawTrades
        case .candles(let interval): .candles(interval: interval)
        }
    }
  }

  /// Where.
  public var exchange = Exchange.binance
  /// What is followed.
  public var subject: Subject
  /// Whose, in the exchange's spelling, each once.
  public var symbols: [Name]
  /// How far the history of each symbol was had: what lies between that and the present is fetched.
  public var cursors: [Name: HistoryCursor] = [:]
  /// Whether candles are shown before they are closed.
  public var showsUpdates = false
  /// Whether payloads are handed out as they came, each behind the time when it came, and nothing
  /// else is done with them.
  public var isRaw = false
  /// Makes the jitter of waits differ from run to run.
  public var seed: UInt64 = 1
  /// The exchange's limits and ours.
  public var limits = LiveLimits()

  /// A plan; ASCII letters of symbols become capitals.
  public init(_ subject: Subject, symbols: [Name]) {
    self.subject = subject
    var known: Set<Name> = []
    self.symbols = symbols.map(\.uppercasedASCII).filter { known.insert($0).inserted }
  }

  /// The history that belongs to it; nil for what has none.
  var history: HistoryPlan.Subject? {
    switch subject {
    case .trades: .trades
    case .rawTrades: .rawTrades
    case .candles(let interval): .candles(interval: interval)
    case .quotes, .tickers, .depth: nil
    }
  }
}

/// Limits of the exchange, as its web-socket-streams.md has them (2026-07), and our patience.
///
/// Times are microseconds.
public struct LiveLimits: Sendable, Equatable {
  /// Streams of one connection.
  public var streamsPerConnection = 1_024
  /// Names in one SUBSCRIBE: larger ones were dropped in silence.
  public var namesPerMessage = 200
  /// Messages a second; the exchange allows 5, pongs among them.
  public var messagesPerSecond = 4
  /// Connection attempts in five minutes.
  public var connectsPerFiveMinutes = 300
  /// The age at which a connection is replaced; the exchange ends it at 24 hours.
  public var renewal = 84_600 * Timestamp.second
  /// By how much less, at random: many connections are not to be replaced at once.
  public var renewalJitter = 600 * Timestamp.second
  /// How long a connection may bring no data before the exchange is asked whether there was any.
  public var stall = 30 * Timestamp.second
  /// The same for one stream of a connection that does bring data.
  public var quiet = 60 * Timestamp.second
  /// How long a reply to a command, or a connection, may take.
  public var reply = 5 * Timestamp.second
  /// How long a missing id may be late before it is asked for.
  public var disorder: Int64 = 200_000
  /// How many records may wait behind holes, all symbols together: some 30 MB.
  public var waiting = 100_000
  /// How long both connections are kept when one replaces the other.
  public var overlap = 2 * Timestamp.second

  /// The defaults.
  public init() {}
}
