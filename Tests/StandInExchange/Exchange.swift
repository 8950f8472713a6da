import CXCore
import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The exchange: its markets, its clock, its limits, and the faults it was asked for.
///
/// Unchecked: one event loop serves all connections, so one thread touches it.
final class Exchange: @unchecked Sendable {
  private let options: Options
  private static let listings: [(symbol: String, price: Int64, isListed: Bool)] = [
    ("BTCUSDT", 10_345_678, true), ("ETHUSDT", 351_234, true), ("币安人生USDT", 1_234, true),
    ("OLDUSDT", 4_321, false),
  ]
  /// Markets made so far: each takes a moment, and most tests look at one.
  private var markets: [String: Market] = [:]
  private var meter: WeightMeter
  private var faults = Faults()
  private var log: [String] = []
  private var klines: [String: [Kline]] = [:]
  /// Bulk files made so far.
  private var archives: [String: (bytes: [UInt8], digest: String)] = [:]
  /// What is wrong with bulk files, by stem, for good.
  private var bulkConditions: [String: BulkCondition] = [:]
  private let start = Exchange.uptime()
  /// The sockets; they go with the exchange.
  private(set) var hub: Hub?

  init(_ options: Options) {
    self.options = options
    meter = WeightMeter(limit: options.weightLimit)
    for kind in options.faults { _ = faults.add(Query("/standin/fault?kind=\(kind)")) }
    hub = Hub(self, options)
  }

  /// Where the clock began, microseconds since 1970.
  var startTime: Int64 { options.now * 1_000 }

  func note(_ text: String) { log.append(text) }

  /// The exchange's clock, milliseconds since 1970: it starts where the options say, and runs.
  var now: Int64 { options.now + (Exchange.uptime() - start) * options.speed }

  static func uptime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  func answer(_ target: String, microseconds: Bool, range: String?) -> Answer {
    let query = Query(target)
    if query.path.hasPrefix("/standin/") { return control(query) }
    log.append(target + (range.map { " " + $0 } ?? ""))
    let now = now
    if query.path.hasPrefix("/data/") {
      return faults.apply(query.path, now: now) { bulkFile(query.path, range) }
    }
    if query.path.hasPrefix("/products/") || query.path.hasPrefix("/0/public/") {
      return faults.apply(query.path, now: now) { otherExchange(query, now * 1_000) }
    }
    var answer =
      meter.count(query.path, now: now)
      ?? faults.apply(query.path, now: now) {
        do throws(Refusal) {
          return Answer(try body(query, microseconds, now))
        } catch {
          return error.answer
        }
      }
    answer.headers.append(("X-MBX-USED-WEIGHT", String(meter.used)))
    answer.headers.append(("X-MBX-USED-WEIGHT-1M", String(meter.used)))
    return answer
  }

  private func body(
    _ query: Query, _ microseconds: Bool, _ now: Int64
  ) throws(Refusal) -> String {
    switch query.path {
    case "/api/v3/ping": return "{}"
    case "/api/v3/time": return #"{"serverTime":\#(microseconds ? now * 1_000 : now)}"#
    case "/api/v3/exchangeInfo": return try exchangeInfo(query, microseconds ? now * 1_000 : now)
    case "/api/v3/ticker/bookTicker", "/api/v3/ticker/24hr":
      let list = (query["symbols"] ?? "").split { "[\",]".contains($0) }
      var rows: [String] = []
      for symbol in list {
        guard let market = market(named: String(symbol)) else { throw .invalidSymbol }
        let isDay = query.path.hasSuffix("24hr")
        rows.append(isDay ? Ticker.day(market, microseconds: microseconds) : Ticker.book(market))
      }
      return "[" + rows.joined(separator: ",") + "]"
    default: break
    }
    let payloads = Payloads(
      market: try market(query), microseconds: microseconds, lost: options.lost,
      klines: { [unowned self] in klines(query["symbol"] ?? "", length: $0) })
    switch query.path {
    case "/api/v3/aggTrades": return try payloads.aggregateTrades(query)
    case "/api/v3/trades", "/api/v3/historicalTrades": return try payloads.trades(query)
    case "/api/v3/klines": return try payloads.klines(query)
    case "/api/v3/depth": return try payloads.depth(query)
    default: throw Refusal(status: 404, code: -1000, message: "Not found.")
    }
  }

