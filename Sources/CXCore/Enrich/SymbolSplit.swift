/// The two assets of a symbol.
enum SymbolSplit {
  /// Quote assets of the exchanges' spot markets, for symbols without a separator: what Binance's
  /// `exchangeInfo` lists, and Kraken's and Coinbase's.
  private static let quoteAssets = [
    "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "USD1", "USDE", "USD", "DAI", "UST", "IDRT",
    "EURI", "AEUR", "XUSD", "BFUSD", "RLUSD", "PYUSD", "USDS", "VAI", "BIDR", "BVND", "BKRW",
    "EUR", "GBP", "JPY", "AUD", "CAD", "CHF", "TRY", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN",
    "RON", "ARS", "MXN", "COP", "CZK", "IDR", "KRW", "SGD", "HKD", "AED", "UGX",
    "BTC", "XBT", "ETH", "BNB", "SOL", "TRX", "XRP", "DOGE", "DOT", "PAX", "USDSB",
  ]

  /// Base and quote: `BTC-USD`, `BTC/USD` and `BTC_USDT` at their separator, `BTCUSDT` before the
  /// longest known quote asset; nil where neither helps.
  static func split(_ symbol: String) -> (base: String, quote: String)? {
    let separators: Set<Character> = ["-", "/", "_"]
    if let place = symbol.firstIndex(where: separators.contains) {
      let base = symbol[..<place]
      let quote = symbol[symbol.index(after: place)...]
      // More parts, as in a dated future, do not say which are the assets.
      if base.isEmpty || quote.isEmpty || quote.contains(where: separators.contains) { return nil }
      return (String(base), String(quote))
    }
    let upper = symbol.uppercased()
    let known = quoteAssets.filter { upper.hasSuffix($0) && upper.count > $0.count }
    guard let quote = known.max(by: { $0.count < $1.count }) else { return nil }
    return (String(symbol.dropLast(quote.count)), String(symbol.suffix(quote.count)))
  }
}
