import CXRecord

/// The fields of a trade or an aggregate trade, wherever they were found.
struct BinanceTradeFields {
  var symbol: Name
  var id: PayloadField
  // Nil for a plain trade.
  var firstID: PayloadField?
  var lastID: PayloadField?
  var price: PayloadField
  var quantity: PayloadField
  // Of a plain trade in a file.
  var quoteQuantity: PayloadField?
  var time: PayloadField
  // Whether the buyer was the maker, so that the taker sold.
  var buyerIsMaker: PayloadField?
}

extension BinanceParser {
  /// `<symbol>@trade`; its order ids `b` and `a`, sent until 2024-06, are ignored.
  mutating func readTrade(into batch: inout Batch) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: try base.members.required("s").text(), id: try base.members.required("t"),
      price: try base.members.required("p"), quantity: try base.members.required("q"),
      time: try base.members.required("T"), buyerIsMaker: base.members.optional("m"))
    try append(fields, into: &batch)
  }

  /// `<symbol>@aggTrade`, or a row of `/aggTrades`.
  mutating func readAggregateTrade(
    symbol: Name, into batch: inout Batch
  ) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: symbol, id: try base.members.required("a"), firstID: try base.members.required("f"),
      lastID: try base.members.required("l"), price: try base.members.required("p"),
      quantity: try base.members.required("q"), time: try base.members.required("T"),
      buyerIsMaker: base.members.optional("m"))
    try append(fields, into: &batch)
  }

  /// A row of `/trades` or `/historicalTrades`.
  mutating func readTradeBody(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: try symbol(delivery), id: try base.members.required("id"),
      price: try base.members.required("price"), quantity: try base.members.required("qty"),
      time: try base.members.required("time"), buyerIsMaker: base.members.optional("isBuyerMaker"))
    try append(fields, into: &batch)
  }

  /// Appends the trade, or counts it when it is void: `p`, `q` 0 and `f`, `l` -1 mark aggregates
  /// that the exchange took back (announced 2022-04).
  mutating func append(
    _ fields: BinanceTradeFields, into batch: inout Batch
  ) throws(PayloadProblem) {
    let id = try fields.id.integer()
    if try fields.price.amount().isZero, try fields.quantity.amount().isZero {
      base.skips.void += 1
      return
    }
    let price = try fields.price.amountAboveZero()
    let quantity = try fields.quantity.amountAboveZero()
    try Self.check(fields.quoteQuantity, price, quantity)
    let first = try fields.firstID?.integer() ?? id
    let last = try fields.lastID?.integer() ?? id
    guard first >= 0, last >= first else {
      throw .refused("holds no trades: first id \(first), last id \(last)")
    }
    _ = try fields.id.identifier()
    _ = try fields.lastID?.identifier()
    let side: Side =
      if let maker = fields.buyerIsMaker { try maker.flag() ? .sell : .buy } else { .unknown }
    let time = try fields.time.recordTime()
    let trade = Trade(
      instrument: base.instrument(fields.symbol, batch), time: time, firstID: first, lastID: last,
      price: price, quantity: quantity, side: side, wide: &batch.wideTrades)
    batch.append(trade, id: id, aggregate: fields.firstID != nil)
  }

  /// Refuses quantities that contradict each other: some bulk files have lost digits of one
  /// (binance-public-data issue 263).
  ///
  /// The exchange cuts the product to 8 decimals.
  private static func check(
    _ quote: PayloadField?, _ price: Decimal, _ quantity: Decimal
  ) throws(PayloadProblem) {
    guard let quote else { return }
    guard let product = price.multiplied(by: quantity),
      let difference = product.subtracting(try quote.decimal())
    else { return }
    if difference.magnitude > Decimal(units: 1, scale: 8) {
      throw .field(quote.name.description, "is not price times quantity")
    }
  }
}
