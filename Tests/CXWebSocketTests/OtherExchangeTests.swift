import CXTestKit
import Testing

/// Coinbase and Kraken: history and streams are the market's, through faults too.
@Suite(.serialized) struct OtherExchangeTests {
  /// An exchange, its spelling of the market, and what ails its stream.
  struct Place: CustomStringConvertible, Sendable {
    var name: String
    var symbol: String
    var fault: String?
    var description: String { "\(name) \(fault ?? "")" }

    static func coinbase(_ fault: String? = nil) -> Place {
      Place(name: "coinbase", symbol: "BTC-USD", fault: fault)
    }
    static func kraken(_ fault: String? = nil) -> Place {
      Place(name: "kraken", symbol: "BTC/USD", fault: fault)
    }

    /// The stand-in's record as this exchange has it.
    func own(_ line: Substring) -> String {
      String(line).replacing(
        #""exchange":"binance","symbol":"BTCUSDT""#,
        with: #""exchange":"\#(name)","symbol":"\#(symbol)""#)
    }
  }

  @Test(arguments: [
    Place.coinbase(), .coinbase("kind=cut"), .coinbase("kind=lose&count=20"),
    .coinbase("kind=duplicate&count=20"), .coinbase("kind=disorder&count=5"),
    .kraken("kind=cut"), .kraken("kind=lose&count=20"), .kraken("kind=duplicate&count=20"),
  ])
  func `trades come once and in order`(place: Place) throws {
    let followed = try Followed(
      "trades \(place.symbol) --exchange \(place.name) --follow --stall 1s")
    #expect(followed.run(lines: 50))
    if let fault = place.fault { _ = try followed.ask("socket?\(fault)") }
    #expect(followed.run(lines: 500))
    let (lines, _) = followed.stop()
    let truth = try followed.ask("rawtrades?symbol=BTCUSDT").split(separator: "\n")
      .map(place.own)
    let start = try #require(truth.firstIndex { $0 == lines.first ?? "" })
    let wrong = zip(lines, truth[start...]).first { $0 != $1 }
    #expect(wrong == nil, "\(wrong as Any)")
  }

  @Test(arguments: [Place.coinbase(), .kraken()])
  func `history goes on in the stream`(place: Place) throws {
    let followed = try Followed(
      "trades \(place.symbol) --exchange \(place.name) --since 2025-11-11T14:55:00Z --follow")
    #expect(followed.run(lines: 2_000))
    let (lines, _) = followed.stop()
    let truth = try followed.ask("rawtrades?symbol=BTCUSDT").split(separator: "\n")
    let own = truth.filter { $0.number("ts") ?? 0 >= 1_762_872_900_000_000 }.map(place.own)
    #expect(zip(lines, own).allSatisfy { $0 == $1 })
  }

  @Test(arguments: [Place.coinbase(), .kraken()])
  func `candles are the market's`(place: Place) throws {
    let exchange = try StandIn("--minutes 400 --seed 61")
    let outcome = try BuiltProgram.run(
      """
      cx fetch candles \(place.symbol) --exchange \(place.name) --base-url $URL \
        --since 2025-11-11T08:30:00Z > out
      curl -s "$URL/standin/candles?symbol=BTCUSDT&interval=1m" > truth
      cat out; echo; cat truth
      """, variables: ["URL": exchange.baseURL])
    #expect(outcome.errorText == "")
    let parts = outcome.outputText.split(separator: "\n\n")
    try #require(parts.count == 2)
    let since: Int64 = 1_762_849_800_000_000
    var truth = parts[1].split(separator: "\n").filter { $0.number("ts") ?? 0 >= since }
    if place.name == "coinbase" { truth.removeAll { $0.number("trades") == 0 } }
    let own = truth.map { line in
      let trades = place.name == "kraken" ? ",\"trades\":\(line.number("trades") ?? 0)" : ""
      return place.own(line).replacing(#/,"quote_volume".*?,"final"/#, with: trades + ",\"final\"")
    }
    let lines = parts[0].split(separator: "\n").map(String.init)
    #expect(lines.count > 300)
    #expect(lines == own)
  }

  @Test func `candles of Kraken close as the next one opens`() throws {
    let followed = try Followed("candles BTC/USD --exchange kraken --follow")
    #expect(followed.run(lines: 3))
    _ = try followed.ask("socket?kind=cut")
    #expect(followed.run(lines: 3))
    let (lines, _) = followed.stop()
    let truth = try followed.ask("candles?symbol=BTCUSDT&interval=1m").split(separator: "\n")
    let place = Place.kraken()
    let own = truth.map { line in
      place.own(line).replacing(
        #/,"quote_volume".*?,"final"/#, with: ",\"trades\":\(line.number("trades") ?? 0),\"final\"")
    }
    // The first one began before anybody listened.
    let first = try #require(own.firstIndex { $0 == lines.first ?? "" })
    #expect(lines.map(String.init) == Array(own[first...].prefix(lines.count)))
  }

  @Test(arguments: [Place.coinbase(), .kraken()])
  func `quotes are had once and as they change, and raw payloads replay`(place: Place) throws {
    let followed = try Followed("quotes \(place.symbol) --exchange \(place.name) --follow --raw")
    #expect(followed.run(lines: 20))
    let outcome = try BuiltProgram.run(
      "cx fetch quotes \(place.symbol) --exchange \(place.name) --base-url $URL",
      variables: ["URL": followed.exchange.baseURL])
    let (lines, _) = followed.stop()
    let replayed = try BuiltProgram.run(
      "cx fetch replay", input: lines.map { $0 + "\n" }.joined())
    let head = #"{"type":"quote","exchange":"\#(place.name)","symbol":"\#(place.symbol)","ts":"#
    #expect(outcome.outputText.hasPrefix(head))
    let quotes = replayed.outputText.split(separator: "\n")
    #expect(quotes.count == lines.count)
    #expect(quotes.allSatisfy { $0.hasPrefix(head) })
  }

  @Test(arguments: [
    ("trades NO-PE --exchange coinbase", 66), ("trades NO/PE --exchange kraken", 66),
    ("trades NO/PE --exchange kraken --follow", 66),
    ("candles BTC-USD --exchange coinbase --follow", 64),
    ("candles BTC-USD --exchange coinbase --interval 3m", 64),
    ("depth BTC/USD --exchange kraken", 64), ("trades --all USD --exchange kraken", 64),
  ])
  func `what is not there is said`(arguments: String, status: Int32) throws {
    let followed = try Followed(arguments)
    let outcome = followed.finish()
    #expect(outcome.status == status)
    #expect(!outcome.errors.isEmpty)
  }
}
