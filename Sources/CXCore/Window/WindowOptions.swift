import CXRecord

/// What `cx window` is asked to do; a saved state holds only for equal options.
public struct WindowOptions: Codable, Equatable, Sendable {
  /// The windows, all of them in one pass.
  public var frames: [WindowFrame]
  /// How far, in microseconds, a record may come behind the newest of its instrument and still be
  /// counted as if it had come in order.
  public var lateness: Int64 = 2 * Timestamp.second
  /// For how long, in microseconds beyond ``lateness``, a candle that was emitted can be corrected.
  public var correctable: Int64 = 600 * Timestamp.second
  /// How far, in microseconds, a record may be ahead of the newest of its instrument; one that is
  /// further ahead waits until others come near it.
  public var maxAhead: Int64 = Timestamp.day
  /// Whether late records go to a file of their own instead of correcting candles.
  public var keepsLate = false
  /// Emit unfinished candles when they change, at most one in so many microseconds of event time;
  /// nil for none.
  public var updateEvery: Int64?
  /// Make a candle for windows without trades, between the first trade and the last.
  public var fills = false
  /// How many windows without trades in a row become candles; a `gap` record stands for the others.
  public var fillLimit = 10_000

  /// ``lateness``, but at most some 36,000 years, so that no time less it underflows.
  var delay: Int64 { min(lateness, 1 << 60) }

  /// Options for some windows, the others as by default.
  public init(frames: [WindowFrame]) {
    self.frames = frames
  }

  /// All that a saved state depends on, as text: the values, however they were spelt.
  public var digest: String {
    var words = [frames.map(\.name).joined(separator: ",")]
    let zones = Set(frames.compactMap(\.zone)).filter { !$0.isUTC }
    words += zones.map { "timezone \($0)" }.sorted()
    words.append("lateness \(DurationText.text(lateness))")
    words.append("correctable \(DurationText.text(correctable))")
    if maxAhead != Timestamp.day { words.append("max-ahead \(DurationText.text(maxAhead))") }
    if keepsLate { words.append("late") }
    if let updateEvery { words.append("updates \(DurationText.text(updateEvery))") }
    if fills { words.append(fillLimit == 10_000 ? "fill" : "fill \(fillLimit)") }
    return words.joined(separator: " ")
  }
}
