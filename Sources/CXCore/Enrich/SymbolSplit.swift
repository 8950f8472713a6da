import CXRecord

/// The two assets of a symbol.
enum SymbolSplit {
  /// Base and quote: `BTC-USD`, `BTC/USD` and `BTC_USDT` at their separator, `BTCUSDT` before the
  /// only quote asset that it can end with.
  ///
  /// Nil where there is none, and where there are two: `ADAEUR` may be ADA in EUR or AD in AEUR, and
  /// a wrong answer is worse than none.
  static func split(_ symbol: Name, of exchange: Name) -> (base: Name, quote: Name)? {
    let bytes = Array(symbol.utf8)
    let isSeparator = Set("-/_".utf8)
    let parts = bytes.split(omittingEmptySubsequences: false) { isSeparator.contains($0) }
    if parts.count > 1 {
      // More parts, as in a dated future, do not say which are the assets.
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      return pair(parts[0], parts[1])
    }
    let upper = Array(symbol.uppercasedASCII.utf8)
    var lengths = quoteAssets(of: exchange).lazy.map { Array($0.utf8) }
      .filter { $0.count < upper.count && upper.suffix($0.count).elementsEqual($0) }
      .map(\.count).makeIterator()
    guard let length = lengths.next(), lengths.next() == nil else { return nil }
    return pair(bytes.dropLast(length), bytes.suffix(length))
  }

  private static func pair(
    _ base: ArraySlice<UInt8>, _ quote: ArraySlice<UInt8>
  ) -> (base: Name, quote: Name)? {
    // Cut beside an ASCII byte, so both are UTF-8 as the whole is.
    guard let base = Name(validating: base), let quote = Name(validating: quote) else { return nil }
    return (base, quote)
  }

  private static func quoteAssets(of exchange: Name) -> [Name] {
    switch exchange.text {
    case "binance": binance
    case "kraken": kraken
    default: anywhere
    }
  }

  /// What `exchangeInfo` of Binance's spot market lists or once listed.
  ///
  /// There is no USD among them, so `BTCFDUSD` has one reading.
  private static let binance: [Name] = [
    "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "USD1", "XUSD", "BFUSD", "RLUSD", "USDE",
    "USDS", "USDSB", "PAX", "DAI", "UST", "VAI", "IDRT", "BIDR", "BVND", "BKRW", "EURI", "AEUR",
    "EUR", "GBP", "JPY", "AUD", "TRY", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN", "RON", "ARS",
    "MXN", "COP", "CZK", "BTC", "ETH", "BNB", "SOL", "TRX", "XRP", "DOGE", "DOT",
  ]

  /// What `AssetPairs` of Kraken lists, in its short names and in its long ones (`XXBTZUSD`).
  private static let kraken: [Name] = [
    "USD", "EUR", "GBP", "CAD", "AUD", "CHF", "JPY", "AED", "USDT", "USDC", "USDG",
    "RLUSD", "EURC", "EURQ", "EURR", "EUROP", "DAI", "XBT", "BTC", "ETH", "DOT", "SOL", "XXBT",
    "XETH", "ZUSD", "ZEUR", "ZGBP", "ZCAD", "ZAUD", "ZJPY",
  ]

  /// All of these, and those of other exchanges.
  private static let anywhere: [Name] = [
    "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "USD1", "USDE", "USD", "DAI", "UST", "IDRT",
    "EURI", "AEUR", "XUSD", "BFUSD", "RLUSD", "PYUSD", "USDS", "USDSB", "USDG", "VAI", "BIDR",
    "BVND", "BKRW", "EUR", "EURC", "GBP", "JPY", "AUD", "CAD", "CHF", "TRY", "BRL", "RUB", "UAH",
    "NGN", "ZAR", "PLN", "RON", "ARS", "MXN", "COP", "CZK", "IDR", "KRW", "SGD", "HKD", "AED",
    "UGX", "BTC", "XBT", "ETH", "BNB", "SOL", "TRX", "XRP", "DOGE", "DOT", "PAX",
  ]
}
