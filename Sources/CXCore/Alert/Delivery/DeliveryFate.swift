import CXRecord

/// What becomes of a notification after a try.
public enum DeliveryFate: Sendable, Equatable {
  /// The receiver has it.
  case delivered
  /// It is tried again, not before a moment: microseconds since 1970 UTC.
  case waits(until: Int64, reason: String)
  /// It is kept, and nobody tries again unless asked to.
  case dead(reason: String)

  // A second doubles with every try, to a quarter of an hour.
  private static let firstWait = Timestamp.second
  private static let longestWait = 900 * Timestamp.second
  // Nobody is believed who wants to be left alone for longer.
  private static let longestWish = 86_400 * Timestamp.second

  /// Decides after the try of that number, from 1, at a moment.
  ///
  /// `created` is when the oldest of its events was noted. Between half and all of the wait passes,
  /// by a hash of key and number: many notifications do not come back at once, and the same one
  /// always does the same.
  public init(
    of verdict: DeliveryVerdict, key: String, tries: Int64, created: Int64, now: Int64,
    giveUpAfter: Int64
  ) {
    switch verdict {
    case .delivered: self = .delivered
    case .refused(let reason): self = .dead(reason: reason)
    case .again(let wish, let reason):
      let wait = max(Self.wait(key: key, tries: tries), min(wish ?? 0, Self.longestWish))
      let (age, isOld) = now.subtractingReportingOverflow(created)
      if isOld || age >= giveUpAfter {
        let length = DurationText.text(giveUpAfter)
        self = .dead(reason: "\(reason); given up after \(length) and \(tries) tries")
      } else {
        self = .waits(until: now &+ wait, reason: reason)
      }
    }
  }

  /// Microseconds before the next try, if the receiver has no wish.
  static func wait(key: String, tries: Int64) -> Int64 {
    let doublings = min(max(tries - 1, 0), 20)
    let whole = min(firstWait << doublings, longestWait)
    let hash = DeliveryKey.hash(Array("\(key) \(tries)".utf8))
    return whole / 2 + Int64(UInt64(truncatingIfNeeded: hash) % UInt64(whole / 2 + 1))
  }
}
