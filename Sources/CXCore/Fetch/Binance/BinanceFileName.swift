import CXRecord

/// What the name of a file tells about its content.
///
/// Bulk files (https://github.com/binance/binance-public-data) are named
/// `BTCUSDT-aggTrades-2024-01-01.csv`, `BTCUSDT-trades-2024-01.csv`, `BTCUSDT-1m-2024-01-01.csv`.
public struct BinanceFileName: Equatable, Sendable {
  /// What the rows of a bulk file are.
  public enum Content: Equatable, Sendable {
    /// Trades, one by one.
    case trades
    /// Aggregate trades.
    case aggregateTrades
    /// Klines of an interval.
    case klines(interval: Name)
  }

  /// The symbol that the name begins with, in upper case; nil when it begins with none.
  public var symbol: Name?
  /// What a bulk file holds; nil when the name is not a bulk file's.
  public var content: Content?

  /// Reads a name, the path before it and the ends behind it left out.
  public init(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.prefix { $0 != "." }.split(separator: "-")
    if parts.count >= 3 {
      switch parts[1] {
      case "trades": content = .trades
      case "aggTrades": content = .aggregateTrades
      case let part:
        content = IntervalName.name(inFileName: Name(part)).map { .klines(interval: $0) }
      }
    }
    if content != nil {
      symbol = Name(parts[0])
      return
    }
    let stem = name.prefix { !"-_@. ".contains($0) }
    symbol = stem.isEmpty ? nil : Name(stem).uppercasedASCII
  }
}
