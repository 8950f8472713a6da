import CXRecord

/// Trades on their way, by time of arrival: a binary heap; what arrives at one time leaves in the
/// order it was put in.
struct ArrivalQueue {
  /// A trade and when it arrives, microseconds since 1970 UTC.
  struct Arrival {
    var time: Int64
    var trade: Trade
  }

  private var heap: [(arrival: Arrival, order: Int)] = []
  private var order = 0

  /// Puts a trade on its way.
  mutating func insert(_ trade: Trade, at time: Int64) {
    heap.append((Arrival(time: time, trade: trade), order))
    order += 1
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The first to arrive, if that is before `time`.
  mutating func removeFirst(before time: Int64) -> Arrival? {
    guard let first = heap.first, first.arrival.time < time else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(child, least) {
        least = child
      }
      if least == parent { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return first.arrival
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    (heap[left].arrival.time, heap[left].order) < (heap[right].arrival.time, heap[right].order)
  }
}
