import CXRecord

/// What a ``LiveFetch`` wants done next.
public enum LiveAction: Equatable, Sendable {
  /// Open connection number so to this target below the exchange's base URL, and tell how it went.
  case connect(Int, target: String)
  /// Send a text over a connection.
  case send(Int, String)
  /// Close a connection; nothing more is to be told of it.
  case close(Int)
  /// Ask, and hand over the answer or the failure; messages may come in between.
  case request(RESTRequest)
  /// Wait for messages, or until this moment of the clock that never goes back.
  case wait(until: Int64)
  /// There is nothing to follow any more.
  case done
  /// It cannot go on.
  case fail(Fault)
}

/// A moment by both clocks.
public struct LiveMoment: Sendable, Equatable {
  /// Microseconds since some moment, never going back: what waits are counted by.
  public var ticks: Int64
  /// The time of day, which may jump: what records carry.
  public var wall: Timestamp

  /// A moment; see the fields.
  public init(ticks: Int64, wall: Timestamp) {
    self.ticks = ticks
    self.wall = wall
  }
}
