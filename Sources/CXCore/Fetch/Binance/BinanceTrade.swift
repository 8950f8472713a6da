/// The fields of a trade or an aggregate trade, wherever they were found.
struct BinanceTradeFields {
  var symbol: String
  var id: PayloadField
  // Nil for a plain trade.
  var firstID: PayloadField?
  var lastID: PayloadField?
  var price: PayloadField
  var quantity: PayloadField
  var time: PayloadField
  // Whether the buyer was the maker, so that the taker sold.
  var buyerIsMaker: PayloadField?
}

extension BinanceParser {
  /// `<symbol>@trade`; its order ids `b` and `a`, sent until 2024-06, are ignored.
  mutating func readTrade(into batch: inout Batch) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: try members.required("s").text(), id: try members.required("t"),
      price: try members.required("p"), quantity: try members.required("q"),
      time: try members.required("T"), buyerIsMaker: members.optional("m"))
    try append(fields, into: &batch)
  }

  /// `<symbol>@aggTrade`, or a row of `/aggTrades`.
  mutating func readAggregateTrade(
    symbol: String, into batch: inout Batch
  ) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: symbol, id: try members.required("a"), firstID: try members.required("f"),
      lastID: try members.required("l"), price: try members.required("p"),
      quantity: try members.required("q"), time: try members.required("T"),
      buyerIsMaker: members.optional("m"))
    try append(fields, into: &batch)
  }

  /// A row of `/trades` or `/historicalTrades`.
  mutating func readTradeBody(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    let fields = BinanceTradeFields(
      symbol: try symbol(delivery), id: try members.required("id"),
      price: try members.required("price"), quantity: try members.required("qty"),
      time: try members.required("time"), buyerIsMaker: members.optional("isBuyerMaker"))
    try append(fields, into: &batch)
  }

  /// Appends the trade, or counts it when it is void: `p`, `q` 0 and `f`, `l` -1 mark aggregates
  /// that the exchange took back (announced 2022-04).
  mutating func append(
    _ fields: BinanceTradeFields, into batch: inout Batch
  ) throws(PayloadProblem) {
    let id = try fields.id.integer()
    let price = try fields.price.units()
    let quantity = try fields.quantity.units()
    if price.units == 0 && quantity.units == 0 {
      skips.void += 1
      return
    }
    let first = try fields.firstID?.integer() ?? id
    let last = try fields.lastID?.integer() ?? id
    guard first >= 0, last >= first else {
      throw .refused("holds no trades: first id \(first), last id \(last)")
    }
    let side: Side =
      if let maker = fields.buyerIsMaker { try maker.flag() ? .sell : .buy } else { .unknown }
    let time = try fields.time.time()
    let trade = Trade(
      instrument: instrument(fields.symbol, batch), time: time, firstID: first, lastID: last,
      priceUnits: price.units, priceScale: price.scale, quantityUnits: quantity.units,
      quantityScale: quantity.scale, side: side)
    batch.append(trade, id: id, aggregate: fields.firstID != nil)
  }
}
