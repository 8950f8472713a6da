import CXTestKit
import Testing

@testable import CXCore
@testable import CXRecord

/// Two names are equal only when their bytes are, wherever names are compared, hashed or sorted.
@Suite struct NameBytesTests {
  private static let names = RandomRecord.twins

  private func instrument(_ name: String, _ place: Int) -> Instrument {
    switch place {
    case 0: Instrument(tenant: Name(name), exchange: "x", symbol: "S")
    case 1: Instrument(exchange: Name(name), symbol: "S")
    default: Instrument(exchange: "x", symbol: Name(name))
    }
  }

  @Test(arguments: 0..<3)
  func `instruments are as many as their bytes`(place: Int) {
    let instruments = Self.names.map { instrument($0, place) }
    for (left, one) in instruments.enumerated() {
      for (right, other) in instruments.enumerated() {
        #expect((one == other) == (left == right))
        // An order in which only equal ones are not before or behind each other.
        #expect((one < other) != (other < one) || left == right)
      }
    }
    #expect(Set(instruments).count == instruments.count)
    let table = Instruments()
    #expect(Set(instruments.map(table.number)).count == instruments.count)
    for one in instruments {
      let known = table[table.number(of: one)]
      #expect(Array(known.symbol.utf8) == Array(one.symbol.utf8))
      #expect(Array(known.exchange.utf8) == Array(one.exchange.utf8))
      #expect(Array(known.tenant.utf8) == Array(one.tenant.utf8))
    }
  }

  /// A trade of each name: as many candles as names, each with its own bytes.
  @Test(arguments: ["tenant", "exchange", "symbol"])
  func `windows are as many as names`(field: String) throws {
    let lines = Self.names.map { name in
      let others = ["exchange", "symbol"].filter { $0 != field }
      return Array(
        (#"{"type":"trade","ts":1762873200000000,"\#(field)":"\#(name)","#
          + others.map { #""\#($0)":"x","# }.joined() + #""price":1,"qty":1}"#).utf8)
    }
    let reading = RecordRoundTripTests.read(lines + lines)
    var window = Window(
      WindowOptions(frames: [
        .tumbling(WindowCalendar(interval: try Interval(parsing: "1m"), zone: .utc))
      ]))
    var output = Batch(instruments: reading.batch.instruments)
    window.apply(reading.batch, to: &output)
    window.finish(to: &output)
    #expect(output.candles.count == Self.names.count)
    #expect(output.candles.allSatisfy { $0.trades == 2 })
    let said = output.candles.map { candle -> [UInt8] in
      let instrument = output.instruments[candle.instrument]
      let name =
        field == "tenant"
        ? instrument.tenant : field == "symbol" ? instrument.symbol : instrument.exchange
      return Array(name.utf8)
    }
    #expect(Set(said) == Set(Self.names.map { Array($0.utf8) }))
  }
}
