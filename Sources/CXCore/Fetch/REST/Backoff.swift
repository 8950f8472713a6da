import CXRecord

/// How long to wait before asking again, and when to give up.
struct Backoff {
  /// Failures since the last success.
  private(set) var failures = 0
  /// A service that never answered is given up earlier: its address is probably wrong.
  private var hasSucceeded = false

  private static let first: Int64 = 500_000
  private static let longest: Int64 = 60 * Timestamp.second

  mutating func succeed() {
    failures = 0
    hasSucceeded = true
  }

  /// Counts a failure; returns the microseconds to wait at least, or nil to give up.
  ///
  /// Each wait is twice the one before, to a minute; whoever waits adds up to half of it at random,
  /// so that many clients do not come back at once.
  mutating func fail() -> Int64? {
    failures += 1
    if failures >= (hasSucceeded ? 9 : 4) { return nil }
    return min(Self.first << Int64(failures - 1), Self.longest)
  }
}
