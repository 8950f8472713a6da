import CXRecord

/// A source whose records have a time at which they came, so that they can come again at that pace.
public protocol TimedSource: Source {
  /// When the last record handed out came: microseconds since 1970 UTC, nil when nothing tells.
  var time: Int64? { get }
}
