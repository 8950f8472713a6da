import CXRecord

extension CandleChart {
  /// The chart as lines of text, each at most `width` columns, `height` in all; none without
  /// candles.
  ///
  /// With colour, rising candles are green and falling ones red (ECMA-48 sequences, so the
  /// terminal's own shades). Without it, rising bodies are lines and falling ones are filled.
  /// Sizes below 30 by 8 are taken as that.
  public func text(width: Int, height: Int, color: Bool) -> [String] {
    guard var layout = TextLayout(self, width: max(width, 30), height: max(height, 8), color: color)
    else { return [] }
    layout.drawGrid()
    layout.drawTimes()
    layout.drawCandles()
    layout.drawVolumes()
    layout.drawLastPrice()
    layout.drawTitle()
    return layout.canvas.lines(color: color)
  }
}

/// Where everything goes, and the drawing of it.
private struct TextLayout {
  let chart: CandleChart
  let color: Bool
  let shown: ArraySlice<Candle>
  let last: Candle
  let prices: PriceScale
  let ticks: [Decimal]
  let decimals: UInt8
  /// Columns from one candle to the next: 1, 2, or 4 for bodies three wide.
  let pitch: Int
  /// Digits before the point of the longest price on the axis.
  let wholeDigits: Int
  /// Columns left of the price axis.
  let plotWidth: Int
  let priceRows: Int
  let volumeRows: Int
  var canvas: TextCanvas

  init?(_ chart: CandleChart, width: Int, height: Int, color: Bool) {
    guard let last = chart.candles.last, let all = PriceScale(chart.candles) else { return nil }
    self.chart = chart
    self.color = color
    self.last = last
    volumeRows = height < 12 ? 0 : height / 6
    // The title above; the time axis and its labels below.
    priceRows = height - 3 - volumeRows
    // How many candles fit depends on the width of the labels, and these on the candles shown: the
    // longest price of all settles it.
    wholeDigits =
      [all.low, all.high].map { units in
        Self.wholeDigits(Decimal(units: units, scale: all.scale))
      }.max() ?? 1
    let fraction = all.scale == 0 ? 0 : Int(all.scale) + 1
    let columns = width - min(wholeDigits + fraction + 2, width / 2)
    let count = chart.candles.count
    pitch = count * 4 <= columns ? 4 : count * 2 <= columns ? 2 : 1
    shown = chart.candles.suffix(columns / pitch)
    guard let prices = PriceScale(shown) else { return nil }
    self.prices = prices
    ticks = prices.ticks(atMost: max(2, priceRows / 3))
    decimals = ticks.map(\.normalized.scale).max() ?? 0
    plotWidth = max(shown.count * pitch, min(columns, 24))
    canvas = TextCanvas(width: width, height: height)
  }

  /// How long a price is before its point, the sign included.
  private static func wholeDigits(_ price: Decimal) -> Int {
    price.description.prefix { $0 != "." }.count
  }

  /// A price on the axis, so that points stand below each other.
  private func label(_ price: Decimal, decimals: UInt8) -> String {
    let missing = max(0, wholeDigits - Self.wholeDigits(price))
    return String(repeating: " ", count: missing) + NumberText.fixed(price, decimals: decimals)
  }

  /// The middle column of a candle, counted from the first shown; the newest is at the axis.
  private func column(_ index: Int) -> Int {
    plotWidth - (shown.count - index) * pitch + (pitch == 4 ? 1 : 0)
  }

  /// The row of a half step from the bottom of the price panel.
  private func row(_ half: Int) -> Int { 1 + priceRows - 1 - half / 2 }

  mutating func drawGrid() {
    for row in 1...(priceRows + volumeRows) { canvas.put("│", .faint, column: plotWidth, row: row) }
    for tick in ticks {
      let row = row(prices.position(tick, steps: priceRows * 2))
      for column in 0..<plotWidth { canvas.put("┈", .faint, column: column, row: row) }
      canvas.put("├", .faint, column: plotWidth, row: row)
      canvas.put(label(tick, decimals: decimals), .plain, column: plotWidth + 2, row: row)
    }
  }

