/// A subscription as Coinbase or Kraken has it; read naively, since only right ones matter.
struct OtherCommand {
  let isCoinbase: Bool
  /// The symbols asked for.
  let names: [String]
  /// What is asked for of them, with the exchange's name before it.
  let kinds: [String]
  private let id: String

  init(_ text: String) {
    func list(_ name: String) -> [String] {
      guard let range = text.firstRange(of: "\"\(name)\":[") else { return [] }
      return text[range.upperBound...].prefix { $0 != "]" }.split(separator: ",").map {
        String($0.dropFirst().dropLast())
      }
    }
    func behind(_ name: String) -> Substring {
      text.firstRange(of: "\"\(name)\":").map { text[$0.upperBound...] } ?? ""
    }
    isCoinbase = text.contains("product_ids")
    names = list(isCoinbase ? "product_ids" : "symbol")
    kinds =
      isCoinbase
      ? list("channels").map { "coinbase-" + $0 }
      : ["kraken-" + behind("channel").dropFirst().prefix { $0 != "\"" }]
    id = String(behind("req_id").prefix(while: \.isNumber))
  }

  /// The market of a symbol.
  func market(_ name: String) -> String {
    isCoinbase ? CoinbaseAnswers.symbol(name) : KrakenAnswers.symbol(name)
  }

  /// Kraken answers for each symbol; Coinbase once, with what is subscribed.
  func reply(_ name: String, isKnown: Bool) -> String? {
    if isCoinbase { return nil }
    if isKnown {
      return #"{"method":"subscribe","req_id":\#(id),"success":true,"#
        + #""result":{"symbol":"\#(name)","snapshot":false}}"#
    }
    return #"{"error":"Currency pair not supported \#(name)","method":"subscribe","#
      + #""req_id":\#(id),"success":false,"symbol":"\#(name)"}"#
  }
}
