import CXRecord

/// Where candles go on a picture: a price panel above, a volume panel below, prices at the right.
///
/// Lengths are whole numbers; a pixel of the design is ``unit`` of them, so that a format may have
/// tenths of a pixel, or two pixels for one.
struct CandlePlot {
  /// How many lengths a pixel of the design is.
  let unit: Int
  /// The newest candles, as many as there is room for.
  let shown: ArraySlice<Candle>
  let last: Candle
  let prices: PriceScale
  /// The panels' edges.
  let left: Int
  let right: Int
  let top: Int
  let priceBottom: Int
  let volumeTop: Int
  let bottom: Int
  /// From one candle to the next, and how wide its body is.
  let pitch: Int
  let body: Int

  /// A plot on a picture of that size; nil without candles.
  init?(_ chart: CandleChart, width: Int, height: Int, unit: Int) {
    guard let last = chart.candles.last, let all = PriceScale(chart.candles) else { return nil }
    self.unit = unit
    self.last = last
    // Digits of the axis font are 7.3 pixels wide at most.
    let digits = [all.low, all.high].map {
      NumberText.fixed(Decimal(units: $0, scale: all.scale), decimals: all.scale).count
    }
    left = 16 * unit
    top = 64 * unit
    right = width - min(((digits.max() ?? 0) * 73 + 220) * unit / 10, width / 2)
    bottom = height - 36 * unit
    volumeTop = bottom - (bottom - top) / 5
    priceBottom = volumeTop - 12 * unit
    pitch = min(max((right - left) / chart.candles.count, 3 * unit), 24 * unit)
    body = max(pitch * 7 / 10, unit)
    shown = chart.candles.suffix((right - left) / pitch)
    guard let prices = PriceScale(shown) else { return nil }
    self.prices = prices
  }

  /// The middle of a candle; the newest is at the axis.
  func x(_ index: Int) -> Int { right - (shown.count - index) * pitch + pitch / 2 }

  /// The height of a price, from the picture's top.
  func y(_ price: Decimal) -> Int {
    priceBottom - 6 * unit - prices.position(price, steps: priceBottom - top - 12 * unit)
  }

  /// How long a volume's bar is, where `most` fills the panel.
  func bar(_ volume: Decimal, of most: Decimal) -> Int {
    let length = volume.divided(by: most, scale: 6)?.multiplied(by: Decimal(bottom - volumeTop))?
      .rounded(toScale: 0).units(atScale: 0)
    return length.flatMap { Int64(exactly: $0) }.map { Int($0) } ?? 0
  }

  /// Round prices to mark.
  var priceTicks: [Decimal] { prices.ticks(atMost: max(2, (priceBottom - top) / (50 * unit))) }

  /// Whether a price can be written at its height, beside the badge of the last one.
  func hasRoom(_ price: Decimal) -> Bool { abs(y(price) - y(last.close)) >= 17 * unit }

  /// A round moment: where its line is, what is written below, and the middle of that.
  typealias TimeMark = (x: Int, text: String, middle: Int)

  /// Round moments to mark, so that texts are within the picture and apart: after a gap in the
  /// candles, moments may be close to each other.
  func timeMarks(_ zone: ZoneRules) -> [TimeMark] {
    let ticks = TimeTicks.ticks(
      shown.map(\.time), atMost: max(2, (right - left) / (90 * unit)), zone: zone)
    var free = left
    return ticks.compactMap { tick in
      let half = tick.text.count * 73 * unit / 20
      let middle = max(x(tick.index), left + half)
      guard middle - half >= free else { return nil }
      free = middle + half + 14 * unit
      return (x(tick.index), tick.text, middle)
    }
  }
}
