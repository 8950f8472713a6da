import CXRecord

/// The checkpoint: options, each instrument's last trade, each series' memory.
///
/// Instruments are written by name, since their numbers end with the run.
extension Enrich {
  private struct Tick: Codable {
    var instrument: Instrument
    var tick: TickRule
  }

  private enum CodingKeys: CodingKey {
    case options, ticks, series
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(EnrichOptions.self, forKey: .options))
    series = try container.decode(SeriesTable.self, forKey: .series)
    for tick in try container.decode([Tick].self, forKey: .ticks) {
      instruments.restore(tick.instrument, tick.tick, options.reference)
    }
  }

  /// Writes all that the next record depends on.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(options, forKey: .options)
    try container.encode(
      instruments.entries.map { Tick(instrument: $0.instrument, tick: $0.tick) }, forKey: .ticks)
    try container.encode(series, forKey: .series)
  }
}
