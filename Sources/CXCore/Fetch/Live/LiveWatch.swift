/// Watches for streams that are silent though something happens: a connection may be open, answer
/// pings, and bring nothing.
///
/// Data are what counts, never pings. A symbol may simply be quiet, so before a connection is ended
/// the exchange is asked for the symbol's newest trade.
struct LiveWatch {
  private struct Stream {
    var patience: Int64
    var askedAt: Int64 = 0
    // The newest trade when last asked.
    var newest: Int64?
  }

  private let limits: LiveLimits
  private var streams: [Stream]
  private var begin: Int64?
  private var next = 0

  /// Symbols that stay quiet are asked for less and less often.
  private static let longestPatience = 16

  init(_ count: Int, limits: LiveLimits) {
    self.limits = limits
    streams = Array(repeating: Stream(patience: limits.quiet), count: count)
  }

  /// The streams to ask about: those of `silent` connections, and one other that brought nothing
  /// for long.
  mutating func suspects(silent: [Int], dataAt: [Int64], now: Int64) -> [Int] {
    let begin = begin ?? now
    self.begin = begin
    var found = silent.filter { now - streams[$0].askedAt >= limits.stall / 2 }
    for step in streams.indices {
      let number = (next + step) % streams.count
      let since = max(dataAt[number], begin, streams[number].askedAt)
      guard now - since >= streams[number].patience, !found.contains(number) else { continue }
      found.append(number)
      next = number + 1
      break
    }
    for number in found { streams[number].askedAt = now }
    return found
  }

  /// Takes the newest trade of a stream; true when the stream should have brought it.
  ///
  /// `known` is the last trade that was had, where the stream brings trades.
  mutating func isStalled(_ number: Int, newest: Int64, known: Int64?, hasData: Bool) -> Bool {
    let before = known ?? (hasData ? nil : streams[number].newest)
    streams[number].newest = newest
    if let before, newest > before {
      streams[number].patience = limits.quiet
      return true
    }
    streams[number].patience = min(
      streams[number].patience * 2, limits.quiet * Int64(Self.longestPatience))
    return false
  }
}
