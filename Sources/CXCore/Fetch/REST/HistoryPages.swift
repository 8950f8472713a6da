import CXRecord

/// The history of one symbol by REST, page by page.
protocol HistoryPages {
  /// The next question, or nil when all has been had.
  func request(for series: HistorySeries) -> RESTRequest?
  /// Takes the answer to that question and appends the records that count. `serverTime` is what the
  /// exchange's clock is known to have reached.
  ///
  /// - Throws: A problem when the body is no page at all; nothing was taken then.
  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem)
}

/// Why a page cannot be used.
enum HistoryProblem: Error, Equatable {
  /// The body is not what was asked for; another try may bring it.
  case damaged(PayloadProblem)
  /// Full pages bring nothing new, so asking on would never end.
  case stuck
}

/// Tells the end of a history from a page that is short by accident.
///
/// A page that is not full should be the last. It is believed when the page after it is empty: that
/// costs one request a symbol, and neither an answer cut short nor one that is empty by a fault of
/// the exchange ends a history early.
struct HistoryEnd {
  private var lastWasFull = true

  /// Counts a page of `rows`, asked for with room for `limit`; returns whether it is the end.
  mutating func reached(rows: Int, limit: Int) -> Bool {
    if rows >= limit {
      lastWasFull = true
      return false
    }
    defer { lastWasFull = false }
    return rows == 0 && !lastWasFull
  }
}
