@testable import CXRecord

/// A trade as the window's tests make it: prices in thousandths, quantities in hundred thousandths.
struct WindowTrade: Equatable {
  static let priceScale = 3
  static let quantityScale = 5

  var symbol: String
  var time: Int64
  var firstID: Int64
  var lastID: Int64
  var price: Int128
  var quantity: Int128
  var side: Side

  var notional: Int128 { price * quantity }
  var executions: Int64 { lastID - firstID + 1 }

  /// The record; decimals as numbers or strings.
  var line: String {
    let price = PlainDecimal.text(price, scale: Self.priceScale)
    let quantity = PlainDecimal.text(quantity, scale: Self.quantityScale)
    var line = #"{"type":"trade","exchange":"x","symbol":"\#(symbol)","ts":\#(time)"#
    line += #","id":\#(firstID)"#
    if lastID != firstID { line += #","first_id":\#(firstID),"last_id":\#(lastID)"# }
    line += self.price % 3 == 0 ? #","price":"\#(price)""# : #","price":\#(price)"#
    line += #","qty":\#(quantity)"#
    switch side {
    case .buy: line += #","side":"buy""#
    case .sell: line += #","side":"sell""#
    case .unknown: break
    }
    return line + "}"
  }

  /// So many trades in the order of their times and ids, of one or two symbols, with pauses, equal
  /// times, aggregates, and holes in the ids.
  static func some(_ count: Int, _ random: inout Generator) -> [WindowTrade] {
    var time: Int64 = 1_762_873_200_000_000
    var ids: [String: Int64] = [:]
    return (0..<count).map { _ in
      switch random.next() % 12 {
      case 0: time += Int64(random.next() % 9_000_000)
      case 1...3: break
      default: time += Int64(random.next() % 400_000)
      }
      let symbol = random.oneIn(4) ? "B" : "A"
      let first = ids[symbol, default: 7] + (random.oneIn(10) ? Int64(random.next() % 4) : 0)
      let last = first + (random.oneIn(5) ? Int64(random.next() % 5) : 0)
      ids[symbol] = last + 1
      let digits = random.pick([1, 10, 1000] as [Int128])
      return WindowTrade(
        symbol: symbol, time: time, firstID: first, lastID: last,
        price: (100_000 + Int128(random.next() % 20_000)) / digits * digits,
        quantity: 1 + Int128(random.next() % 300_000),
        side: random.oneIn(60) ? .unknown : random.oneIn(2) ? .buy : .sell)
    }
  }

  /// The same trades in an order in which none comes more than `lateness` behind the newest.
  static func disordered(
    _ trades: [WindowTrade], by lateness: Int64, _ random: inout Generator
  ) -> [WindowTrade] {
    let keyed = trades.enumerated().map { index, trade in
      (trade.time + Int64(random.next() % UInt64(lateness)), index, trade)
    }
    return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}

/// Decimals by the plain definition, without any of the house's code.
enum PlainDecimal {
  /// `units × 10⁻ˢᶜᵃˡᵉ`, the zeros at the end dropped.
  static func text(_ units: Int128, scale: Int) -> String {
    var digits = String(units.magnitude)
    digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    var text = String(digits.dropLast(scale))
    var decimals = digits.suffix(scale)
    while decimals.last == "0" { decimals.removeLast() }
    if !decimals.isEmpty { text += "." + decimals }
    return units < 0 ? "-" + text : text
  }

  /// The quotient of two whole numbers, rounded half to even.
  static func quotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder * 2
    return twice > divisor || (twice == divisor && quotient % 2 != 0) ? quotient + 1 : quotient
  }
}
