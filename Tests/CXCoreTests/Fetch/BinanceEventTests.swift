import Testing

@testable import CXRecord

/// Socket payloads, raw and combined, in the shapes of web-socket-streams.md.
@Suite struct BinanceEventTests {
  static let payloads: [(String, String)] = [
    (
      #"""
      {"e":"trade","E":1700000000100,"s":"BNBBTC","t":12345,"p":"0.00100000","q":"100.50",\#
      "b":88,"a":50,"T":1700000000099,"m":true,"M":true}
      """#,
      #"""
      {"type":"trade","exchange":"binance","symbol":"BNBBTC","ts":1700000000099000,\#
      "id":12345,"price":0.001,"qty":100.5,"side":"sell"}
      """#
    ),
    (
      #"""
      {"stream":"btcusdt@trade","data":{"m":false,"q":"1","p":"61837.63","T":1723161255342123,\#
      "t":7,"s":"BTCUSDT","e":"trade"}}
      """#,
      #"""
      {"type":"trade","exchange":"binance","symbol":"BTCUSDT","ts":1723161255342123,\#
      "id":7,"price":61837.63,"qty":1,"side":"buy"}
      """#
    ),
    (
      #"""
      {"e":"aggTrade","E":1700000000100,"s":"ETHUSDT","a":26129,"p":"2000.10","q":"4.7",\#
      "f":100,"l":105,"T":1700000000099,"m":false,"M":true}
      """#,
      #"""
      {"type":"trade","exchange":"binance","symbol":"ETHUSDT","ts":1700000000099000,\#
      "id":26129,"first_id":100,"last_id":105,"price":2000.1,"qty":4.7,"side":"buy"}
      """#
    ),
    (
      #"{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21","a":"25.36520000","A":"40.66"}"#,
      #"""
      {"type":"quote","exchange":"binance","symbol":"BNBUSDT",\#
      "bid":25.3519,"bid_qty":31.21,"ask":25.3652,"ask_qty":40.66}
      """#
    ),
    (
      #"""
      {"e":"depthUpdate","E":1700000000100,"s":"BNBBTC","U":157,"u":160,\#
      "b":[["0.00240000","10.000"]],"a":[["0.0026","0.00000000"],["1","100"]]}
      """#,
      #"""
      {"type":"depth","exchange":"binance","symbol":"BNBBTC","ts":1700000000100000,\#
      "first_id":157,"last_id":160,"bids":[[0.0024,10]],"asks":[[0.0026,0],[1,100]]}
      """#
    ),
    (
      #"""
      {"stream":"bnbbtc@depth5@100ms","data":{"lastUpdateId":160,"bids":[["0.0024","10"]],\#
      "asks":[]}}
      """#,
      #"""
      {"type":"depth","exchange":"binance","symbol":"BNBBTC",\#
      "last_id":160,"snapshot":true,"bids":[[0.0024,10]],"asks":[]}
      """#
    ),
    (
      #"""
      {"e":"24hrMiniTicker","E":1700000000100,"s":"BNBBTC","c":"0.0025","o":"0.0010",\#
      "h":"0.0026","l":"0.0009","v":"10000","q":"18.5"}
      """#,
      #"""
      {"type":"ticker","exchange":"binance","symbol":"BNBBTC","ts":1700000000100000,\#
      "window":"24h","open":0.001,"high":0.0026,"low":0.0009,"last":0.0025,\#
      "volume":10000,"quote_volume":18.5}
      """#
    ),
    (
      #"""
      {"e":"24hrTicker","E":1700000000100,"s":"X","p":"-0.0015","P":"-2.50","w":"0.0018",\#
      "x":"1","c":"0.0025","Q":"10","b":"0.0024","B":"10","a":"0.0026","A":"100",\#
      "o":"0.001","h":"0.0026","l":"0.0009","v":"10000","q":"18","O":0,"C":1,"F":-1,\#
      "L":18150,"n":18151}
      """#,
      #"""
      {"type":"ticker","exchange":"binance","symbol":"X","ts":1700000000100000,\#
      "window":"24h","open":0.001,"high":0.0026,"low":0.0009,"last":0.0025,\#
      "volume":10000,"quote_volume":18,"change":-0.0015,"change_pct":-2.5,"vwap":0.0018,\#
      "bid":0.0024,"bid_qty":10,"ask":0.0026,"ask_qty":100,"trades":18151,"last_id":18150}
      """#
    ),
  ]

  @Test(arguments: payloads)
  func becomesARecord(payload: String, line: String) {
    let (batch, _) = replay(payload)
    #expect(batch.lines == [line])
    #expect(batch.rejects == [])
  }

  @Test(arguments: [true, false])
  func klineIsFinalWhenTheExchangeSaysSo(isFinal: Bool) throws {
    let (batch, _) = replay(
      #"""
      {"e":"kline","E":1700000000100,"s":"BNBBTC","k":{"t":1700000040000,"T":1700000099999,\#
      "s":"BNBBTC","i":"1m","f":100,"L":200,"o":"0.0010","c":"0.0020","h":"0.0025",\#
      "l":"0.0005","v":"1000","n":101,"x":\#(isFinal),"q":"1.0000","V":"500","Q":"0.5",\#
      "B":"0"}}
      """#)
    #expect(
      batch.lines == [
        #"""
        {"type":"candle","exchange":"binance","symbol":"BNBBTC","interval":"1m",\#
        "ts":1700000040000000,"end":1700000100000000,"open":0.001,"high":0.0025,\#
        "low":0.0005,"close":0.002,"volume":1000,"quote_volume":1,"trades":101,\#
        "taker_buy_volume":500,"taker_buy_quote_volume":0.5,"vwap":0.001,"first_id":100,\#
        "last_id":200,"final":\#(isFinal),"rev":0}
        """#
      ])
  }

  @Test func timeOfArrivalStandsInForAMissingOne() {
    let (batch, recording) = replay(
      #"1723161254087891268 {"u":1,"s":"A","b":"1","B":"2","a":"3","A":"4"}"#)
    #expect(batch.quotes.first?.time == 1_723_161_254_087_891)
    #expect(recording.time == 1_723_161_254_087_891)
  }

  @Test func whatHasNoRecordIsCounted() {
    let (batch, recording) = replay(
      """
      {"result":null,"id":1}
      {"code":2,"msg":"Invalid request","id":"a"}
      {"e":"serverShutdown","E":1770123456789}
      {"stream":"x@avgPrice","data":{"e":"avgPrice","s":"X","i":"5m","w":"1","T":1700000000001}}
      {"e":"aggTrade","E":1,"s":"X","a":5,"p":"0","q":"0.0","f":-1,"l":-1,"T":1700000000001,"m":true}
      """)
    #expect(batch.records.isEmpty)
    #expect(batch.rejects.isEmpty)
    #expect(recording.parser.skips.replies == 2)
    #expect(recording.parser.skips.unknown == 2)
    #expect(recording.parser.skips.void == 1)
  }

  static let badPayloads: [(String, String)] = [
    (
      #"{"e":"trade","s":"X","t":1,"p":"abc","q":"1","T":1700000000001}"#,
      #""p" is not a decimal: "abc""#
    ),
    (#"{"e":"trade","s":"X","t":1,"p":"1","T":1700000000001}"#, #""q" is missing"#),
    (#"{"e":"trade","s":"X","t":1,"p":"-1","q":"1","T":1700000000001}"#, #""p" is negative: "-1""#),
    (
      #"{"e":"trade","s":"X","t":1,"p":"1","q":"1","T":1700000000001,"m":3}"#,
      #""m" is neither true nor false: 3"#
    ),
    (#"{"e":"trade","s":5,"t":1,"p":"1","q":"1","T":1700000000001}"#, #""s" is not a text: 5"#),
    (
      #"{"e":"trade","s":"X","t":99999999999999999999,"p":"1","q":"1","T":1700000000001}"#,
      #""t" is not a whole number of 64 bits: 99999999999999999999"#
    ),
    (#"{"e":"trade","s":"X""#, "is not JSON: it ends at byte 20"),
    (#"{"e":"trade"} x"#, "is not JSON: more text at byte 14"),
    (
      #"{"code":-1121,"msg":"Invalid symbol."}"#,
      "is an error of the exchange: -1121 Invalid symbol."
    ),
    (#"{"lastUpdateId":1,"bids":[],"asks":[]}"#, "does not name its symbol: give --symbol"),
    ("nonsense", "is neither JSON nor a header of trades, klines, quotes or depth"),
  ]

  @Test(arguments: badPayloads)
  func aBadLineIsRefusedAndTheNextOneRead(payload: String, reason: String) {
    let good = #"{"e":"trade","s":"X","t":2,"p":"1","q":"1","T":1700000000001}"#
    let (batch, _) = replay("\(good)\n\(payload)\n\(good)")
    #expect(batch.trades.count == 2)
    #expect(
      batch.rejects == [Reject(source: "stdin", line: 2, reason: reason, raw: Array(payload.utf8))])
  }

  @Test func aSnapshotBelongsToTheOnlySymbolThatTheNameConfirms() {
    let quote = #"{"u":1,"s":"BTCUSDT","b":"1","B":"2","a":"3","A":"4"}"#
    let other = #"{"u":1,"s":"ETHUSDT","b":"1","B":"2","a":"3","A":"4"}"#
    let snapshot = #"{"lastUpdateId":1,"bids":[],"asks":[]}"#
    let alone = replay("\(quote)\n\(snapshot)", name: "a/btcusdt_20240808.gz").batch
    #expect(alone.records.count == 2)
    let mixed = replay("\(quote)\n\(other)\n\(snapshot)", name: "btcusdt_20240808.gz").batch
    #expect(mixed.rejects.count == 1)
    let unnamed = replay("\(quote)\n\(snapshot)", name: "today.ndjson").batch
    #expect(unnamed.rejects.count == 1)
  }
}
