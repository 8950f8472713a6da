/// Which trade ids were seen, as ranges: dense ids cost two numbers, however many there are.
///
/// Exchanges number the trades of a symbol without holes, so what is missing between the first
/// and the last id was lost on the way, and an id seen twice is the same trade again.
struct TradeIDs: Codable, Equatable, Sendable {
  /// The highest range; empty when `last < first`.
  private(set) var first: Int64 = 0
  private(set) var last: Int64 = -1
  /// The other ranges, ascending, none touching another.
  private var others: [Span] = []
  /// Cleared when the ids turn out not to be an exchange's dense ones (hashes, say): from then on
  /// they prove nothing and drop nothing.
  private(set) var isDense = true

  private struct Span: Codable, Equatable {
    var first: Int64
    var last: Int64
  }

  /// Ranges beyond this many mean that ids are not dense.
  private static let mostSpans = 1024

  var isEmpty: Bool { last < first }

  /// Adds `low...high`; false when all of it was there, and nothing has changed.
  @inline(__always)
  mutating func insert(_ low: Int64, _ high: Int64) -> Bool {
    // No other range is higher, so nothing else is touched.
    if low == last &+ 1 {
      if first > last { first = low }
      last = high
      return true
    }
    return insertElsewhere(low, high)
  }

  @inline(never)
  private mutating func insertElsewhere(_ low: Int64, _ high: Int64) -> Bool {
    if !isDense {
      first = min(first, low)
      last = max(last, high)
      return true
    }
    if low > last && !isEmpty && others.count + 2 <= Self.mostSpans {
      // Behind all others, and not at once behind the last: a hole, of which feeds of one symbol out
      // of several have many.
      others.append(Span(first: first, last: last))
      (first, last) = (low, high)
      return true
    }
    var spans = all
    // The spans that touch or overlap the new one become one with it.
    var from = spans.firstIndex { $0.last >= low &- 1 } ?? spans.count
    if from < spans.count && spans[from].first <= low && spans[from].last >= high { return false }
    var merged = Span(first: low, last: high)
    var to = from
    while to < spans.count && spans[to].first <= high &+ 1 {
      merged.first = min(merged.first, spans[to].first)
      merged.last = max(merged.last, spans[to].last)
      to += 1
    }
    spans.replaceSubrange(from..<to, with: [merged])
    if spans.count > Self.mostSpans {
      isDense = false
      first = spans[0].first
      last = spans[spans.count - 1].last
      others = []
      return true
    }
    from = spans.count - 1
    first = spans[from].first
    last = spans[from].last
    spans.removeLast()
    others = spans
    return true
  }

  /// Adds all of another set.
  mutating func formUnion(_ other: TradeIDs) {
    for span in other.all { _ = insert(span.first, span.last) }
    isDense = isDense && other.isDense
  }

  /// How much of a range was seen.
  enum Part {
    case none, some, all
  }

  /// How much of `low...high` was seen; nothing where there is no such range.
  func contains(_ low: Int64?, _ high: Int64?) -> Part {
    guard isDense, let low, let high else { return .none }
    for span in all where span.first <= high && span.last >= low {
      return span.first <= low && span.last >= high ? .all : .some
    }
    return .none
  }

  private var all: [Span] { isEmpty ? [] : others + [Span(first: first, last: last)] }

  /// The lowest and highest id; nil when none was seen.
  var bounds: (first: Int64, last: Int64)? {
    isEmpty ? nil : (others.first?.first ?? first, last)
  }

  /// How many ids between the bounds were not seen; 0 where that proves nothing.
  var missing: Int64 {
    guard isDense else { return 0 }
    var holes: Int64 = 0
    var end: Int64?
    for span in all {
      if let end { holes += span.first - end - 1 }
      end = span.last
    }
    return holes
  }
}
