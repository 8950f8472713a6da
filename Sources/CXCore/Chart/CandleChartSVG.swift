extension CandleChart {
  /// The chart as a self-contained SVG 1.1 document, in pixels; empty without candles.
  ///
  /// It follows the reader's light or dark theme. Sizes below 320 by 200 are taken as that.
  public func svg(width: Int = 960, height: Int = 540) -> String {
    guard let layout = SVGLayout(self, width: max(width, 320), height: max(height, 200)) else {
      return ""
    }
    return layout.document()
  }

  /// Several charts below each other in one document.
  static func svg(_ charts: [CandleChart], width: Int, height: Int) -> String {
    let documents = charts.map { $0.svg(width: width, height: height) }
    if documents.count < 2 { return documents.first ?? "" }
    let (width, height) = (max(width, 320), max(height, 200))
    let total = charts.count * height
    var result = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(total)\" "
    result += "width=\"\(width)\" height=\"\(total)\">\n"
    for (index, document) in documents.enumerated() {
      result += "<g transform=\"translate(0 \(index * height))\">\n\(document)</g>\n"
    }
    return result + "</svg>\n"
  }
}

/// The writing of it; lengths are tenths of a pixel, whole numbers.
private struct SVGLayout {
  let chart: CandleChart
  let width: Int
  let height: Int
  let plot: CandlePlot

  init?(_ chart: CandleChart, width: Int, height: Int) {
    self.chart = chart
    self.width = width * 10
    self.height = height * 10
    guard let plot = CandlePlot(chart, width: self.width, height: self.height, unit: 10) else {
      return nil
    }
    self.plot = plot
  }

  private func px(_ tenths: Int) -> String {
    tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  func document() -> String {
    let label = MarkupText.escaped("\(chart.name), candles, \(chart.span(plot.shown))")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(px(width)) \(px(height))" \
      width="\(px(width))" height="\(px(height))" role="img" aria-label="\(label)">
      <style>\(Self.style)</style>
      <rect class="back" width="100%" height="100%" rx="8"/>
      \((title() + grid() + times() + candles() + lastPrice()).joined(separator: "\n"))
      </svg>

      """
  }

  /// Colours for light paper, and for dark where the reader's system asks for it.
  private static let style = """
    text{font:12px ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;fill:#57606a}\
    .back{fill:#fff}.name{font-size:18px;font-weight:600;fill:#1f2328}.price{font-size:18px;\
    fill:#1f2328}.grid{stroke:#d0d7de;stroke-width:.6}.up{fill:#1a9a6c;stroke:#1a9a6c}\
    .down{fill:#d1434b;stroke:#d1434b}.flat{stroke:none}text.up,text.down,.same{font-size:14px;\
    stroke:none}.volume{opacity:.4;stroke:none}.last{stroke-dasharray:2 3;stroke-width:.8}\
    .badge{fill:#fff;font-weight:600}.axis{text-anchor:middle}\
    @media(prefers-color-scheme:dark){text{fill:#8b949e}.back{fill:#0d1117}.name,.price{fill:\
    #e6edf3}.grid{stroke:#262c36}.up{fill:#2fbf8a;stroke:#2fbf8a}.down{fill:#f0616d;stroke:\
    #f0616d}.badge{fill:#0d1117}}
    """

  private func text(
    _ text: String, _ style: String, x: Int, y: Int, anchor: String = "start"
  ) -> String {
    let anchored = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    return "<text class=\"\(style)\" x=\"\(px(x))\" y=\"\(px(y))\"\(anchored)>"
      + "\(MarkupText.escaped(text))</text>"
  }

  private func line(_ style: String, _ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) -> String {
    "<path class=\"\(style)\" d=\"M\(px(x1)) \(px(y1))L\(px(x2)) \(px(y2))\"/>"
  }

  private func title() -> [String] {
    let price = NumberText.fixed(plot.last.close, decimals: plot.prices.scale)
    // Digits of the title font are 11 pixels wide.
    let priceX = plot.left + (chart.name.count + 2) * 110
    var result = [
      text(chart.name, "name", x: plot.left, y: 300), text(price, "price", x: priceX, y: 300),
    ]
    if let change = chart.change(plot.shown) {
      let style = change.rises.map { $0 ? "up" : "down" } ?? "same"
      result.append(
        text(change.text, style, x: priceX + (price.count + 2) * 110, y: 300))
    }
    let below = [
      chart.origin, chart.span(plot.shown), chart.share(plot.shown), chart.gaps(plot.shown),
    ]
    .filter { !$0.isEmpty }.joined(separator: " · ")
    return result + [text(below, "span", x: plot.left, y: 500)]
  }

  private func grid() -> [String] {
    let ticks = plot.priceTicks
    let decimals = ticks.map(\.normalized.scale).max() ?? 0
    let lines = ticks.map { line("grid", plot.left, plot.y($0), plot.right, plot.y($0)) }
    return lines
      + ticks.filter(plot.hasRoom).map { tick in
        text(
          NumberText.fixed(tick, decimals: decimals), "tick", x: width - 140, y: plot.y(tick) + 40,
          anchor: "end")
      }
  }

  private func times() -> [String] {
    plot.timeMarks(chart.zone).flatMap { mark in
      [
        line("grid", mark.x, plot.top, mark.x, plot.bottom),
        text(mark.text, "axis", x: mark.middle, y: plot.bottom + 210),
      ]
    }
  }

  /// All bodies, wicks and bars of a direction in a path each: few elements, small files.
  private func candles() -> [String] {
    let most = plot.shown.map(\.volume).max() ?? .zero
    return [true, false].flatMap { rises in
      var bodies = ""
      var wicks = ""
      var bars = ""
      for (index, candle) in plot.shown.enumerated() where candle.rises == rises {
        let (middle, edge) = (plot.x(index), plot.x(index) - plot.body / 2)
        let (upper, lower) = (
          plot.y(max(candle.open, candle.close)), plot.y(min(candle.open, candle.close))
        )
        // A body of no height is still a stroke.
        bodies +=
          "M\(px(edge)) \(px(upper))h\(px(plot.body))v\(px(max(lower - upper, 8)))H\(px(edge))z"
        wicks += "M\(px(middle)) \(px(plot.y(candle.high)))V\(px(plot.y(candle.low)))"
        let length = plot.bar(candle.volume, of: most)
        if length > 0 {
          bars +=
            "M\(px(edge)) \(px(plot.bottom))v-\(px(length))h\(px(plot.body))V\(px(plot.bottom))z"
        }
      }
      let style = rises ? "up" : "down"
      return [("volume", bars), ("wick", wicks), ("flat", bodies)].filter { !$0.1.isEmpty }
        .map { "<path class=\"\(style) \($0.0)\" d=\"\($0.1)\"/>" }
    } + [
      text(
        "volume, at most \(NumberText.compact(most))", "tick", x: plot.left, y: plot.volumeTop - 20)
    ]
  }

  private func lastPrice() -> [String] {
    let style = plot.last.rises ? "up" : "down"
    let y = plot.y(plot.last.close)
    return [
      line("\(style) last", plot.left, y, plot.right, y),
      "<rect class=\"\(style)\" x=\"\(px(plot.right))\" y=\"\(px(y - 90))\" "
        + "width=\"\(px(width - plot.right - 80))\" height=\"18\" rx=\"3\"/>",
      text(
        NumberText.fixed(plot.last.close, decimals: plot.prices.scale), "badge", x: width - 140,
        y: y + 40,
        anchor: "end"),
    ]
  }
}
