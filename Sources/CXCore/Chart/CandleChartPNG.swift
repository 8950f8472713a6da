import CXRecord

extension CandleChart {
  /// The chart as a PNG for where SVG is not shown, as in mail; empty without candles.
  ///
  /// The size is as for ``svg(width:height:)``; the picture has twice as many pixels each way, so
  /// that it is sharp on dense screens. Letters that the bitmap font lacks are question marks.
  public func png(width: Int = 560, height: Int = 300) -> [UInt8] {
    guard var layout = ImageLayout(self, width: max(width, 320), height: max(height, 200)) else {
      return []
    }
    layout.draw()
    return PNG.bytes(of: layout.canvas)
  }
}

/// The drawing of it; two pixels are one of the SVG chart's.
private struct ImageLayout {
  let chart: CandleChart
  let plot: CandlePlot
  var canvas: PixelCanvas

  init?(_ chart: CandleChart, width: Int, height: Int) {
    self.chart = chart
    canvas = PixelCanvas(width: width * 2, height: height * 2)
    guard let plot = CandlePlot(chart, width: canvas.width, height: canvas.height, unit: 2) else {
      return nil
    }
    self.plot = plot
  }

  mutating func draw() {
    drawTitle()
    drawGrid()
    drawTimes()
    drawCandles()
    drawLastPrice()
  }

  private mutating func drawTitle() {
    let change = chart.change(plot.shown)
    var x = plot.left
    let parts: [(String, PixelCanvas.Ink)] = [
      (chart.name, .strong),
      (NumberText.fixed(plot.last.close, decimals: plot.prices.scale), .strong),
      (change?.text ?? "", change?.rises.map { $0 ? .rising : .falling } ?? .faint),
    ]
    for (text, ink) in parts {
      canvas.write(text, ink, x: x, y: 24, zoom: 3)
      x += PixelCanvas.width(of: text + "  ", zoom: 3)
    }
    let below = [
      chart.origin, chart.span(plot.shown), chart.share(plot.shown), chart.gaps(plot.shown),
    ]
    .filter { !$0.isEmpty }.joined(separator: "  ")
    canvas.write(below, .faint, x: plot.left, y: 72, zoom: 2)
  }

  /// Writes a price at the axis, its middle at a height.
  private mutating func writePrice(_ price: Decimal, _ decimals: UInt8, _ ink: PixelCanvas.Ink) {
    let text = NumberText.fixed(price, decimals: decimals)
    canvas.write(
      text, ink, x: canvas.width - 22 - PixelCanvas.width(of: text, zoom: 2),
      y: plot.y(price) - BitmapFont.height, zoom: 2)
  }

  private mutating func drawGrid() {
    let ticks = plot.priceTicks
    let decimals = ticks.map(\.normalized.scale).max() ?? 0
    for tick in ticks {
      canvas.fill(
        .grid, x: plot.left, y: plot.y(tick), width: plot.right - plot.left, height: 1)
      if plot.hasRoom(tick) { writePrice(tick, decimals, .faint) }
    }
  }

  private mutating func drawTimes() {
    for mark in plot.timeMarks(chart.zone) {
      canvas.fill(.grid, x: mark.x, y: plot.top, width: 1, height: plot.bottom - plot.top)
      canvas.write(
        mark.text, .faint, x: mark.middle - PixelCanvas.width(of: mark.text, zoom: 2) / 2,
        y: plot.bottom + 20, zoom: 2)
    }
  }

  private mutating func drawCandles() {
    let most = plot.shown.map(\.volume).max() ?? .zero
    for (index, candle) in plot.shown.enumerated() {
      let (middle, edge) = (plot.x(index), plot.x(index) - plot.body / 2)
      let ink: PixelCanvas.Ink = candle.rises ? .rising : .falling
      let (upper, lower) = (plot.y(candle.high), plot.y(candle.low))
      canvas.fill(ink, x: middle - 1, y: upper, width: 2, height: lower - upper)
      let top = plot.y(max(candle.open, candle.close))
      let bottom = plot.y(min(candle.open, candle.close))
      // A body of no height is still a stroke.
      canvas.fill(ink, x: edge, y: top, width: plot.body, height: max(bottom - top, 2))
      let bar = plot.bar(candle.volume, of: most)
      canvas.fill(
        candle.rises ? .risingPale : .fallingPale, x: edge, y: plot.bottom - bar,
        width: plot.body, height: bar)
    }
    canvas.write(
      "volume, at most \(NumberText.compact(most))", .faint, x: plot.left, y: plot.volumeTop - 16,
      zoom: 2)
  }

  private mutating func drawLastPrice() {
    let ink: PixelCanvas.Ink = plot.last.rises ? .rising : .falling
    let y = plot.y(plot.last.close)
    for x in stride(from: plot.left, to: plot.right, by: 10) {
      canvas.fill(ink, x: x, y: y, width: 4, height: 2)
    }
    canvas.fill(ink, x: plot.right, y: y - 18, width: canvas.width - plot.right - 12, height: 36)
    writePrice(plot.last.close, plot.prices.scale, .paper)
  }
}
