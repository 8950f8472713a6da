import CXRecord

/// Puts the levels of one depth update, which a CSV file has one a row, into one record.
struct BinanceDepthRows {
  /// What rows of one update have in common.
  struct Update: Equatable {
    var symbol: Name
    var time: Int64?
    var firstID: Int64?
    var lastID: Int64
  }

  /// The update whose rows are being collected.
  private(set) var update: Update?
  private let bids = Block()
  private let asks = Block()
  private let level = Block(capacity: 64)

  /// Adds a level to `update`, the one that is collected, or the first of a new one.
  mutating func append(
    _ update: Update, isAsk: Bool, price: PayloadField, quantity: PayloadField
  ) throws(PayloadProblem) {
    level.removeAll()
    level.append(UInt8(ascii: "["))
    try price.writeAmount(to: level)
    level.append(UInt8(ascii: ","))
    try quantity.writeAmount(to: level)
    level.append(UInt8(ascii: "]"))
    let side = isAsk ? asks : bids
    if side.count > 0 { side.append(UInt8(ascii: ",")) }
    side.append(level.bytes)
    self.update = update
  }

  /// Appends the record of what was collected, if anything was.
  mutating func flush(with parser: inout BinanceParser, into batch: inout Batch) {
    guard let update else { return }
    level.removeAll()
    level.append(#","bids":["#)
    level.append(bids.bytes)
    level.append(#"],"asks":["#)
    level.append(asks.bytes)
    level.append(UInt8(ascii: "]"))
    batch.appendDepth(
      parser.base.instrument(update.symbol, batch), time: update.time, firstID: update.firstID,
      lastID: update.lastID, levels: level)
    bids.removeAll()
    asks.removeAll()
    self.update = nil
  }
}
