import CXRecord

/// The assets of pairs, in the words of their exchange.
enum PairListing {
  struct Pair {
    /// The pair's names.
    var symbols: [Name]
    var base: Name
    var quote: Name
  }

  /// The pairs in the answer of Binance's `exchangeInfo` or of Kraken's `AssetPairs`; nil where the
  /// bytes are something else.
  static func pairs(in bytes: [UInt8]) -> [Pair]? {
    bytes.withUnsafeBytes { bytes in
      do {
        var cursor = JSONCursor(bytes)
        var members = JSONMembers()
        try members.read(&cursor)
        try cursor.end()
        if let symbols = members["symbols"], symbols.shape == .array {
          return try binance(symbols)
        }
        if members.has("error"), let result = members["result"], result.shape == .object {
          return try kraken(result)
        }
        return nil
      } catch {
        return nil
      }
    }
  }

  /// `[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT",...},...]`.
  private static func binance(_ symbols: JSONValue) throws(PayloadProblem) -> [Pair] {
    var pairs: [Pair] = []
    var cursor = JSONCursor(symbols.bytes)
    var members = JSONMembers()
    try cursor.enterArray()
    while try cursor.nextElement() {
      try members.read(&cursor)
      pairs.append(
        Pair(
          symbols: [try members.required("symbol").text()],
          base: try members.required("baseAsset").text(),
          quote: try members.required("quoteAsset").text()))
    }
    return pairs
  }

  /// `{"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD",...},...}`: the assets are those of the
  /// socket's name, for the others have a letter of Kraken's own before them.
  private static func kraken(_ result: JSONValue) throws(PayloadProblem) -> [Pair] {
    var pairs: [Pair] = []
    var cursor = JSONCursor(result.bytes)
    var members = JSONMembers()
    try cursor.enterObject()
    while let key = try cursor.nextKey() {
      try members.read(&cursor)
      guard let name = key.name, let both = members["wsname"]?.name,
        let (base, quote) = SymbolSplit.split(both, of: "kraken")
      else { continue }
      let other = members["altname"]?.name
      pairs.append(
        Pair(symbols: [name, both] + (other.map { [$0] } ?? []), base: base, quote: quote))
    }
    return pairs
  }
}
