import CXRecord

/// The exchange's clock, from what it says of it: the local one may be wrong.
struct ServerClock {
  /// The latest moment that the exchange is known to have reached.
  private(set) var latest: Timestamp?
  private var local = Timestamp(microseconds: 0)

  /// Takes the server's time from an answer that came at `now` by the local clock.
  mutating func note(_ server: Timestamp, now: Timestamp) {
    if let latest, server <= latest { return }
    latest = server
    local = now
  }

  /// The server's time, estimated; the local one before the first answer.
  func time(now: Timestamp) -> Timestamp {
    guard let latest else { return now }
    let passed = max(0, now.microseconds - local.microseconds)
    return Timestamp(microseconds: latest.microseconds + passed)
  }
}
