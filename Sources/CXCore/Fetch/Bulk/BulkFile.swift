import CXRecord

/// One of the files that the exchange publishes of its past, a month or a day of one series
/// (https://github.com/binance/binance-public-data).
public struct BulkFile: Equatable, Sendable {
  /// How much time a file covers.
  public enum Span: String, Sendable {
    /// A month of UTC.
    case monthly
    /// A day of UTC.
    case daily
  }

  /// How much it covers.
  public let span: Span
  /// The first moment that it covers, microseconds since 1970 UTC.
  public let start: Int64
  /// The first moment behind it.
  public let end: Int64
  /// The symbol of its rows, which do not name it.
  public let symbol: Name
  /// The interval of its candles; nil for trades.
  public let interval: Name?
  /// Its name without the end: `BTCUSDT-aggTrades-2024-01`; the CSV file inside has it too.
  public let stem: String
  private let folder: String

  /// The file of a series that begins at `start`, the first moment of a month or a day.
  init(_ span: Span, _ series: BulkSeries, start: Int64) {
    let date = CivilDate(daysSince1970: Int(start.floorDivided(by: Timestamp.day)))
    self.span = span
    self.start = start
    symbol = series.symbol
    interval = series.interval
    switch span {
    case .monthly:
      end = start + Int64(CivilDate.daysInMonth(year: date.year, month: date.month)) * Timestamp.day
      stem = "\(series.symbol)-\(series.part)-\(date.description.dropLast(3))"
    case .daily:
      end = start + Timestamp.day
      stem = "\(series.symbol)-\(series.part)-\(date)"
    }
    let below = series.interval != nil ? "/\(series.part)" : ""
    let symbol = RESTRequest.encoded(series.symbol.text)
    folder = "/data/spot/\(span.rawValue)/\(series.folder)/\(symbol)\(below)/"
  }

  /// What messages call it.
  public var name: String { stem + ".zip" }
  /// Where it is below the host, percent-encoded.
  public var path: String { folder + RESTRequest.encoded(stem) + ".zip" }
  /// Where its checksum is below the host.
  public var checksumPath: String { path + ".CHECKSUM" }

  /// The digest in a checksum file: 64 hexadecimal digits, and behind spaces the file's name, as
  /// `sha256sum` writes it, with a line feed or without.
  ///
  /// Nil when the text is something else, or of another file.
  public func digest(inChecksum text: some Collection<UInt8>) -> String? {
    let words = text.prefix(1_024).split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    let parts = words.map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 2, parts[0].utf8.count == 64, parts[1] == name || parts[1] == "*" + name,
      parts[0].utf8.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) })
    else { return nil }
    return parts[0].lowercased()
  }
}

/// A series as the bulk files name it.
struct BulkSeries: Equatable {
  /// The exchange's spelling.
  let symbol: Name
  /// The folder of the kind: `aggTrades`, `trades`, `klines`.
  let folder: String
  /// What stands between symbol and date: the kind, or the candles' interval.
  let part: String
  /// The candles' interval; nil for trades.
  let interval: Name?
  /// How many rows a day has; nil for trades, of which nobody knows.
  let rowsPerDay: Int64?
  /// Whether files of one day exist: of intervals up to a day.
  let hasDays: Bool

  /// The series of a subject; nil for an interval that the files do not have.
  init?(_ subject: HistoryPlan.Subject, symbol: Name) {
    self.symbol = symbol
    switch subject {
    case .trades, .rawTrades:
      folder = subject == .trades ? "aggTrades" : "trades"
      part = folder
      interval = nil
      rowsPerDay = nil
      hasDays = true
    case .candles(let name):
      guard let known = IntervalName.name(inFileName: name) else { return nil }
      folder = "klines"
      // The month is spelled 1mo: file names do not tell cases apart everywhere.
      part = known == "1M" ? "1mo" : known.text
      interval = known
      let length = IntervalName.length(of: known)
      rowsPerDay = length.map { Timestamp.day / $0 } ?? 0
      hasDays = (length ?? .max) <= Timestamp.day
    }
  }
}
