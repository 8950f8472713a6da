import CXRecord

/// A trade on its way into windows, with its numbers, wherever its batch had them.
struct Fill: Codable, Equatable, Sendable {
  let trade: Trade
  /// One or none: the numbers that 64 bits do not hold.
  private let wide: [WideTrade]
  /// The scales at which the instrument's windows begin.
  var usual = Scales()

  init(_ trade: Trade, of batch: Batch) {
    var trade = trade
    // Numbers that mean something only in this batch and this process; what is kept outlives both.
    trade.instrument = 0
    wide = trade.isWide ? [batch.numbers(of: trade)] : []
    if trade.isWide { trade.forgetPlace() }
    self.trade = trade
  }

  var time: Int64 { trade.time }
  var firstID: Int64 { trade.firstID }
  var lastID: Int64 { trade.lastID }

  var numbers: WideTrade {
    if let numbers = wide.first { return numbers }
    guard let small = trade.small else { return WideTrade(price: .zero, quantity: .zero) }
    return WideTrade(
      price: Decimal(units: Int128(small.price), scale: small.priceScale),
      quantity: Decimal(units: Int128(small.quantity), scale: small.quantityScale))
  }
}
