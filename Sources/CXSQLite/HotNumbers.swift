import CXRecord

/// Decimals at one scale, in 64 bits each.
struct HotNumbers {
  /// The finest scale among them; nil where one does not fit.
  private(set) var scale: Int64?
  /// The numbers at that scale; nil where there is none, and everywhere if one does not fit.
  private(set) var units: [Int64?]
  /// Whether all that are there have a place.
  private(set) var fits = true

  init(_ values: [Decimal?]) {
    let common = values.reduce(0 as UInt8) { max($0, $1?.scale ?? 0) }
    units = []
    for value in values {
      let whole = value.flatMap { $0.units(atScale: common) }.flatMap { Int64(exactly: $0) }
      units.append(whole)
      if value != nil && whole == nil { fits = false }
    }
    scale = fits && !units.allSatisfy { $0 == nil } ? Int64(common) : nil
    if !fits { units = values.map { _ in nil } }
  }
}
