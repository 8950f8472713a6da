import CXRecord

/// Reads the CSV files that Kraken offers for download, which have no header: candles of seven
/// columns (`XBTUSD_60.csv`: time in s, open, high, low, close, volume, trades; the number in the
/// name is the interval in minutes) and trades of three (`XBTUSD.csv`: time in s, price, volume).
struct KrakenCSV {
  private var cells = CSVCells()
  private let symbol: Name?
  private let interval: Name?

  /// A reader of the file called `name`.
  init(name: String, options: PayloadOptions) {
    let stem = (name.split(separator: "/").last ?? "").prefix { $0 != "." }
    let parts = stem.split(separator: "_")
    let minutes = parts.count == 2 ? Int64(parts[1]) : nil
    let isNamed = name.hasSuffix(".csv") || name.contains(".csv.")
    symbol = options.symbol ?? (isNamed ? parts.first.map(Name.init) : nil)
    interval =
      options.interval
      ?? minutes.flatMap { minutes in
        let length = minutes.multipliedReportingOverflow(by: 60 * Timestamp.second)
        return length.overflow ? nil : IntervalName.name(lasting: length.partialValue)
      }
  }

  /// Reads a row.
  mutating func read(
    _ line: UnsafeRawBufferPointer, with base: inout ParserBase, into batch: inout Batch
  ) throws(PayloadProblem) {
    cells.split(line)
    func field(_ name: StaticString, _ index: Int) -> PayloadField {
      PayloadField(name, JSONValue(shape: .string, bytes: cells.all[index]))
    }
    guard cells.all.count == 3 || cells.all.count == 7 else {
      throw .refused(
        "has \(cells.all.count) columns where a trade of Kraken has 3 and a candle 7")
    }
    guard let symbol else {
      throw .refused("does not name its symbol, and neither does the file: give --symbol")
    }
    let time = try field("time", 0).recordTime()
    if cells.all.count == 3 {
      try base.appendTrade(
        symbol, id: nil, price: field("price", 1), quantity: field("volume", 2), time: time,
        side: .unknown, into: &batch)
      return
    }
    guard let interval, let length = IntervalName.length(of: interval) else {
      throw .refused("does not tell the interval of its candles: give --interval")
    }
    var candle = Candle()
    candle.interval = interval
    candle.time = time
    candle.end = time + length
    candle.open = try field("open", 1).amount()
    candle.high = try field("high", 2).amount()
    candle.low = try field("low", 3).amount()
    candle.close = try field("close", 4).amount()
    candle.volume = try field("volume", 5).amount()
    candle.trades = try field("trades", 6).count()
    try base.append(candle, of: symbol, into: &batch)
  }
}
