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
    func ends(with asset: Name) -> Bool {
      asset.utf8.count < upper.count && upper.suffix(asset.utf8.count).elementsEqual(asset.utf8)
    }
    let isKraken = exchange == "kraken"
    var found = (isKraken ? kraken : anywhere).filter(ends)
    // Binance has no USD, Binance.US has, and both are "binance": BTCFDUSD has one reading, since
    // there is no BTCFD, and BNBUSD has two.
    if !isKraken, ends(with: "USD") {
      let base = Name(validating: upper.dropLast(3))
      if found.isEmpty || base.map(endingAsQuotesBegin.contains) ?? false { found.append("USD") }
    }
    guard let length = found.first?.utf8.count, found.count == 1 else { return nil }
    return pair(bytes.dropLast(length), bytes.suffix(length))
  }

  private static func pair(
    _ base: ArraySlice<UInt8>, _ quote: ArraySlice<UInt8>
  ) -> (base: Name, quote: Name)? {
    // Cut beside an ASCII byte, so both are UTF-8 as the whole is.
    guard let base = Name(validating: base), let quote = Name(validating: quote) else { return nil }
    return (base, quote)
  }

  /// What `exchangeInfo` of Binance's spot market lists or once listed, and other exchanges have; all
  /// but USD.
  private static let anywhere: [Name] = [
    "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "PYUSD", "USDP", "USD1", "USDE", "USDS", "USDSB",
    "USDG", "PAX", "DAI", "UST", "VAI", "IDRT", "BIDR", "BVND", "BKRW", "EURI", "EURC", "AEUR",
    "EUR", "GBP", "JPY", "AUD", "CAD", "CHF", "TRY", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN",
    "RON", "ARS", "MXN", "COP", "CZK", "IDR", "KRW", "SGD", "HKD", "AED", "UGX", "BTC", "XBT",
    "ETH", "BNB", "SOL", "TRX", "XRP", "DOGE", "DOT",
  ]

  /// Assets that end as a longer quote asset than USD begins: BUSD, TUSD, PYUSD.
  private static let endingAsQuotesBegin: Set<Name> = [
    "BNB", "SHIB", "ARB", "AMB", "USDT", "DOT", "BAT", "GRT", "LPT", "SNT", "ANT", "HNT", "QNT",
    "APT", "GMT", "ACT", "STPT", "LIT", "FTT", "WBT", "CAT", "NOT", "PNUT", "BTT", "FET", "IOST",
  ]

  /// What `AssetPairs` of Kraken lists, in its short names and in its long ones (`XXBTZUSD`).
  private static let kraken: [Name] = [
    "USD", "EUR", "GBP", "CAD", "AUD", "CHF", "JPY", "AED", "USDT", "USDC", "USDG", "RLUSD",
    "EURC", "EURQ", "EURR", "EUROP", "DAI", "XBT", "BTC", "ETH", "DOT", "SOL", "XXBT", "XETH",
    "ZUSD", "ZEUR", "ZGBP", "ZCAD", "ZAUD", "ZJPY",
  ]
}
