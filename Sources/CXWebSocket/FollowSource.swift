import CXCore
import CXRecord
import CXHTTP

/// History up to now, then what happens from then on: joined by id, so that nothing is missing and
/// nothing comes twice.
public struct FollowSource: Source {
  private var history: HistorySource?
  private var live: LiveSource?
  private let follow: ([Name: HistoryCursor]) throws(Fault) -> LiveSource

  /// A source whose live half is made where the history ends, with its cursors.
  public init(
    _ history: HistorySource,
    then follow: @escaping ([Name: HistoryCursor]) throws(Fault) -> LiveSource
  ) {
    self.history = history
    self.follow = follow
  }

  /// Whether the next records have to be waited for.
  public var wouldBlock: Bool { history?.wouldBlock ?? live?.wouldBlock ?? false }

  /// How far each symbol has come.
  public var position: [Name: HistoryCursor] { history?.position ?? live?.position ?? [:] }

  /// The next records, or nil when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    if let batch = try history?.next() { return batch }
    if let history {
      live = try follow(history.position)
      self.history = nil
    }
    return try live?.next()
  }
}
