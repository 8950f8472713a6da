import Testing

@testable import CXRecord

/// The fast path's numbers end where the general path's do, in every spelling.
@Suite struct NumberBoundsTests {
  private func trade(id: String = "7", price: String = "1.5", quantity: String = "2") -> [UInt8] {
    Array(
      (#"{"type":"trade","exchange":"binance","symbol":"BTCUSDT","ts":1762873200000000,"id":\#(id),"#
        + #""price":\#(price),"qty":\#(quantity),"side":"buy"}"#).utf8)
  }

  /// The line behind two good ones: what both paths make of it.
  private func both(_ line: [UInt8]) -> (fast: [[UInt8]], general: [[UInt8]], rejects: [String]) {
    let lines = [trade(), trade(id: "8"), line, trade(id: "9")]
    let fast = RecordRoundTripTests.read(lines)
    let general = RecordRoundTripTests.read(lines, fast: false)
    #expect(fast.rejects == general.rejects)
    return (fast.events, general.events, general.rejects)
  }

  /// Digits of every count up to 21 with the point anywhere, zeros in front and behind.
  @Test(arguments: 1...21)
  func `digits are the same by both paths`(count: Int) {
    for digit in ["9", "1", "5"] {
      let digits = String(repeating: digit, count: count)
      for point in 0..<count {
        let whole = point == 0 ? "0" : String(digits.prefix(point))
        let number = "\(whole).\(digits.dropFirst(point))"
        for spelling in [
          number, number + "0", number + "000000000", "0" + number, "00\(number)", "\"\(number)\"",
          number + "e0", "-" + number, "+" + number, number + ".",
        ] {
          for line in [trade(price: spelling), trade(quantity: spelling)] {
            let read = both(line)
            #expect(read.fast == read.general, "\(spelling)")
          }
        }
      }
      for spelling in [digits, "0" + digits, digits + ".0", digits + ".", "\"\(digits)\""] {
        for line in [trade(price: spelling), trade(quantity: spelling), trade(id: spelling)] {
          let read = both(line)
          #expect(read.fast == read.general, "\(spelling)")
        }
      }
    }
  }

  @Test func `a zero in front stands alone`() {
    for number in ["00", "01", "002", "00.5", "01.5", "000000001", "00000000.5", "0123456789"] {
      #expect(both(trade(price: number)).rejects.count == 1, "\(number)")
      #expect(both(trade(quantity: number)).rejects.count == 1, "\(number)")
      #expect(both(trade(id: number)).rejects.count == 1, "\(number)")
    }
  }

  @Test func `an id ends below 2 to the 62nd`() {
    let end = RecordKind.identifiers.upperBound
    #expect(both(trade(id: "\(end - 1)")).rejects == [])
    for id in [
      "\(end)", "\(end + 1)", "\(Int64.max)", "9223372036854775808", "18446744073709551616",
    ] {
      #expect(both(trade(id: id)).rejects.count == 1, "\(id)")
    }
  }

  /// An aggregate's last id is not before its first.
  @Test func `ids of an aggregate are in order`() {
    func aggregate(_ first: String, _ last: String) -> [UInt8] {
      Array(
        (#"{"type":"trade","exchange":"b","symbol":"A","ts":1762873200000000,"id":1,"#
          + #""first_id":\#(first),"last_id":\#(last),"price":1,"qty":1}"#).utf8)
    }
    let end = RecordKind.identifiers.upperBound
    for (first, last, isRight) in [
      ("5", "5", true), ("5", "4", false), ("0", "\(end - 1)", true), ("0", "\(end)", false),
      ("\(end - 1)", "0", false),
    ] {
      let lines = [aggregate("1", "2"), aggregate("3", "9"), aggregate(first, last)]
      for fast in [true, false] {
        let reading = RecordRoundTripTests.read(lines, fast: fast)
        #expect(reading.rejects.count == (isRight ? 0 : 1), "\(first) \(last)")
      }
    }
  }
}
