/// Decimals as the exchange writes them and as a record has them.
enum Figures {
  static let priceScale = 2
  static let quantityScale = 5
  static let quoteScale = 7

  /// Eight decimals, always: `103456.78000000`.
  static func exchange(_ units: Int64, scale: Int) -> String {
    let (whole, fraction) = split(units, scale: scale)
    return whole + "." + fraction + String(repeating: "0", count: 8 - scale)
  }

  /// No zeros at the end: `103456.78`.
  static func record(_ units: Int64, scale: Int) -> String {
    let (whole, fraction) = split(units, scale: scale)
    var digits = fraction[...]
    while digits.last == "0" { digits = digits.dropLast() }
    return digits.isEmpty ? whole : whole + "." + digits
  }

  private static func split(_ units: Int64, scale: Int) -> (whole: String, fraction: String) {
    let digits = String(units)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return (String(padded.dropLast(scale)), String(padded.suffix(scale)))
  }
}
