import CXRecord
import Testing

@testable import CXCore

/// The table of records, held against the readers and writers that follow it.
@Suite struct RecordKindTests {
  @Test func everyFieldHasItsName() {
    let names = Field.allCases.map(\.name)
    #expect(Set(names).count == Field.allCases.count)
    #expect(Field.takerBuyQuoteVolume.name == "taker_buy_quote_volume")
    #expect(Field.alert.name == "alert")
    for field in Field.allCases { #expect(Field(name: field.name) == field) }
    #expect(Field(name: "clsoe") == nil)
  }

  @Test func everyKindIsInTheTable() {
    for kind in Kind.allCases where kind != .other {
      #expect(RecordKind.of(kind)?.name == kind.name?.description)
    }
    for kind in RecordKind.all {
      #expect(Set(kind.fields.map(\.field)).count == kind.fields.count, "\(kind.name)")
    }
  }

  /// A record of each kind with all its fields is written in the table's order.
  @Test func theWriterFollowsTheTable() throws {
    var batch = Batch()
    let number = batch.instruments.number(
      of: Instrument(tenant: "t", exchange: "x", symbol: "S"))
    let time: Int64 = 1_762_873_200_000_000
    batch.append(
      Trade(
        instrument: number, time: time, firstID: 1, lastID: 2, priceUnits: 3, priceScale: 0,
        quantityUnits: 4, quantityScale: 0, side: .buy), id: 5, aggregate: true)
    var candle = Candle()
    candle.instrument = number
    (candle.interval, candle.time, candle.end) = ("1m", time, time + 60_000_000)
    candle.quoteVolume = .zero
    (candle.trades, candle.firstID, candle.lastID) = (1, 1, 1)
    (candle.takerBuyVolume, candle.takerBuyQuoteVolume) = (.zero, .zero)
    batch.append(candle)
    batch.append(
      Quote(
        instrument: number, time: time, bid: Decimal(1), bidQuantity: .zero, ask: Decimal(2),
        askQuantity: .zero))
    for record in batch.records {
      var written: [String] = []
      JSONFields.forEachMember(of: batch.line(of: record)) { key, _ in
        written.append(String(decoding: key, as: UTF8.self))
      }
      let table = try #require(RecordKind.of(record.kind))
      let absent: Set<String> = ["retracted"]
      #expect(
        written.dropFirst() == table.fields.map(\.field.name).filter { !absent.contains($0) }[...])
    }
  }

  /// The same bounds for whoever reads: lines that no reader lets through, and why.
  @Test(arguments: [
    (#"{"type":"trade","ts":T,"price":-1,"qty":1}"#, #""price" is negative: -1"#),
    (#"{"type":"trade","ts":T,"price":1,"qty":-1}"#, #""qty" is negative: -1"#),
    (#"{"type":"trade","ts":0,"price":1,"qty":1}"#, #""ts" is out of range: 0"#),
    (
      #"{"type":"trade","ts":T,"id":4611686018427387904,"price":1,"qty":1}"#,
      #""id" is out of range: 4611686018427387904"#
    ),
    (#"{"type":"trade","ts":T,"id":-2,"price":1,"qty":1}"#, #""id" is negative: -2"#),
    (
      #"{"type":"trade","ts":T,"first_id":2,"last_id":1,"price":1,"qty":1}"#,
      #""last_id" is before "first_id""#
    ),
    (
      #"{"type":"candle","interval":"1m","ts":T,"open":1,"high":1,"low":9,"close":1,"volume":1}"#,
      #""high" is below "low": 1 < 9"#
    ),
    (
      #"{"type":"candle","interval":"1m","ts":T,"open":1,"high":1,"low":1,"close":1,"volume":-3}"#,
      #""volume" is negative: -3"#
    ),
    (
      #"{"type":"candle","interval":"1m","ts":T,"open":1,"high":1,"low":1,"close":1,"volume":1,"#
        + #""trades":-2}"#, #""trades" is negative: -2"#
    ),
    (
      #"{"type":"candle","ts":T,"end":T,"open":1,"high":1,"low":1,"close":1,"volume":1}"#,
      #""end" is not after "ts""#
    ),
    (#"{"type":"quote","ts":T,"bid":1,"ask":-1}"#, #""ask" is negative: -1"#),
    (#"{"type":"depth","ts":0,"last_id":1,"bids":[],"asks":[]}"#, #""ts" is out of range: 0"#),
    (
      #"{"type":"depth","ts":T,"bids":[[-1,2]]}"#,
      #""bids" has a level of negative price: -1"#
    ),
    (#"{"type":"depth","ts":T,"asks":[[1]]}"#, #""asks" has a level without quantity"#),
    (#"{"type":"ticker","ts":T,"last":-1}"#, #""last" is negative: -1"#),
    (#"{"type":"ticker","last":1}"#, #"missing "ts""#),
    (#"{"type":"gap","ts":T,"from_id":2,"to_id":1}"#, #""to_id" is before "from_id""#),
    (
      #"{"type":"alert","ts":T,"rule":"r","state":"on"}"#,
      #""state" is none of firing, resolved, retracted: "on""#
    ),
    (#"{"type":"alert","ts":T,"state":"firing"}"#, #"missing "rule""#),
    (#"{"type":"delivery","ts":T,"receiver":"r","state":"dead"}"#, #"missing "key""#),
  ])
  func whatIsOutOfBoundsIsRefused(_ line: String, _ reason: String) {
    let (records, rejects) = Self.read(line.replacing("T", with: "1762873200000000"))
    #expect(rejects == [reason])
    #expect(records == 0)
  }

  @Test(arguments: [
    #"{"type":"trade","ts":100000000000000,"id":-1,"price":0,"qty":0}"#,
    #"{"type":"trade","ts":9999999999999999,"id":4611686018427387903,"price":"1e3","qty":1}"#,
    #"{"type":"ticker","ts":1762873200,"change":-1,"change_pct":"-0.5"}"#,
    #"{"type":"depth","ts":1762873200000,"last_id":1,"bids":[["1","0",7]],"asks":[]}"#,
    #"{"type":"gap","ts":1762873200,"from":1762873100,"to":"2025-11-11T15:00:00Z"}"#,
    #"{"type":"alert","ts":1762873200,"rule":"r","state":"firing","value":null,"labels":{"a":"b"}}"#,
    #"{"type":"weather","ts":0,"bids":"none"}"#,
  ])
  func whatIsWithinPasses(_ line: String) {
    let (records, rejects) = Self.read(line)
    #expect(rejects == [])
    #expect(records == 1)
  }

  private static func read(_ line: String) -> (records: Int, rejects: [String]) {
    var batch = Batch()
    batch.block.append(line + "\n")
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    return (batch.records.count, batch.rejects.map(\.reason))
  }
}
