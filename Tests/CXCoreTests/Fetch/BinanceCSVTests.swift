import Testing

@testable import CXRecord

/// Bulk files as https://github.com/binance/binance-public-data describes them, and recordings.
@Suite struct BinanceCSVTests {
  static let trade =
    #"""
    {"type":"trade","exchange":"binance","symbol":"BTCUSDT","ts":1735689600000123,"id":7,\#
    "price":93576,"qty":0.05,"side":"sell"}
    """#
  static let aggregate =
    #"""
    {"type":"trade","exchange":"binance","symbol":"BTCUSDT","ts":1704067199999000,"id":7,\#
    "first_id":10,"last_id":12,"price":42283.58,"qty":0.5,"side":"buy"}
    """#
  static let kline =
    "1735689600000000,1.0,3,0.5,2,100,1735689659999999,150,9,40,60,0"

  static let files: [(String, String, String)] = [
    (
      "BTCUSDT-trades-2025-01-01.csv",
      "7,93576.00,0.05000000,4678.8,1735689600000123,True,True", trade
    ),
    ("BTCUSDT-trades-2025-01-01.csv", "7,93576.00,0.05,4678.8,1735689600000123,true", trade),
    (
      "x/BTCUSDT-trades-2025-01.csv.gz",
      "id,price,qty,quote_qty,time,is_buyer_maker\n7,93576.00,0.05,4678.8,1735689600000123,true",
      trade
    ),
    (
      "BTCUSDT-aggTrades-2023-12.csv", "7,42283.58,0.50,10,12,1704067199999,False,True", aggregate
    ),
    ("BTCUSDT-aggTrades-2023-12.csv", "7,42283.58,0.50,10,12,1704067199999,false", aggregate),
    (
      "BTCUSDT-aggTrades-2023-12.csv",
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\r\n"
        + "7,42283.58,0.50,10,12,1704067199999,false\r\n",
      aggregate
    ),
  ]

  @Test(arguments: files)
  func readsTrades(name: String, text: String, line: String) {
    let (batch, _) = replay(text, name: name)
    #expect(batch.lines == [line])
    #expect(batch.rejects == [])
  }

  @Test(arguments: [
    ("7,93576.00,0.0,4678.8,1735689600000123,True,True", "\"quantity\" is not above 0: \"0.0\""),
    (
      "7,93576.00,0.049,4678.8,1735689600000123,True,True",
      "\"quote quantity\" is not price times quantity"
    ),
  ])
  func `a row that lost digits is refused`(row: String, reason: String) {
    let (batch, _) = replay(row, name: "BTCUSDT-trades-2025-01-01.csv")
    #expect(batch.records.isEmpty)
    #expect(batch.rejects.map(\.reason) == [reason])
  }

  @Test func `the exchange cuts the quote quantity to eight decimals`() {
    let row = "7,0.00001234,0.12345678,0.00000152,1735689600000123,True,True"
    #expect(replay(row, name: "XBTC-trades-2025-01-01.csv").batch.records.count == 1)
  }

  @Test func columnsTellWhereTheNameDoesNot() {
    #expect(
      replay("7,93576.00,0.05,4678.8,1735689600000123,True,True", options: of("BTCUSDT")).batch
        .lines == [Self.trade])
    #expect(
      replay("7,42283.58,0.50,10,12,1704067199999,false", options: of("BTCUSDT")).batch.lines
        == [Self.aggregate])
    #expect(replay(Self.kline, options: of("BTCUSDT")).batch.candles.count == 1)
  }

  @Test(arguments: ["BTCUSDT-1m-2025-01-01.csv", "BTCUSDT-1mo-2025-01.csv"])
  func readsKlinesInMicroseconds(name: String) throws {
    let (batch, _) = replay(Self.kline, name: name)
    let candle = try #require(batch.candles.first)
    #expect(candle.interval == (name.contains("1mo") ? "1M" : "1m"))
    #expect(candle.time == 1_735_689_600_000_000)
    #expect(candle.end == 1_735_689_660_000_000)
    #expect(candle.vwap == Decimal(units: 15, scale: 1))
    #expect(batch.lines.first?.contains(#""trades":9,"taker_buy_volume":40,"#) == true)
  }

  @Test func readsARecordingByItsHeader() {
    let (batch, recording) = replay(
      """
      TimestampOfReceive,Stream,EventType,EventTime,TransactionTime,Symbol,TradeId,Price,Quantity,IsBuyerMarketMaker
      1741046401272286,btcusdt@trade,trade,1741046401271969,1735689600000123,BTCUSDT,7,93576.0,0.050,1
      """)
    #expect(batch.lines == [Self.trade])
    #expect(recording.time == 1_741_046_401_272_286)
  }

  @Test func levelsOfOneUpdateAreOneRecord() {
    let (batch, _) = replay(
      """
      TimestampOfReceive,Stream,EventType,EventTime,Symbol,FirstUpdateId,FinalUpdateId,IsAsk,Price,Quantity
      1741046400062959,s,depthUpdate,1741046400062507,TRXUSDT,1,3,0,0.2311,804627.70
      1741046400062959,s,depthUpdate,1741046400062507,TRXUSDT,1,3,1,0.2313,260867.4
      1741046400062959,s,depthUpdate,1741046400062507,TRXUSDT,1,3,1,0.2314,0.0
      1741046400162959,s,depthUpdate,1741046400162507,TRXUSDT,4,4,1,0.2315,x
      1741046400162959,s,depthUpdate,1741046400162507,TRXUSDT,4,4,1,0.2316,1
      """)
    #expect(
      batch.lines == [
        #"""
        {"type":"depth","exchange":"binance","symbol":"TRXUSDT","ts":1741046400062507,\#
        "first_id":1,"last_id":3,"bids":[[0.2311,804627.7]],\#
        "asks":[[0.2313,260867.4],[0.2314,0]]}
        """#,
        #"""
        {"type":"depth","exchange":"binance","symbol":"TRXUSDT","ts":1741046400162507,\#
        "first_id":4,"last_id":4,"bids":[],"asks":[[0.2316,1]]}
        """#,
      ])
    #expect(batch.rejects.map(\.reason) == [#""quantity" is not a decimal: "x""#])
  }

  @Test(arguments: [
    (
      "7,1,1,1,1735689600000123,True,True",
      "does not name its symbol, and neither does the file: give --symbol"
    ),
    ("7,1,1", "has 3 columns, which no file of the exchange has"),
  ])
  func refuses(text: String, reason: String) {
    #expect(replay(text).batch.rejects.map(\.reason) == [reason])
  }
}
