import CXCore
import CXRecord

/// A source slowed down to the pace at which its records came, or a multiple of it.
public struct Paced<Timed: TimedSource>: Source {
  /// The source itself.
  public private(set) var source: Timed
  private let speed: Double
  private var begin: (time: Int64, clock: ContinuousClock.Instant)?

  /// Hands out each batch when it is due: `speed` 1 is as recorded, 2 twice as fast.
  public init(_ source: Timed, speed: Double) {
    self.source = source
    self.speed = speed
  }

  /// Always: whoever reads wants to see each batch when it is due.
  public var wouldBlock: Bool { true }

  /// The next batch, when it is due; nil at the end or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    guard let batch = try source.next() else { return nil }
    guard let time = source.time else { return batch }
    guard let begin else {
      begin = (time, ContinuousClock.now)
      return batch
    }
    let (after, overflow) = time.subtractingReportingOverflow(begin.time)
    if overflow || after <= 0 { return batch }
    let due = begin.clock.advanced(by: .microseconds(Double(after) / speed))
    let wait = ContinuousClock.now.duration(to: due).components
    // What is due in more than 30 years may as well be due in 30; the sum must not overflow.
    let seconds = min(wait.seconds, 1_000_000_000)
    let microseconds = seconds * 1_000_000 + wait.attoseconds / 1_000_000_000_000
    Signals.sleep(microseconds: microseconds)
    return Signals.pending == nil ? batch : nil
  }
}
