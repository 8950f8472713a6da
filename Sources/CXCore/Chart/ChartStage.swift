import CXRecord

/// Collects candles and, at the end, draws a chart for each instrument and interval: `cx chart`.
///
/// Its output is for eyes: lines of text or an SVG document, no records.
public struct ChartStage: Stage {
  /// What to draw.
  public enum Format: Hashable, Sendable, Codable {
    /// Text of a size in columns and rows.
    case text(width: Int, height: Int, color: Bool)
    /// An SVG document of a size in pixels.
    case svg(width: Int, height: Int)
  }

  private struct Key: Hashable, Codable {
    var instrument: Instrument
    var interval: Name
  }

  /// Candles kept of a series, more than any chart has columns; what is older is only counted.
  private static let kept = 4_096

  private struct Series: Codable {
    var key: Key
    var candles: [Candle] = []
    var forgotten = 0

    mutating func add(_ candle: Candle) {
      // Corrections and updates come soon after what they replace.
      if let index = candles.lastIndex(where: { $0.time <= candle.time }) {
        if candles[index].time == candle.time {
          if candle.isRetracted {
            candles.remove(at: index)
          } else {
            candles[index] = candle
          }
        } else if !candle.isRetracted {
          candles.insert(candle, at: index + 1)
        }
      } else if !candle.isRetracted {
        candles.insert(candle, at: 0)
      }
      // Twice as many are let in, so that moving them down is rare.
      if candles.count >= 2 * ChartStage.kept {
        forgotten += candles.count - ChartStage.kept
        candles.removeFirst(candles.count - ChartStage.kept)
      }
    }
  }

  private let format: Format
  private let zone: ZoneRules
  private var series: [Series] = []
  private var indexes: [Key: Int] = [:]

  private enum CodingKeys: String, CodingKey {
    case format, zone, series
  }

  /// No candles yet.
  public init(_ format: Format, zone: ZoneRules = .utc) {
    self.format = format
    self.zone = zone
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Format.self, forKey: .format)
    zone = try container.decode(ZoneRules.self, forKey: .zone)
    series = try container.decode([Series].self, forKey: .series)
    for (index, series) in series.enumerated() { indexes[series.key] = index }
  }

  /// Keeps the batch's candles; other records are not drawn.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    for record in input.records where record.kind == .candle {
      let candle = input.candles[Int(record.index)]
      let key = Key(
        instrument: input.instruments[candle.instrument], interval: candle.interval)
      if let index = indexes[key] {
        series[index].add(candle)
      } else {
        indexes[key] = series.count
        series.append(Series(key: key, candles: [candle]))
      }
    }
    return input.records.count
  }

  /// Draws the charts in order of first appearance.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    let charts = series.map { series in
      CandleChart(
        series.candles, of: series.key.instrument, zone: zone, earlier: series.forgotten)
    }
    switch format {
    case .text(let width, let height, let color):
      for (index, chart) in charts.enumerated() {
        if index > 0 { output.block.append("\n") }
        for line in chart.text(width: width, height: height, color: color) {
          output.block.append(line)
          output.block.append("\n")
        }
      }
    case .svg(let width, let height):
      output.block.append(CandleChart.svg(charts, width: width, height: height))
    }
    return true
  }
}
