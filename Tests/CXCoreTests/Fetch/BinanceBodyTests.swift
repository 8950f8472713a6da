import Testing

@testable import CXCore
@testable import CXRecord

/// Answers to requests, in the shapes of rest-api.md.
@Suite struct BinanceBodyTests {
  static let kline =
    #"""
    [1700000040000,"0.0010","0.0025","0.0005","0.0020","1000.0",1700000099999,"2.0",308,\#
    "500.0","1.0","0"]
    """#
  static let candle =
    #"""
    {"type":"candle","exchange":"binance","symbol":"X","interval":"1m",\#
    "ts":1700000040000000,"end":1700000100000000,"open":0.001,"high":0.0025,"low":0.0005,\#
    "close":0.002,"volume":1000,"quote_volume":2,"trades":308,"taker_buy_volume":500,\#
    "taker_buy_quote_volume":1,"vwap":0.002,"final":true,"rev":0}
    """#

  @Test func klinesOnOneLine() {
    #expect(replay("[\(Self.kline)]", options: of("X")).batch.lines == [Self.candle])
  }

  @Test func klinesOnManyLines() {
    let row = Self.kline.dropFirst().split(separator: ",").joined(separator: ",\n")
    let text = "[\n  [\n\(row)\n]\n"
    #expect(replay(text, options: of("X")).batch.lines == [Self.candle])
  }

  @Test func aKlineThatEndsAfterItCameIsOpen() {
    let (batch, _) = replay("1700000099999 [\(Self.kline)]", options: of("X"))
    #expect(batch.candles.map(\.final) == [false])
    let (later, _) = replay("1700000100000 [\(Self.kline)]", options: of("X"))
    #expect(later.candles.map(\.final) == [true])
  }

  @Test func tradesOfAllThreeKinds() {
    let (batch, _) = replay(
      """
      [{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27782,"T":1498793709153,"m":true,"M":true}]
      [{"id":28457,"price":"4.00000100","qty":"12.0","quoteQty":"48.0","time":1499865549590,"isBuyerMaker":true,"isBestMatch":true}]
      """, options: of("X"))
    #expect(
      batch.lines == [
        #"""
        {"type":"trade","exchange":"binance","symbol":"X","ts":1498793709153000,"id":26129,\#
        "first_id":27781,"last_id":27782,"price":0.01633102,"qty":4.70443515,"side":"sell"}
        """#,
        #"""
        {"type":"trade","exchange":"binance","symbol":"X","ts":1499865549590000,"id":28457,\#
        "price":4.000001,"qty":12,"side":"sell"}
        """#,
      ])
    #expect(batch.trades.map(\.executions) == [2, 1])
  }

  @Test func tickersNameTheirSymbols() {
    let (batch, _) = replay(
      """
      [{"symbol":"A","bidPrice":"1","bidQty":"2","askPrice":"3","askQty":"4"}]
      {"symbol":"B","priceChange":"1","lastPrice":"5.0","openTime":1700000000000,"closeTime":1700086400000,"firstId":1,"lastId":2,"count":2}
      """)
    #expect(
      batch.lines == [
        #"""
        {"type":"quote","exchange":"binance","symbol":"A",\#
        "bid":1,"bid_qty":2,"ask":3,"ask_qty":4}
        """#,
        #"""
        {"type":"ticker","exchange":"binance","symbol":"B","ts":1700086400000000,\#
        "window":"24h","last":5,"change":1,"trades":2,"first_id":1,"last_id":2}
        """#,
      ])
  }

  @Test func aBadRowGoesAlone() {
    let bad = Self.kline.replacing("\"0.0025\"", with: "\"high\"")
    let (batch, _) = replay("[\n\(Self.kline),\n\(bad),\n\(Self.kline)\n]", options: of("X"))
    #expect(batch.lines == [Self.candle, Self.candle])
    #expect(
      batch.rejects == [
        Reject(
          source: "stdin", line: 3, reason: #""high" is not a decimal: "high""#,
          raw: Array(bad.utf8))
      ])
  }

  @Test func whatCameBeforeTheBreakIsKept() {
    let (batch, _) = replay("[\(Self.kline),[17000", options: of("X"))
    #expect(batch.lines == [Self.candle])
    #expect(batch.rejects.map(\.raw) == [Array(",[17000".utf8)])
  }

  static let lengths: [(Int64, Name?)] = [
    (60_000_000, "1m"), (86_400_000_000, "1d"), (604_800_000_000, "1w"),
    (2_419_200_000_000, "1M"), (2_678_400_000_000, "1M"), (61_000_000, nil),
    (2_332_800_000_000, nil),
  ]

  @Test(arguments: lengths)
  func intervalFollowsFromTheTimes(microseconds: Int64, name: Name?) {
    #expect(IntervalName.name(lasting: microseconds) == name)
  }
}
