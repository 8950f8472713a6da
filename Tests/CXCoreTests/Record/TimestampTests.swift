import Testing

@testable import CXRecord

/// Where the unit of a count changes, and where times begin and end.
@Suite struct TimestampTests {
  /// A count and the microseconds it is; nil where it is out of range.
  static let borders: [(count: String, microseconds: Int64?)] = [
    // Seconds up to 10¹¹, which is the year 5138.
    ("9999999999", 9_999_999_999_000_000), ("10000000000", nil), ("99999999999", nil),
    ("99999999999.5", nil), ("100000000", 100_000_000_000_000), ("99999999", nil),
    ("99999999.999999", nil), ("100000000.000001", 100_000_000_000_001),
    // Milliseconds from there, up to 10¹⁴.
    ("100000000000", 100_000_000_000_000), ("100000000001", 100_000_000_001_000),
    ("100000000000.5", 100_000_000_000_500), ("9999999999999", 9_999_999_999_999_000),
    ("9999999999999.999", 9_999_999_999_999_999), ("10000000000000", nil),
    ("99999999999999", nil), ("99999999999999.5", nil),
    // Microseconds up to 10¹⁷.
    ("100000000000000", 100_000_000_000_000), ("100000000000001", 100_000_000_000_001),
    ("100000000000000.9", 100_000_000_000_000), ("9999999999999999", 9_999_999_999_999_999),
    ("10000000000000000", nil), ("99999999999999999", nil), ("99999999999999999.5", nil),
    // Nanoseconds from there.
    ("100000000000000000", 100_000_000_000_000), ("100000000000000001", 100_000_000_000_000),
    ("100000000000000999", 100_000_000_000_000), ("100000000000001000", 100_000_000_000_001),
    ("100000000000000000.5", 100_000_000_000_000),
    ("9223372036854775807", 9_223_372_036_854_775), ("9223372036854775808", nil),
    ("-100000000000000000", nil), ("-1", nil), ("0", nil),
    // Zeros and exponents change no size.
    ("100000000000000.000", 100_000_000_000_000), ("1e14", 100_000_000_000_000),
    ("1.0e11", 100_000_000_000_000), ("1762873200.0", 1_762_873_200_000_000),
  ]

  /// By both paths, as a number and as a text, behind lines that teach the shape.
  @Test(arguments: borders)
  func `the size of a count tells its unit`(border: (count: String, microseconds: Int64?)) {
    for value in [border.count, "\"\(border.count)\""] {
      let lines = ["1762873200000000", "1762873200000001", value].map { time in
        Array(#"{"type":"trade","exchange":"x","symbol":"A","ts":\#(time),"price":1,"qty":1}"#.utf8)
      }
      for fast in [true, false] {
        let reading = RecordRoundTripTests.read(lines, fast: fast)
        #expect(reading.rejects.count == (border.microseconds == nil ? 1 : 0), "\(value)")
        if let expected = border.microseconds {
          #expect(reading.batch.trades.last?.time == expected, "\(value)")
        }
      }
    }
  }
}
