import CXRecord

/// An exchange to fetch from.
public enum Exchange: String, CaseIterable, Sendable {
  /// Binance, spot.
  case binance
  /// Coinbase Exchange.
  case coinbase
  /// Kraken, spot.
  case kraken

  /// What its records call it.
  public var name: Name { Name(rawValue) }

  /// Its name in messages.
  var title: String {
    switch self {
    case .binance: "Binance"
    case .coinbase: "Coinbase"
    case .kraken: "Kraken"
    }
  }

  /// How it is asked and followed.
  var rules: any ExchangeRules {
    switch self {
    case .binance: BinanceRules()
    case .coinbase: CoinbaseRules()
    case .kraken: KrakenRules()
    }
  }

  /// Where it is.
  public var hosts: ExchangeHosts { rules.hosts }

  /// Header fields of every request.
  public var headers: [(name: String, value: String)] { rules.headers }

  /// Refuses what the exchange does not have, before it is asked.
  ///
  /// - Throws: A fault of kind `usage`.
  public func check(_ subject: LivePlan.Subject, follows: Bool) throws(Fault) {
    if let reason = rules.refusal(of: subject, follows: follows) { throw Fault(.usage, reason) }
  }

  /// The requests for the best prices of symbols, and the symbol of each answer that names none.
  public func quotes(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)] {
    rules.quotes(symbols)
  }
}

/// Where an exchange is.
public struct ExchangeHosts: Sendable, Equatable {
  /// REST, without a path: `https://api.binance.com`.
  public var rest: String
  /// The streams: `wss://stream.binance.com:9443`.
  public var streams: String
  /// The bulk files; nil where there are none.
  public var bulk: String?
}
