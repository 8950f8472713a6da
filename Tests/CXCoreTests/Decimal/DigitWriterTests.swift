@testable import CXRecord
import Testing

@Suite struct DigitWriterTests {
  /// The text by the plain definition: all digits, the point set in, zeros at the end dropped.
  private func naive(_ value: Decimal) -> String {
    var digits = DigitString(value.units).magnitude.description
    let scale = Int(value.scale)
    digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    var text = String(digits.dropLast(scale))
    var decimals = digits.suffix(scale)
    while decimals.last == "0" { decimals.removeLast() }
    if !decimals.isEmpty { text += "." + decimals }
    return value < .zero ? "-" + text : text
  }

  @Test func writesWhatTheDefinitionSays() throws {
    var random = Generator(seed: 1)
    let edges: [Int128] = [
      0, 1, 9, 10, 99, 100, 101, Int128(Int64.max), Int128(Int64.min), Int128(Int64.max) + 1,
      10_000_000_000_000_000_000, 9_999_999_999_999_999_999, .max, -Int128.max,
    ]
    for round in 0..<4_000 {
      var units = Int128(truncatingIfNeeded: random.next()) << 64
      units |= Int128(truncatingIfNeeded: random.next())
      units >>= Int128(random.next() % 128)
      // Trailing zeros, which random digits rarely have.
      for _ in 0..<(random.next() % 4) where abs(units) < Int128.max / 1000 { units *= 100 }
      if round < edges.count { units = edges[round] }
      for scale in [0, UInt8(random.next() % 39), 38] {
        let value = Decimal(units: units, scale: scale)
        #expect(value.description == naive(value))
        let wide = try random.decimal(digits: 76, scale: 76)
        #expect(wide.description == naive(wide))
      }
    }
  }
}
