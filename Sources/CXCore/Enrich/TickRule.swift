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
    }
    guard seen else { return "" }
    if sameScale ? price == before : compare(price, newScale) == .none {
      switch last {
      case .none: return ""
      case .up: return #","tick":"zero_up""#
      case .down: return #","tick":"zero_down""#
      }
    }
    last = sameScale ? (price > before ? .up : .down) : compare(price, newScale)
    return last == .up ? #","tick":"up""# : #","tick":"down""#
  }

  private func compare(_ price: Int64, _ newScale: UInt8) -> Direction {
    let (new, old) = (
      Decimal(units: Int128(price), scale: newScale), Decimal(units: Int128(units), scale: scale)
    )
    return new == old ? .none : new > old ? .up : .down
  }
}
