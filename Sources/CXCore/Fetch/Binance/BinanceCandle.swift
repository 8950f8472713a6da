import CXRecord

/// The fields of a kline, wherever they were found.
struct BinanceCandleFields {
  var symbol: Name
  // Nil to find it from the times.
  var interval: Name?
  var openTime: PayloadField
  var closeTime: PayloadField
  var open: PayloadField
  var high: PayloadField
  var low: PayloadField
  var close: PayloadField
  var volume: PayloadField
  var quoteVolume: PayloadField
  var trades: PayloadField
  var takerBuyVolume: PayloadField
  var takerBuyQuoteVolume: PayloadField
  var firstID: PayloadField?
  var lastID: PayloadField?

  /// The fields of a row whose columns are found by their meaning.
  init(
    symbol: Name, interval: Name?,
    column: (BinanceColumn) throws(PayloadProblem) -> PayloadField
  ) throws(PayloadProblem) {
    self.symbol = symbol
    self.interval = interval
    openTime = try column(.openTime)
    open = try column(.open)
    high = try column(.high)
    low = try column(.low)
    close = try column(.close)
    volume = try column(.volume)
    closeTime = try column(.closeTime)
    quoteVolume = try column(.quoteVolume)
    trades = try column(.trades)
    takerBuyVolume = try column(.takerBuyVolume)
    takerBuyQuoteVolume = try column(.takerBuyQuoteVolume)
  }

  /// The fields of a row in the order of `/klines`.
  init(
    row: [JSONValue], symbol: Name, interval: Name?
  ) throws(PayloadProblem) {
    guard row.count >= 11 else {
      throw .refused("has \(row.count) columns where a kline has 12")
    }
    self.symbol = symbol
    self.interval = interval
    openTime = PayloadField("open time", row[0])
    open = PayloadField("open", row[1])
    high = PayloadField("high", row[2])
    low = PayloadField("low", row[3])
    close = PayloadField("close", row[4])
    volume = PayloadField("volume", row[5])
    closeTime = PayloadField("close time", row[6])
    quoteVolume = PayloadField("quote volume", row[7])
    trades = PayloadField("count", row[8])
    takerBuyVolume = PayloadField("taker buy volume", row[9])
    takerBuyQuoteVolume = PayloadField("taker buy quote volume", row[10])
  }

  /// The fields of the object `k` of a kline event.
  init(event: JSONMembers) throws(PayloadProblem) {
    symbol = try event.required("s").text()
    interval = try event.required("i").text()
    openTime = try event.required("t")
    closeTime = try event.required("T")
    open = try event.required("o")
    high = try event.required("h")
    low = try event.required("l")
    close = try event.required("c")
    volume = try event.required("v")
    quoteVolume = try event.required("q")
    trades = try event.required("n")
    takerBuyVolume = try event.required("V")
    takerBuyQuoteVolume = try event.required("Q")
    firstID = event.optional("f")
    lastID = event.optional("L")
  }
}

extension BinanceParser {
  /// `<symbol>@kline_<interval>`: final when the exchange says so (`x`), a partial candle before.
  mutating func readKlineEvent(into batch: inout Batch) throws(PayloadProblem) {
    let body = try base.members.required("k")
    guard body.value.shape == .object else { throw .field("k", "is not an object") }
    var cursor = JSONCursor(body.value.bytes)
    try base.members.read(&cursor)
    let isFinal = try base.members.required("x").flag()
    try append(try BinanceCandleFields(event: base.members), isFinal: isFinal, into: &batch)
  }

  /// A row of `/klines`.
  ///
  /// The last row of an answer is usually still open and nothing in it says so: a row that ends
  /// after the answer came is not final. Without a time of arrival all are.
  mutating func readKline(
    _ value: JSONValue, _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    var row: [JSONValue] = []
    var cursor = JSONCursor(value.bytes)
    try cursor.enterArray()
    while try cursor.nextElement() { row.append(try cursor.value()) }
    let fields = try BinanceCandleFields(
      row: row, symbol: try symbol(delivery), interval: base.options.interval)
    let end = try fields.closeTime.timeAfter()
    let isFinal = delivery.receivedAt.map { end <= $0 } ?? true
    try append(fields, isFinal: isFinal, into: &batch)
  }

  /// Appends the candle.
  ///
  /// `closeTime` is the last unit inside it, so its end is one unit later.
  mutating func append(
    _ fields: BinanceCandleFields, isFinal: Bool, into batch: inout Batch
  ) throws(PayloadProblem) {
    var candle = Candle()
    candle.time = try fields.openTime.recordTime()
    candle.end = try fields.closeTime.timeAfter()
    let (length, overflow) = candle.end.subtractingReportingOverflow(candle.time)
    guard !overflow, length > 0 else { throw .refused("ends before it begins") }
    guard let interval = fields.interval ?? IntervalName.name(lasting: length) else {
      throw .refused("lasts \(length) microseconds, which is no interval: give --interval")
    }
    candle.interval = interval
    candle.open = try fields.open.amount()
    candle.high = try fields.high.amount()
    candle.low = try fields.low.amount()
    candle.close = try fields.close.amount()
    candle.volume = try fields.volume.amount()
    candle.quoteVolume = try fields.quoteVolume.amount()
    candle.trades = try fields.trades.count()
    candle.takerBuyVolume = try fields.takerBuyVolume.amount()
    candle.takerBuyQuoteVolume = try fields.takerBuyQuoteVolume.amount()
    // -1 stands for a candle without trades.
    if let first = fields.firstID, let last = fields.lastID, try first.integer() >= 0,
      try last.integer() >= 0
    {
      candle.firstID = try first.identifier()
      candle.lastID = try last.identifier()
    }
    candle.final = isFinal
    try base.append(candle, of: fields.symbol, into: &batch)
  }
}
