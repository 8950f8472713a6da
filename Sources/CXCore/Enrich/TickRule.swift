import CXRecord

/// Whether a trade's price went up or down: `up`, `down`, and `zero_up`, `zero_down` when it stayed
/// and the change before was up or down.
///
/// C. M. C. Lee and M. J. Ready, Inferring Trade Direction from Intraday Data, Journal of Finance
/// 46 (1991), section II: the tick test.
struct TickRule: Codable, Sendable, Equatable {
  enum Direction: UInt8, Codable, Sendable {
    /// No price was different yet.
    case none
    case up, down
  }

  private var units: Int64 = 0
  private var scale: UInt8 = 0
  /// The last price where 64 bits do not hold it.
  private var wide: Decimal?
  private var seen = false
  private var last = Direction.none

  /// The field that says the direction, or none before the first change.
  mutating func push(_ price: Int64, scale newScale: UInt8) -> StaticString {
    let before = units
    let sameScale = scale == newScale
    defer {
      units = price
      scale = newScale
      seen = true
      if wide != nil { wide = nil }
    }
    guard seen else { return "" }
    guard sameScale, wide == nil else {
      return turn(compare(Decimal(units: Int128(price), scale: newScale)))
    }
    return turn(price == before ? .none : price > before ? .up : .down)
  }

  /// The same of a price of any number of digits.
  mutating func push(_ price: Decimal) -> StaticString {
    if let small = Int64(exactly: price.units) { return push(small, scale: price.scale) }
    let direction = compare(price)
    defer {
      wide = price
      seen = true
    }
    return seen ? turn(direction) : ""
  }

  private mutating func turn(_ direction: Direction) -> StaticString {
    if direction == .none {
      switch last {
      case .none: return ""
      case .up: return #","tick":"zero_up""#
      case .down: return #","tick":"zero_down""#
      }
    }
    last = direction
    return last == .up ? #","tick":"up""# : #","tick":"down""#
  }

  private func compare(_ price: Decimal) -> Direction {
    let old = wide ?? Decimal(units: Int128(units), scale: scale)
    return price == old ? .none : price > old ? .up : .down
  }
}
