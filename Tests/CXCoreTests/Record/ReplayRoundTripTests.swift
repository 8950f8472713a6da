import CXTestKit
import Testing

@testable import CXCore
@testable import CXRecord

/// Whatever a recording's parser lets through, every filter behind it reads.
@Suite struct ReplayRoundTripTests {
  /// Payloads with places for values: `TIME`, `END` and `SECONDS`, `ID`, `NUMBER`, `NAME`.
  static let payloads = [
    #"{"e":"trade","E":1,"s":"NAME","t":ID,"p":"NUMBER","q":"NUMBER","T":TIME,"m":true}"#,
    #"{"e":"aggTrade","E":1,"s":"NAME","a":ID,"p":"NUMBER","q":"NUMBER","f":ID,"l":ID,"T":TIME,"m":false}"#,
    #"{"e":"kline","E":1,"s":"NAME","k":{"t":TIME,"T":END,"s":"NAME","i":"1m","f":ID,"L":ID,"#
      + #""o":"NUMBER","c":"NUMBER","h":"NUMBER","l":"NUMBER","v":"NUMBER","n":ID,"x":true,"#
      + #""q":"NUMBER","V":"NUMBER","Q":"NUMBER"}}"#,
    #"{"u":ID,"s":"NAME","b":"NUMBER","B":"NUMBER","a":"NUMBER","A":"NUMBER"}"#,
    #"TIME {"u":ID,"s":"NAME","b":"NUMBER","B":"NUMBER","a":"NUMBER","A":"NUMBER"}"#,
    #"{"e":"depthUpdate","E":TIME,"s":"NAME","U":ID,"u":ID,"b":[["NUMBER","NUMBER"]],"a":[["NUMBER","NUMBER"]]}"#,
    #"{"lastUpdateId":ID,"bids":[["NUMBER","NUMBER"]],"asks":[["NUMBER","NUMBER"]]}"#,
    #"{"symbol":"NAME","lastPrice":"NUMBER","openPrice":"NUMBER","highPrice":"NUMBER","lowPrice":"NUMBER","#
      + #""volume":"NUMBER","openTime":TIME,"closeTime":TIME,"firstId":ID,"lastId":ID,"count":ID}"#,
    #"[[TIME,"NUMBER","NUMBER","NUMBER","NUMBER","NUMBER",END,"NUMBER",ID,"NUMBER","NUMBER","0"]]"#,
    #"[{"id":ID,"price":"NUMBER","qty":"NUMBER","quoteQty":"1","time":TIME,"isBuyerMaker":true}]"#,
    #"[{"a":ID,"p":"NUMBER","q":"NUMBER","f":ID,"l":ID,"T":TIME,"m":true}]"#,
    "ID,NUMBER,NUMBER,6.25,TIME,True,True",
    "ID,NUMBER,NUMBER,ID,ID,TIME,true,true",
    "TIME,NUMBER,NUMBER,NUMBER,NUMBER,NUMBER,END,NUMBER,ID,NUMBER,NUMBER,0",
    #"{"type":"match","trade_id":ID,"side":"buy","size":"NUMBER","price":"NUMBER","product_id":"NAME","#
      + #""sequence":ID,"time":"2025-11-11T15:00:00.123456Z"}"#,
    #"{"type":"ticker","sequence":ID,"product_id":"NAME","price":"NUMBER","open_24h":"NUMBER","#
      + #""volume_24h":"NUMBER","low_24h":"NUMBER","high_24h":"NUMBER","best_bid":"NUMBER","#
      + #""best_bid_size":"NUMBER","best_ask":"NUMBER","best_ask_size":"NUMBER","side":"buy","#
      + #""time":"2025-11-11T15:00:00Z","trade_id":ID,"last_size":"NUMBER"}"#,
    #"{"channel":"trade","type":"update","data":[{"symbol":"NAME","side":"buy","price":NUMBER,"qty":NUMBER,"#
      + #""ord_type":"limit","trade_id":ID,"timestamp":"2025-11-11T15:00:00.123456Z"}]}"#,
    #"{"error":[],"result":{"XXBTZUSD":[["NUMBER","NUMBER",SECONDS,"b","l","",ID]],"last":"1"}}"#,
    #"{"error":[],"result":{"XXBTZUSD":[[1762873200,"NUMBER","NUMBER","NUMBER","NUMBER","NUMBER","#
      + #""NUMBER",ID],[1762873260,"1","1","1","1","1","1",1]],"last":1762873200}}"#,
  ]

  static let integers = [
    "0", "1", "-1", "7", "4611686018427387903", "4611686018427387904", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "1e3", "1.5",
  ]
  static let times = [
    "1762873200123", "1762873200123456", "0", "-1", "1", "100000000000", "99999999999",
    "100000000000000", "99999999999999", "9999999999999", "10000000000000", "9999999999999999",
    "10000000000000000", "9223372036854775807", "1762873200",
  ]
  static let numbers = [
    "0", "0.0", "1", "103456.78", "0.00000001", "-1", "-0", "92233720368.54775807",
    "99999999999999999999", "0.1234567890123456789012345678901234567", "1e-8", "5E+3", "1e400",
    "99999999999999999999999999999999999999", "00.5",
    "0.0000000000000000000000000000000000000000001",
    "170141183460469231731687303715884105728", "1.10",
  ]

  @Test(arguments: payloads.indices)
  func `what was let through is read back`(place: Int) {
    var random = Generator(seed: UInt64(place))
    var options = of("X")
    options.interval = "1m"
    var letThrough = 0
    for _ in 0..<400 {
      var text = ""
      var rest = Self.payloads[place][...]
      while let next = rest.first {
        let word = ["TIME", "END", "SECONDS", "ID", "NUMBER", "NAME"].first { rest.hasPrefix($0) }
        guard let word else {
          text.append(next)
          rest.removeFirst()
          continue
        }
        rest.removeFirst(word.count)
        text += value(word, &random)
      }
      let (batch, _) = replay(text, options: options)
      guard !batch.records.isEmpty else { continue }
      letThrough += 1
      let lines = batch.records.map { Array(batch.line(of: $0)) }
      let events = batch.records.map { RecordRoundTripTests.event(of: $0, batch) }
      for fast in [true, false] {
        let reading = RecordRoundTripTests.read(lines, fast: fast)
        #expect(reading.rejects.first == nil, "\(text)")
        #expect(firstDifference(reading.events, events) == nil, "\(text)")
      }
    }
    #expect(letThrough > 0)
  }

  /// An ordinary value as a rule, so that all of them together are let through at times.
  private func value(_ word: String, _ random: inout Generator) -> String {
    let isOrdinary = !random.oneIn(12)
    switch word {
    case "TIME": return isOrdinary ? "1762873200000" : random.pick(Self.times)
    case "END": return isOrdinary ? "1762873259999" : random.pick(Self.times)
    case "SECONDS": return isOrdinary ? "1762873200.1234567" : random.pick(Self.times)
    case "ID": return isOrdinary ? "12345" : random.pick(Self.integers)
    case "NUMBER": return isOrdinary ? "2.5" : random.pick(Self.numbers)
    default:
      return isOrdinary
        ? "BTCUSDT" : random.pick(RandomRecord.twins + ["\\u0000", "A\\\"B", "\\ud83d\\ude00"])
    }
  }
}
