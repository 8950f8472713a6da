import CXRecord

/// How trades are cut into candles.
public enum WindowFrame: Codable, Equatable, Sendable {
  /// Spans of the calendar, side by side: `1m`.
  case tumbling(WindowCalendar)
  /// Spans of `size` microseconds that begin every `slide` since 1970.
  case sliding(size: Int64, slide: Int64)
  /// From a trade until none came for `gap` microseconds.
  case session(gap: Int64)
  /// Every so many executions.
  case ticks(Int64)
  /// Until so much of the base asset has changed hands.
  case volume(Decimal)
  /// Until so much of the quote asset has changed hands.
  case notional(Decimal)

  /// What its candles carry as `interval`.
  public var name: String {
    switch self {
    case .tumbling(let calendar): calendar.interval.name
    case .sliding(let size, let slide):
      "\(DurationText.text(size))/\(DurationText.text(slide))"
    case .session(let gap): "session(\(DurationText.text(gap)))"
    case .ticks(let count): "ticks(\(count))"
    case .volume(let amount): "volume(\(amount))"
    case .notional(let amount): "notional(\(amount))"
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

/// What `cx window` is asked to do; a saved state holds only for equal options.
public struct WindowOptions: Codable, Equatable, Sendable {
  /// The windows, all of them in one pass.
  public var frames: [WindowFrame]
  /// How far, in microseconds, a record may come behind the newest of its instrument and still be
  /// counted as if it had come in order.
  public var lateness: Int64 = 2 * Timestamp.second
  /// For how long, in microseconds beyond ``lateness``, a candle that was emitted can be corrected.
  public var correctable: Int64 = 600 * Timestamp.second
  /// Whether late records go to a file of their own instead of correcting candles.
  public var keepsLate = false
  /// Emit unfinished candles when they change, at most one in so many microseconds of event time;
  /// nil for none.
  public var updateEvery: Int64?
  /// Make a candle for windows without trades, between the first trade and the last.
  public var fills = false

  /// Options for some windows, the others as by default.
  public init(frames: [WindowFrame]) {
    self.frames = frames
  }
}
