import CXRecord

extension Batch {
  /// Puts the records of a page in the order in which history is taken, oldest first, whatever order
  /// they came in: trades by id, candles by time.
  ///
  /// An exchange, or what stands in for it, that answers in another order than the documented one
  /// would else lose most of the page.
  mutating func sortPage() {
    func place(_ record: Record) -> Int64 {
      switch record.kind {
      case .trade: trades[Int(record.index)].firstID
      case .candle: candles[Int(record.index)].time
      default: 0
      }
    }
    if records.isAscending(by: place) { return }
    records.sort { place($0) < place($1) }
  }
}

extension Array {
  /// Whether no element has a lower key than the one before it.
  func isAscending(by key: (Element) -> Int64) -> Bool {
    zip(self, dropFirst()).allSatisfy { key($0) <= key($1) }
  }
}
