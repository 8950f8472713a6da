import CXRecord

/// The questions to Binance that have one answer.
public enum Question {
  /// The last 24 hours of some symbols, at most 100 a request: `/ticker/24hr`.
  public static func tickers(_ symbols: [Name]) -> [(request: RESTRequest, symbol: Name?)] {
    stride(from: 0, to: symbols.count, by: 100).map {
      let some = Array(symbols[$0..<min($0 + 100, symbols.count)])
      let weight = some.count > 20 ? 40 : 2
      return (RESTRequest("/api/v3/ticker/24hr", [list(some)], weight: weight), nil)
    }
  }

  /// All symbols that trade.
  public static let symbols = RESTRequest(
    "/api/v3/exchangeInfo", [("symbolStatus", "TRADING")], weight: 20)

  /// The symbols in the answer to ``symbols`` that trade and are priced in `quote`, in the
  /// exchange's order; nil when it is no such answer.
  public static func symbols(in body: [UInt8], quotedIn quote: Name) -> [Name]? {
    let quote = quote.uppercasedASCII
    return body.withUnsafeBytes { bytes in
      var cursor = JSONCursor(bytes)
      var members = JSONMembers()
      guard (try? members.read(&cursor)) != nil, let rows = members["symbols"] else { return nil }
      var result: [Name] = []
      var inner = JSONCursor(rows.bytes)
      guard (try? inner.enterArray()) != nil else { return nil }
      while (try? inner.nextElement()) == true {
        guard (try? members.read(&inner)) != nil else { return nil }
        guard members["status"]?.isText("TRADING") == true, members["quoteAsset"]?.name == quote,
          let symbol = members["symbol"]?.name
        else { continue }
        result.append(symbol)
      }
      return result
    }
  }

  /// A symbol's facts, and the exchange's limits.
  public static func facts(_ symbol: Name) -> RESTRequest {
    BinanceRules().facts(of: [symbol])
  }

  /// The weight that a minute allows, in the answer to ``facts(_:)``.
  public static func weightLimit(in body: [UInt8]) -> Int? {
    body.withUnsafeBytes { (try? ExchangeFacts(binance: $0))?.weightLimit }
  }

  static func list(_ symbols: [Name]) -> (name: String, value: String) {
    let block = Block()
    for symbol in symbols {
      block.append(block.count == 0 ? "[" : "," as StaticString)
      block.append(jsonString: symbol.uppercasedASCII)
    }
    block.append(UInt8(ascii: "]"))
    return ("symbols", String(decoding: block.bytes, as: UTF8.self))
  }
}
