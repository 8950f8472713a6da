import Foundation
import Testing

@testable import CXCore
@testable import CXRecord

@Suite struct ChartStageTests {
  private let format = ChartStage.Format.text(width: 60, height: 10, color: false)

  private func batch(_ candles: [(Candle, Name)], _ instruments: Instruments) -> Batch {
    var batch = Batch(instruments: instruments)
    for (candle, symbol) in candles {
      var candle = candle
      candle.instrument = instruments.number(of: Instrument(exchange: "x", symbol: symbol))
      batch.append(candle)
    }
    return batch
  }

  private func drawn(_ stage: ChartStage) -> String {
    var stage = stage
    var output = Batch()
    stage.finish(to: &output)
    return String(decoding: output.block.bytes, as: UTF8.self)
  }

  @Test func drawsAChartForEachSeriesHoweverInputIsCut() throws {
    let candles: [(Candle, Name)] = ChartCandles.walk(20, interval: "1m").flatMap {
      [($0, "A" as Name), ($0, "B" as Name)]
    }
    var whole = ChartStage(format)
    var ignored = Batch()
    whole.apply(batch(candles, Instruments()), to: &ignored)
    var cut = ChartStage(format)
    for candle in candles {
      cut.apply(batch([candle], Instruments()), to: &ignored)
      cut = try JSONDecoder().decode(ChartStage.self, from: JSONEncoder().encode(cut))
    }
    #expect(drawn(whole) == drawn(cut))
    let lines = drawn(whole).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("A 1m"))
    #expect(lines[11].hasPrefix("B 1m"))
    #expect(ignored.records.isEmpty)
  }

  @Test func keepsTheNewestAndCountsTheRest() {
    var stage = ChartStage(.text(width: 120, height: 10, color: false))
    var ignored = Batch()
    let candles: [(Candle, Name)] = (0..<10_000).map {
      (ChartCandles.flat(Decimal(5), time: $0 * 60_000_000), "A")
    }
    stage.apply(batch(candles, Instruments()), to: &ignored)
    #expect(drawn(stage).contains("of 10000"))
  }

  @Test func writesWellFormedSVG() throws {
    let evil = Instrument(exchange: "<&>", symbol: "\"A\u{1}")
    let chart = CandleChart(ChartCandles.walk(300, interval: "1h"), of: evil)
    for document in [
      chart.svg(), chart.svg(width: 1, height: 1),
      CandleChart.svg([chart, chart], width: 500, height: 300),
      CandleChart([ChartCandles.flat(.zero)], of: evil).svg(),
    ] {
      #expect(document.hasPrefix("<svg xmlns="))
      #expect(document.hasSuffix("</svg>\n"))
      #expect(!document.contains("<&>") && document.contains("&lt;&amp;&gt;"))
      #expect(
        document.components(separatedBy: "<g ").count
          == document.components(separatedBy: "</g>").count)
    }
    #expect(CandleChart.svg([], width: 500, height: 300).isEmpty)
  }
}
