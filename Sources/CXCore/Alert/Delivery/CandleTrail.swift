import CXRecord

/// The latest candles of each series, so that who is told of an alert sees what led to it.
///
/// It starts empty in every run: a chart after a restart begins there.
public struct CandleTrail {
  /// Candles kept of a series before those of the current batch.
  private static let kept = 60

  private var series: [SeriesKey: [(end: Int64, line: String)]] = [:]

  /// No candles yet.
  public init() {}

  /// Keeps the lines of a batch's candles.
  ///
  /// The whole batch, so that an alert in its middle finds what came before it; older ones go.
  public mutating func take(_ batch: Batch) {
    for record in batch.records where record.kind == .candle {
      let candle = batch.candles[Int(record.index)]
      let key = SeriesKey(
        instrument: batch.instruments[candle.instrument], type: "candle", interval: candle.interval)
      let line = String(decoding: batch.line(of: record), as: UTF8.self)
      series[key, default: []].append((candle.end, line))
    }
  }

  /// Forgets all but the latest candles of each series.
  public mutating func trim() {
    for key in series.keys {
      guard let count = series[key]?.count, count > Self.kept else { continue }
      series[key]?.removeFirst(count - Self.kept)
    }
  }

  /// The lines of the candles that had ended when the alert spoke, oldest first.
  public func context(of notice: AlertNotice) -> [String] {
    let key = SeriesKey(instrument: notice.instrument, type: "candle", interval: notice.interval)
    let before = (series[key] ?? []).filter { $0.end <= notice.time }
    return before.suffix(Self.kept).map(\.line)
  }
}
