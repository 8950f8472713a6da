import CXRecord
import Testing

@testable import CXCore

/// Whose a payload is, in whatever order and white space its fields stand.
@Suite struct PayloadOriginTests {
  private func origin(_ text: String) -> PayloadOrigin? {
    Array(text.utf8).withUnsafeBytes { PayloadOrigin($0) }
  }

  @Test(arguments: [
    #"{"e":"trade","s":"A"}"#, #"{ "s" : "A" , "e" : "trade" }"#, #"{"lastUpdateId": 1}"#,
    #"{"data": {}, "stream": "a@trade"}"#, #"[{"q":"1","p":"1","a":1}]"#,
    #"[[1,"1","1","1","1","1",2,"1",1,"1","1","0"]]"#, #"{"id":1,"status":200,"result":[]}"#,
    #"{"code":-1121,"msg":"Invalid symbol."}"#, #"{"method":"SUBSCRIBE","params":[],"id":1}"#,
    #"{"result":null,"id":1}"#,
  ])
  func binance(text: String) {
    #expect(origin(text) == .exchange(.binance))
  }

  @Test(arguments: [
    #"{"product_id":"BTC-USD","type":"ticker","sequence":1}"#, #"{"type": "subscriptions"}"#,
    #"{"sequence_num":1,"channel":"market_trades","events":[]}"#, #"{"trades":[],"best_bid":"1"}"#,
    #"{"candles": []}"#, #"{"pricebooks":[]}"#, #"{"sequence":1,"bids":[],"asks":[]}"#,
    #"[{"side":"sell","size":"1","trade_id":1}]"#, #"{"trade_id":1,"size":"1","bid":"1"}"#,
  ])
  func coinbase(text: String) {
    #expect(origin(text) == .exchange(.coinbase))
  }

  @Test(arguments: [
    #"{"error": [], "result": {}}"#, #"{"result":{},"error":[]}"#, #"{"channel": "heartbeat"}"#,
    #"{"data":[],"type":"update","channel":"trade"}"#, #"{"event":"systemStatus"}"#,
    #"[0,[["1","1","1","s","l",""]],"trade","XBT/USD"]"#, #"{"method": "subscribe"}"#,
  ])
  func kraken(text: String) {
    #expect(origin(text) == .exchange(.kraken))
  }

  @Test(arguments: [
    #"{"type":"trade","exchange":"x"}"#, #"{"symbol":"A","type":"ticker"}"#, #"{"type": "gap"}"#,
  ])
  func records(text: String) {
    #expect(origin(text) == .record)
  }

  @Test(arguments: [
    "", "{", "[]", "[[1,2,3,4,5,6]]", #"{"a":1}"#, #"{"symbol":"A","price":"1"}"#, "[1,2,3,4]",
    #"[[1,"2",null,"up",1,1,1]]"#, "\"e\"", "\u{0}",
  ])
  func `what nothing tells of`(text: String) {
    #expect(origin(text) == nil)
  }

  @Test func `what freqtrade stores`() {
    #expect(origin(#"[[1, "2", null, "buy", 1, 1, 1]]"#) == .freqtrade)
  }

  /// Whatever it is that stands before a message: no trap, and no time where none is.
  @Test(arguments: [
    "", "{", "5 {", "a {", "5:{", "2020-01-01T00:00Z{", "1633998512 ", "wss://a <- {",
    "http -> 5: {",
    "99999999999999999999999 {", "-5 {", "1633998512.063.1 {",
  ])
  func `lines without a time of arrival`(text: String) {
    let time = Array(text.utf8).withUnsafeBytes { ArrivalTime($0)?.time }
    #expect(time == nil)
  }
}

/// Bodies over many lines.
@Suite struct RecordedBodyTests {
  private static let row =
    #"{"a":1,"p":"1.5","q":"2","f":1,"l":1,"T":1700000000001,"m":true}"#

  private func trades(_ text: String) -> (count: Int, reasons: [String]) {
    let (batch, _) = replay(text, options: of("X"))
    return (batch.trades.count, batch.rejects.map(\.reason))
  }

  @Test func `one behind the other, and what stands behind them`() {
    let text = "[\n\(Self.row)\n]\n[\n\(Self.row),\n\(Self.row)\n][\(Self.row)]\n\(Self.row)\n"
    #expect(trades(text) == (5, []))
  }

  @Test func `a body that is cut off gives what it has`() {
    let (count, reasons) = trades("[\n\(Self.row),\n\(Self.row),\n{\"a\":")
    #expect(count == 2)
    #expect(reasons.count == 1)
  }

  @Test(arguments: ["{", "[", "[{", #"{"a":1,"#, #"{"a":"b"#, #"[{"a":1}"#])
  func `a line that broke off takes none along`(line: String) {
    let (count, reasons) = trades("\(line)\n\(Self.row)\n\(Self.row)\n")
    #expect(count == 2)
    #expect(reasons.count == 1)
  }

  @Test func `records of the house stay as they are, over a line or many`() {
    let record = #"{"type":"quote","symbol":"A","ts":1700000000001000,"bid":1,"ask":2}"#
    #expect(replay(record).batch.lines == [record])
    let (batch, _) = replay(record.replacing(",", with: ",\n"))
    #expect(batch.lines == [record.replacing(",", with: ", ")])
    #expect(batch.quotes.count == 1)
  }
}