  mutating func drawTimes() {
    let axis = 1 + priceRows + volumeRows
    for column in 0..<plotWidth { canvas.put("─", .faint, column: column, row: axis) }
    canvas.put("╯", .faint, column: plotWidth, row: axis)
    var free = 0
    for tick in TimeTicks.ticks(shown.map(\.time), atMost: plotWidth / 10, zone: chart.zone) {
      let middle = column(tick.index)
      let start = min(max(middle - tick.text.count / 2, 0), plotWidth - tick.text.count)
      guard start >= free else { continue }
      free = start + tick.text.count + 2
      canvas.put("┬", .faint, column: middle, row: axis)
      canvas.put(tick.text, .plain, column: start, row: axis + 1)
    }
  }

  mutating func drawCandles() {
    for (index, candle) in shown.enumerated() {
      let steps = priceRows * 2
      let wick =
        prices.position(
          candle.low, steps: steps)...prices.position(
          max(candle.high, candle.low), steps: steps)
      let body =
        prices.position(
          min(candle.open, candle.close), steps: steps)...prices.position(
          max(candle.open, candle.close), steps: steps)
      func half(_ step: Int) -> CandleGlyphs.Half {
        body.contains(step) ? .body : wick.contains(step) ? .wick : .empty
      }
      let filled = color ? pitch > 1 : !candle.rises
      let style: TextCanvas.Style = candle.rises ? .rising : .falling
      for cell in min(wick.lowerBound, body.lowerBound) / 2...max(
        wick.upperBound, body.upperBound) / 2
      {
        let (top, bottom) = (half(cell * 2 + 1), half(cell * 2))
        let middle = CandleGlyphs.middle(top: top, bottom: bottom, filled ? .block : .line)
        canvas.put(middle, style, column: column(index), row: row(cell * 2))
        guard pitch == 4, filled, let side = CandleGlyphs.side(top: top, bottom: bottom) else {
          continue
        }
        canvas.put(side, style, column: column(index) - 1, row: row(cell * 2))
        canvas.put(side, style, column: column(index) + 1, row: row(cell * 2))
      }
    }
  }

  mutating func drawVolumes() {
    guard volumeRows > 0, let most = shown.map(\.volume).max(), most > .zero else { return }
    let top = 1 + priceRows
    for (index, candle) in shown.enumerated() {
      guard
        let share = candle.volume.divided(by: most, scale: 6),
        let eighths = share.multiplied(by: Decimal(volumeRows * 8))?.rounded(toScale: 0)
          .units(atScale: 0).flatMap({ Int64(exactly: $0) })
      else { continue }
      // What was traded is seen, however little.
      let height = candle.volume > .zero ? max(Int(eighths), 1) : 0
      let style: TextCanvas.Style = candle.rises ? .rising : .falling
      for row in 0..<volumeRows where height > row * 8 {
        for side in pitch == 4 ? -1...1 : 0...0 {
          canvas.put(
            CandleGlyphs.eighths(height - row * 8), style, column: column(index) + side,
            row: top + volumeRows - 1 - row)
        }
      }
    }
    canvas.put("├", .faint, column: plotWidth, row: top)
    let amount = NumberText.compact(most)
    let named = "vol \(amount)"
    let fits = plotWidth + 2 + named.count <= canvas.width
    canvas.put(fits ? named : amount, .faint, column: plotWidth + 2, row: top)
  }

  mutating func drawLastPrice() {
    let row = row(prices.position(last.close, steps: priceRows * 2))
    for column in plotWidth + 1..<canvas.width { canvas.put(" ", .plain, column: column, row: row) }
    canvas.put("◂", last.rises ? .rising : .falling, column: plotWidth, row: row)
    canvas.put(
      " " + label(last.close, decimals: prices.scale),
      last.rises ? .risingLabel : .fallingLabel, column: plotWidth + 1, row: row)
  }

  mutating func drawTitle() {
    var column = 0
    func write(_ text: String, _ style: TextCanvas.Style) {
      guard !text.isEmpty, column == 0 || column + text.count <= canvas.width else { return }
      canvas.put(text, style, column: column, row: 0)
      column += text.count + 2
    }
    write(chart.name, .bold)
    write(NumberText.fixed(last.close, decimals: prices.scale), .plain)
    if let change = chart.change(shown) {
      write(change.text, change.rises.map { $0 ? .rising : .falling } ?? .faint)
    }
    write(chart.origin, .faint)
    write(chart.span(shown), .faint)
    write(chart.share(shown), .faint)
    write(chart.gaps(shown), .faint)
  }
}
