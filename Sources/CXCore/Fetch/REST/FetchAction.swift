import CXRecord

/// What a ``HistoryFetch`` wants done next.
public enum FetchAction: Equatable, Sendable {
  /// Ask, and hand over the answer or the failure.
  case request(RESTRequest)
  /// Get the file, see that it is what its checksum says, and tell how that went; what an earlier
  /// try has brought may be kept.
  case download(BulkFile)
  /// Hand over the next records of the file that was got, or tell that it has no more.
  case read(BulkFile)
  /// Let time pass.
  case wait(FetchPause)
  /// All records have been had.
  case done
  /// It cannot go on.
  case fail(Fault)
}

/// How getting a bulk file went.
public enum BulkOutcome: Equatable, Sendable {
  /// It is there and has the digest that was published.
  case got(sha256: String)
  /// There is none.
  case absent
  /// It is not what its checksum says.
  case mismatch
  /// It did not come, or not whole; the reason.
  case failed(String)
}

/// A while to let pass, and why.
public struct FetchPause: Equatable, Sendable {
  /// Microseconds to wait at least.
  public var microseconds: Int64
  /// Microseconds of which a random part is to be added.
  public var jitter: Int64
  /// Why, for whoever watches; empty where it is not worth telling.
  public var reason: String

  /// How long it is, for whoever waits: `1500ms`, `2s`.
  public var lengthText: String { DurationText.text(microseconds / 1_000 * 1_000) }
}
