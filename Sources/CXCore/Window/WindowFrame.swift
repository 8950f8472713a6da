import CXRecord

/// How trades are cut into candles.
public enum WindowFrame: Codable, Equatable, Sendable {
  /// Spans of the calendar, side by side: `1m`.
  case tumbling(WindowCalendar)
  /// Spans of the calendar that overlap: `1h` every `5m`.
  case sliding(SlidingCalendar)
  /// From a trade until none came for `gap` microseconds.
  case session(gap: Int64)
  /// Every so many executions.
  case ticks(Int64)
  /// Until so much of the base asset has changed hands.
  case volume(Decimal)
  /// Until so much of the quote asset has changed hands.
  case notional(Decimal)

  /// What its candles carry as `interval`.
  public var name: Name {
    if case .tumbling(let calendar) = self { return calendar.interval.name }
    return Name(spelling)
  }

  private var spelling: String {
    switch self {
    case .tumbling(let calendar): calendar.interval.description
    case .sliding(let calendar): calendar.name
    case .session(let gap): "session(\(DurationText.text(gap)))"
    case .ticks(let count): "ticks(\(count))"
    case .volume(let amount): "volume(\(amount))"
    case .notional(let amount): "notional(\(amount))"
    }
  }

  /// Whose midnights count, where any do.
  var zone: ZoneRules? {
    switch self {
    case .tumbling(let calendar): calendar.zone
    case .sliding(let calendar): calendar.slide.zone
    case .session, .ticks, .volume, .notional: nil
    }
  }

  /// Whether a trade belongs to one of its windows only, whatever came before.
  var isTumbling: Bool {
    if case .tumbling = self { true } else { false }
  }

  /// Whether its borders are times, so that a late trade still has a place.
  var isOfTime: Bool {
    switch self {
    case .tumbling, .sliding, .session: true
    case .ticks, .volume, .notional: false
    }
  }
}
