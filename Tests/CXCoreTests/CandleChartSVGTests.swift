import Testing

@testable import CXCore
@testable import CXRecord

/// Where an SVG chart writes: within the picture, and nothing over anything else.
@Suite struct CandleChartSVGTests {
  private let bitcoin = Instrument(exchange: "binance", symbol: "BTCUSDT")

  /// The places and texts of a style of text.
  private func texts(_ style: String, in svg: String) throws -> [(
    x: Double, y: Double, text: String
  )] {
    try svg.split(separator: "\n").filter { $0.hasPrefix("<text class=\"\(style)\"") }.map {
      let parts = $0.split(separator: "\"")
      return (
        try #require(Double(parts[3])), try #require(Double(parts[5])),
        String(try #require($0.split(separator: ">").first { $0.hasSuffix("</text") }).dropLast(6))
      )
    }
  }

  /// An axis letter in pixels, in the font of the style sheet.
  private let letter = 7.2

  @Test(arguments: [1, 2, 30, 70, 150, 280, 400])
  func timesAreWithinThePictureAndApart(count: Int) throws {
    // After the first half an hour, three candles each hour, and then one each day.
    let all = ChartCandles.walk(count * 60, interval: "1m")
    let sparse = all.enumerated().filter { index, _ in
      index < 30 || (index < 3_000 ? index % 60 < 3 : index % 1_440 == 0)
    }
    .map(\.element)
    for candles in [Array(all.prefix(count)), sparse] {
      for width in [320, 960] {
        let svg = CandleChart(candles, of: bitcoin).svg(width: width, height: 300)
        var end = 0.0
        for time in try texts("axis", in: svg) {
          let half = Double(time.text.count) * letter / 2
          #expect(time.x - half > end, "\(time.text) at \(time.x) of \(width)")
          end = time.x + half + 5
        }
        #expect(end < Double(width))
      }
    }
  }

  @Test func noPriceIsUnderTheBadge() throws {
    for count in 1..<60 {
      let svg = CandleChart(ChartCandles.walk(count, interval: "1m"), of: bitcoin).svg()
      let badge = try #require(try texts("badge", in: svg).first)
      let ticks = try texts("tick", in: svg).filter { !$0.text.hasPrefix("volume") }
      #expect(!ticks.isEmpty)
      #expect(ticks.allSatisfy { abs($0.y - badge.y) > 16 })
    }
  }

  @Test func partsOfTheSecondLineAreToldApart() throws {
    var candles = ChartCandles.walk(400, interval: "1m")
    candles.remove(at: 390)
    let svg = CandleChart(candles, of: bitcoin).svg()
    let line = try #require(try texts("span", in: svg).first).text
    #expect(line.split(separator: " · ").count == 4)
    #expect(line.hasSuffix(" · 1 gap"))
  }
}
