import CXRecord

/// Numbers as people read them on a chart.
enum NumberText {
  /// The number with exactly so many decimals, rounded half to even.
  static func fixed(_ value: Decimal, decimals: UInt8) -> String {
    let text = value.rounded(toScale: decimals).description
    let point = text.firstIndex(of: ".")
    let have = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    let missing = Int(decimals) - have
    if missing <= 0 { return text }
    return text + (point == nil ? "." : "") + String(repeating: "0", count: missing)
  }

  /// Three digits and a letter for the thousands: `1.23M`, `45.6K`, `0.00123`.
  static func compact(_ value: Decimal) -> String {
    let letters = ["", "K", "M", "G", "T"]
    var exponent: UInt8 = 0
    var letter = 0
    while letter + 1 < letters.count,
      value.magnitude >= Decimal(PowersOfTen.int128(exponent + 3))
    {
      exponent += 3
      letter += 1
    }
    guard
      let scaled = value.divided(
        by: Decimal(PowersOfTen.int128(exponent)), scale: 24)
    else { return value.description }
    let whole = scaled.magnitude.rounded(toScale: 0).description
    if letter > 0 || scaled.magnitude >= Decimal(1) {
      return scaled.rounded(toScale: UInt8(max(0, 3 - whole.count))).description + letters[letter]
    }
    // Below one: three digits behind the leading zeros.
    var decimals: UInt8 = 3
    while decimals < 20, scaled.rounded(toScale: decimals - 2) == .zero { decimals += 1 }
    return scaled.rounded(toScale: decimals).description
  }

  /// The change from one price to another in percent, `+1.23%`; nil where it has no meaning.
  static func percent(from start: Decimal, to end: Decimal) -> String? {
    guard
      start > .zero, let difference = end.subtracting(start),
      let hundredfold = difference.multiplied(by: Decimal(100)),
      let percent = hundredfold.divided(by: start, scale: 2)
    else { return nil }
    return (percent < .zero ? "" : "+") + fixed(percent, decimals: 2) + "%"
  }
}
