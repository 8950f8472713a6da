/// What a ``HistoryFetch`` wants done next.
public enum FetchAction: Equatable, Sendable {
  /// Ask, and hand over the answer or the failure.
  case request(RESTRequest)
  /// Let time pass.
  case wait(FetchPause)
  /// All records have been had.
  case done
  /// It cannot go on.
  case fail(Fault)
}

/// A while to let pass, and why.
public struct FetchPause: Equatable, Sendable {
  /// Microseconds to wait at least.
  public var microseconds: Int64
  /// Microseconds of which a random part is to be added.
  public var jitter: Int64
  /// Why, for whoever watches.
  public var reason: String
}
