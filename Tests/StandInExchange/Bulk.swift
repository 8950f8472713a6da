import CXCore
import CXRecord

/// What may be wrong with a bulk file, for good.
enum BulkCondition: String, CaseIterable {
  /// It is not there.
  case absent
  /// Its checksum is of another file.
  case stale
  /// Only half of it comes, as if that were all.
  case short
  /// Rows 11 to 15 are missing.
  case hole
  /// It has other bytes than before, of the same rows.
  case replaced
  /// The candle of row 11 has another volume than REST tells.
  case altered
}

/// A bulk file of a market, as the exchange publishes it once its time is over.
///
/// Files whose first day or month is even have a header; a monthly file of trades begins with the
/// last row of the month before, as some do (binance-public-data#353).
struct Bulk {
  let symbol: String
  let stem: String
  /// Of klines; microseconds.
  let length: Int64?
  private let folder: String
  private let start: Int64
  private let end: Int64
  private let isMonthly: Bool
  private let hasHeader: Bool
  private let isChecksum: Bool

  static var absent: Answer {
    var answer = Answer("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", status: 404)
    answer.type = "application/xml"
    return answer
  }

  /// The file at a path, `/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-01.zip`; nil where
  /// there is none at that time.
  init?(path: String, now: Int64) {
    let parts = Query(path).decodedPath.split(separator: "/").map(String.init)
    guard parts.count >= 6, parts[1] == "spot", let last = parts.last else { return nil }
    isMonthly = parts[2] == "monthly"
    folder = parts[3]
    symbol = parts[4]
    isChecksum = last.hasSuffix(".zip.CHECKSUM")
    let interval = folder == "klines" ? parts[5] : nil
    length = interval.flatMap { Kline.length($0) }
    if interval != nil && length == nil { return nil }
    let name = String(last.dropLast(isChecksum ? 13 : 4))
    let head = "\(symbol)-\(interval ?? folder)-"
    guard last.contains(".zip"), name.hasPrefix(head) else { return nil }
    stem = name
    let date = name.dropFirst(head.count).split(separator: "-").compactMap { Int($0) }
    guard date.count == (isMonthly ? 2 : 3) else { return nil }
    let first = CivilDate(year: date[0], month: date[1], day: isMonthly ? 1 : date[2])
    let days = isMonthly ? CivilDate.daysInMonth(year: date[0], month: date[1]) : 1
    start = Int64(first.daysSince1970) * Timestamp.day
    end = start + Int64(days) * Timestamp.day
    hasHeader = date[date.count - 1] % 2 == 0
    if end > now { return nil }
  }

  /// The file itself; nil where there is none.
  func archive(_ market: Market, klines: [Kline], _ condition: BulkCondition?) -> [UInt8]? {
    if condition == .absent || market.opening >= end { return nil }
    var candles = klines.filter { start..<end ~= $0.time }
    if condition == .altered && candles.count > 10 { candles[10].volume += 1 }
    var rows = length == nil ? trades(market) : candles.map(row)
    if condition == .hole { rows.removeSubrange(min(10, rows.count)..<min(15, rows.count)) }
    if hasHeader != (condition == .replaced) { rows.insert(header, at: 0) }
    let text = rows.map { $0 + "\n" }.joined()
    return Zip.archive(name: stem + ".csv", content: Array(text.utf8))
  }

  /// The answer to a request for the file, or for its checksum.
  func answer(
    _ archive: [UInt8], _ digest: String, _ condition: BulkCondition?, range: String?
  ) -> Answer {
    if isChecksum { return Answer("\(digest)  \(stem).zip") }
    var answer = Answer("")
    answer.type = "application/zip"
    let body = condition == .short ? Array(archive.prefix(archive.count / 2)) : archive
    answer.bytes = body
    if let range, let from = Int(range.dropFirst("bytes=".count).dropLast()) {
      if from >= body.count { return Answer("", status: 416) }
      answer.status = 206
      answer.bytes = Array(body[from...])
      answer.headers.append(("Content-Range", "bytes \(from)-\(body.count - 1)/\(body.count)"))
    }
    return answer
  }

  // MARK: - Rows

  private var header: String {
    switch folder {
    case "klines":
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
        + "taker_buy_quote_volume,ignore"
    case "aggTrades":
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,"
        + "is_best_match"
    default: "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match"
    }
  }

  private func trades(_ market: Market) -> [String] {
    if folder == "trades" {
      return market.executions.filter { start..<end ~= $0.time }.map(row)
    }
    var all = market.aggregates.filter { start..<end ~= market.time(of: $0) }
    if isMonthly, let first = all.first,
      let before = market.aggregates.last(where: { $0.id < first.id && !$0.isVoid })
    {
      all.insert(before, at: 0)
    }
    return all.map { row($0, market) }
  }

  private func shown(_ time: Int64) -> Int64 {
    start >= Market.microsecondsBegin ? time : time / 1_000
  }

  private func price(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.priceScale)
  }

  private func quantity(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.quantityScale)
  }

  private func quote(_ units: Int64) -> String {
    Figures.exchange(units, scale: Figures.quoteScale)
  }

  private func flag(_ value: Bool) -> String { value ? "True" : "False" }

  private func row(_ aggregate: Aggregate, _ market: Market) -> String {
    guard let first = aggregate.executions.first, let last = aggregate.executions.last else {
      return "\(aggregate.id),0,0,-1,-1,\(shown(market.time(of: aggregate))),False,False"
    }
    return "\(aggregate.id),\(price(first.price)),\(quantity(aggregate.quantity)),\(first.id),"
      + "\(last.id),\(shown(first.time)),\(flag(first.buyerIsMaker)),True"
  }

  private func row(_ trade: Execution) -> String {
    "\(trade.id),\(price(trade.price)),\(quantity(trade.quantity)),"
      + "\(quote(trade.price * trade.quantity)),\(shown(trade.time)),"
      + "\(flag(trade.buyerIsMaker)),True"
  }

  private func row(_ kline: Kline) -> String {
    "\(shown(kline.time)),\(price(kline.open)),\(price(kline.high)),\(price(kline.low)),"
      + "\(price(kline.close)),\(quantity(kline.volume)),\(shown(kline.end) - 1),"
      + "\(quote(kline.quoteVolume)),\(kline.count),\(quantity(kline.takerVolume)),"
      + "\(quote(kline.takerQuoteVolume)),0"
  }
}