  /// What Coinbase or Kraken would answer.
  private func otherExchange(_ query: Query, _ now: Int64) -> Answer {
    do throws(Refusal) {
      let parts = query.decodedPath.split(separator: "/").map(String.init)
      if parts[0] == "products" {
        let product = parts.count > 1 ? parts[1] : ""
        guard let market = market(named: CoinbaseAnswers.symbol(product)) else {
          return Answer(#"{"message":"NotFound"}"#, status: 404)
        }
        let answers = CoinbaseAnswers(market: market.seen(at: now), product: product, now: now)
        return Answer(try answers.answer(parts.count > 2 ? parts[2] : "", query))
      }
      guard let market = market(named: KrakenAnswers.symbol(query["pair"] ?? "")) else {
        return Answer(KrakenAnswers.unknownPair)
      }
      let answers = KrakenAnswers(market: market.seen(at: now), now: now)
      return Answer(try answers.answer(parts.count > 2 ? parts[2] : "", query))
    } catch {
      return error.answer
    }
  }

  private func klines(_ symbol: String, length: Int64) -> [Kline] {
    let key = "\(symbol) \(length)"
    if let made = klines[key] { return made }
    guard let market = market(named: symbol) else { return [] }
    let now = now * 1_000
    let made = Kline.all(market.seen(at: now), length: length, now: now)
    // A market without a future made its last trade before the clock began to run.
    if options.future == 0 { klines[key] = made }
    return made
  }

  private func bulkFile(_ path: String, _ range: String?) -> Answer {
    guard let file = Bulk(path: path, now: now * 1_000), let market = market(named: file.symbol)
    else { return Bulk.absent }
    let condition = bulkConditions[file.stem]
    let key = "\(file.stem) \(condition?.rawValue ?? "")"
    if archives[key] == nil {
      let rows = file.length.map { klines(file.symbol, length: $0) } ?? []
      // The digest too is made once: an exchange's own lies beside the file.
      archives[key] = file.archive(market, klines: rows, condition).map {
        ($0, Hexadecimal.text(SHA256.digest(of: condition == .stale ? [] : $0)))
      }
    }
    return archives[key].map { file.answer($0.bytes, $0.digest, condition, range: range) }
      ?? Bulk.absent
  }

  private func market(_ query: Query) throws(Refusal) -> Market {
    guard let symbol = query["symbol"], !symbol.isEmpty else { throw .missing("symbol") }
    let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    if symbol.utf8.contains(where: lower.contains) { throw .illegalCharacters("symbol") }
    guard let market = market(named: symbol) else { throw .invalidSymbol }
    return market.seen(at: now * 1_000)
  }

  /// What is listed: four symbols with a story, and as many more as were asked for.
  private lazy var listings: [(symbol: String, price: Int64, isListed: Bool)] =
    Self.listings
    + (0..<options.symbols).map { ("S\($0)USDT", 10_000 + Int64($0), true) }

  func market(named symbol: String) -> Market? {
    if let made = markets[symbol] { return made }
    guard let number = listings.firstIndex(where: { $0.symbol == symbol }) else { return nil }
    let listing = listings[number]
    let market = Market(
      symbol: symbol, price: listing.price, isListed: listing.isListed,
      seed: options.seed &* 1_000 &+ UInt64(number), options: options)
    markets[symbol] = market
    return market
  }

  private func exchangeInfo(_ query: Query, _ time: Int64) throws(Refusal) -> String {
    var asked = query["symbol"] == nil ? nil : [try market(query).symbol]
    if let list = query["symbols"] {
      asked = list.dropFirst().dropLast().split(separator: ",").map {
        String($0.dropFirst().dropLast())
      }
      let known = Set(listings.map(\.symbol))
      if asked?.allSatisfy(known.contains) == false { throw .invalidSymbol }
    }
    let symbols = listings.filter { asked?.contains($0.symbol) ?? true }.map {
      #"{"symbol":"\#($0.symbol)","status":"\#($0.isListed ? "TRADING" : "BREAK")","#
        + #""baseAsset":"\#($0.symbol.dropLast(4))","quoteAsset":"USDT","filters":[]}"#
    }
    let limits = [
      ("REQUEST_WEIGHT", "MINUTE", 1, options.weightLimit), ("ORDERS", "SECOND", 10, 100),
      ("RAW_REQUESTS", "MINUTE", 5, 300_000),
    ].map {
      #"{"rateLimitType":"\#($0)","interval":"\#($1)","intervalNum":\#($2),"limit":\#($3)}"#
    }
    return #"{"timezone":"UTC","serverTime":\#(time),"#
      + #""rateLimits":[\#(limits.joined(separator: ","))],"#
      + #""exchangeFilters":[],"symbols":[\#(symbols.joined(separator: ","))]}"#
  }

  /// What tests ask: faults to come, the requests so far, and the records that would be right.
  private func control(_ query: Query) -> Answer {
    let market = query["symbol"].flatMap(market(named:))?.seen(at: now * 1_000)
    switch query.path {
    case "/standin/fault": return faults.add(query)
    case "/standin/socket": return hub?.fault(query) ?? Answer("{}")
    case "/standin/bulk":
      guard let stem = query["stem"],
        let condition = query["condition"].flatMap(BulkCondition.init(rawValue:))
      else { return Answer("there are: \(BulkCondition.allCases)", status: 400) }
      bulkConditions[stem] = condition
      return Answer("{}")
    case "/standin/correct", "/standin/drop":
      // The exchange corrects or loses a closed candle of a minute, so many before the open one.
      guard let market, let back = query["back"].flatMap(Int.init) else {
        return Refusal.invalidSymbol.answer
      }
      let all = klines(market.symbol, length: 60_000_000)
      guard back < all.count else { return Refusal.invalidSymbol.answer }
      let key = "\(market.symbol) 60000000"
      if query.path.hasSuffix("drop") {
        klines[key]?.remove(at: all.count - 1 - back)
      } else {
        klines[key]?[all.count - 1 - back].high += 100
      }
      return Answer("{}\n")
    case "/standin/log": return Answer(log.map { $0 + "\n" }.joined())
    case "/standin/trades":
      guard let market else { return Refusal.invalidSymbol.answer }
      return Answer(Truth.trades(market))
    case "/standin/books":
      guard let market, let levels = query["levels"].flatMap(Int.init) else {
        return Refusal.invalidSymbol.answer
      }
      let first = query["from"].flatMap(Int64.init) ?? 0
      let books = market.aggregates.indices.lazy.filter { market.aggregates[$0].id >= first }
      return Answer(books.map { Depth(market, at: $0).truth(levels: levels) + "\n" }.joined())
    case "/standin/rawtrades":
      guard let market else { return Refusal.invalidSymbol.answer }
      return Answer(Truth.rawTrades(market))
    case "/standin/candles":
      guard let market, let interval = query["interval"], let length = Kline.length(interval)
      else { return Refusal.invalidSymbol.answer }
      return Answer(
        Truth.candles(
          market, klines(market.symbol, length: length), interval: interval, now: now * 1_000))
    default:
      return Answer(
        "there are: fault socket bulk correct drop log trades rawtrades candles books", status: 404)
    }
  }
}
