import CXRecord

/// A chart of candles of one instrument and interval, with a price axis, a time axis and volumes.
///
/// It draws the newest candles that fit, side by side: a window without a candle takes no room.
/// Positions are computed in whole numbers from exact prices.
public struct CandleChart: Sendable {
  /// The candles, in order of time.
  public let candles: [Candle]
  /// What they are candles of.
  public let instrument: Instrument
  /// Whose clock the time axis shows.
  public let zone: ZoneRules
  /// How many older candles there were that are not among ``candles``.
  public let earlier: Int

  /// A chart of candles in order of time; of several with one start, the last counts.
  public init(
    _ candles: [Candle], of instrument: Instrument, zone: ZoneRules = .utc, earlier: Int = 0
  ) {
    var newest: [Int64: Candle] = [:]
    for candle in candles { newest[candle.time] = candle }
    self.candles = newest.values.sorted { $0.time < $1.time }
    self.instrument = instrument
    self.zone = zone
    self.earlier = earlier
  }

  /// `BTCUSDT 1m`, fit for a terminal: symbols come from outside and may hold control characters.
  var name: String {
    let parts = [instrument.symbol, candles.last?.interval ?? ""].filter { !$0.isEmpty }
    return Self.printable(parts.joined(separator: " "))
  }

  /// The exchange, and the tenant where there is one.
  var origin: String {
    let tenant: Name = instrument.tenant == Instrument.defaultTenant ? "" : instrument.tenant
    return Self.printable(
      [instrument.exchange, tenant].filter { !$0.isEmpty }.joined(separator: " "))
  }

  private static func printable(_ text: String) -> String {
    String(
      text.map { character in
        character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0 ~= $0.value) }
          ? character : "?"
      })
  }

  /// `newest 80 of 500`; empty where all candles are shown.
  func share(_ shown: ArraySlice<Candle>) -> String {
    let all = candles.count + earlier
    return all > shown.count ? "newest \(shown.count) of \(all)" : ""
  }

  /// `2 gaps`: how often a candle does not begin where the one before ended; empty without.
  ///
  /// Bars of trades or volume, whose interval is not a length of time, have none.
  func gaps(_ shown: ArraySlice<Candle>) -> String {
    guard let name = shown.last?.interval, (try? Interval(parsing: name)) != nil else { return "" }
    let count = zip(shown, shown.dropFirst()).reduce(0) { $0 + ($1.1.time > $1.0.end ? 1 : 0) }
    return count == 0 ? "" : count == 1 ? "1 gap" : "\(count) gaps"
  }

  /// From the first open to the last close, `▲ +1.23%`, and whether that is up; nil where it has
  /// no meaning, no arrow where the price is the same.
  func change(_ shown: ArraySlice<Candle>) -> (text: String, rises: Bool?)? {
    guard let start = shown.first?.open, let end = shown.last?.close,
      let percent = NumberText.percent(from: start, to: end)
    else { return nil }
    if start == end { return ("0.00%", nil) }
    return ("\(end > start ? "▲" : "▼") \(percent)", end > start)
  }

  /// From the first to the last moment, `2025-11-11 15:00 to 16:00 UTC`, clocks at midnight left out.
  func span(_ shown: ArraySlice<Candle>) -> String {
    guard let first = shown.first?.time, let last = shown.last?.end else { return "" }
    func local(_ time: Int64) -> (date: String, clock: String) {
      let second = time.floorDivided(by: Timestamp.second)
      let shifted = second + zone.offset(at: second).seconds
      let day = shifted.floorDivided(by: 86_400)
      let inDay = Int(shifted - day * 86_400)
      return (
        CivilDate(daysSince1970: Int(day)).description,
        TimeTicks.clock(inDay, withSeconds: inDay % 60 != 0)
      )
    }
    let (start, end) = (local(first), local(last))
    if start.clock == "00:00", end.clock == "00:00" {
      return "\(start.date) to \(end.date) \(zone.name)"
    }
    let until = start.date == end.date ? end.clock : "\(end.date) \(end.clock)"
    return "\(start.date) \(start.clock) to \(until) \(zone.name)"
  }
}

extension Candle {
  /// Whether it closed at or above its open.
  var rises: Bool { close >= open }
}
