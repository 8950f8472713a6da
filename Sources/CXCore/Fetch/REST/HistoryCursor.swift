import CXRecord

/// How far the history of a series has been had: all that another run needs to go on.
///
/// It knows ids and event times only, never what a clock showed.
public struct HistoryCursor: Codable, Equatable, Sendable {
  /// Trades: the time of the last one; candles: the end of the last one.
  ///
  /// Before the first, where the history begins. Microseconds since 1970 UTC.
  public var time: Int64
  /// Trades: the id of the record that comes next; nil before the first.
  public var nextID: Int64?
  /// Trades: the last trade in the last record.
  public var lastTrade: Int64?
  /// Candles: the last ones, the newest last, to see whether the exchange corrects them.
  public var recent: [Candle] = []
  /// Digests of the last bulk files used, by name, oldest first.
  public var files: [BulkDigest] = []

  /// How many candles are remembered: what comes by the socket or at once after the end may be
  /// corrected, and corrections came within minutes.
  static let mostRecent = 5
  private static let mostFiles = 8

  /// The beginning of a history.
  public init(since: Timestamp) {
    // Nothing was traded before 1970, and the exchange takes no negative time.
    time = max(0, since.microseconds)
  }

  /// Whether something was had.
  var hasBegun: Bool { nextID != nil || !recent.isEmpty }

  /// Remembers a candle in place of the one that it corrects, or as the newest.
  mutating func remember(_ candle: Candle) {
    var candle = candle
    // The number means nothing in another run.
    candle.instrument = 0
    if let last = recent.last, last.time >= candle.time {
      recent.removeAll { $0.time == candle.time }
      recent.append(candle)
      recent.sort { $0.time < $1.time }
    } else {
      recent.append(candle)
    }
    if recent.count > Self.mostRecent { recent.removeFirst() }
  }

  /// Remembers a file's digest; returns another one that it had before.
  mutating func remember(_ file: BulkDigest) -> String? {
    let before = files.first { $0.name == file.name }?.sha256
    files.removeAll { $0.name == file.name }
    files.append(file)
    if files.count > Self.mostFiles { files.removeFirst() }
    return before == file.sha256 ? nil : before
  }
}

/// A bulk file's name and SHA-256: files are replaced without notice.
public struct BulkDigest: Codable, Equatable, Sendable {
  /// The file's name, `BTCUSDT-aggTrades-2024-01.zip`.
  public var name: String
  /// 64 hexadecimal digits.
  public var sha256: String

  /// A digest; see the fields.
  public init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}
