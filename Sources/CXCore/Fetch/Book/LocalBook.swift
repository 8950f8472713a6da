import CXRecord

/// A book kept from changes and a picture, by Binance's rules ("How to manage a local order book
/// correctly", web-socket-streams.md): a change fits when its ids go on where the book is; the first
/// one behind a picture may begin before it.
///
/// Behind a gap the old book is carried on until a new picture comes: it is nearly right, and no
/// book would be worse.
public struct LocalBook: Codable, Sendable {
  /// What an update did.
  public enum Outcome: Equatable, Sendable {
    /// The book is as the exchange's again, or still.
    case changed
    /// It says nothing new.
    case ignored
    /// It waits for a picture of the book.
    case waiting
    /// Changes between these ids, both inclusive, were missed: a picture is needed.
    case gap(from: Int64, to: Int64)
    /// The picture is older than the first change that is known: another one is needed.
    case stale
  }

  /// The book, best known; nil before the first picture.
  public private(set) var book: OrderBook?
  /// The last change in the book.
  public private(set) var lastID: Int64 = 0
  /// Whether the book is as the exchange's.
  public private(set) var isInStep = false

  /// Where one side of a picture ended: what lies beyond is not known.
  private struct Edge: Codable {
    var count = 0
    var price = Decimal.zero

    init(_ levels: [BookLevel], worst: ([Decimal]) -> Decimal?) {
      count = levels.count
      price = worst(levels.map(\.price)) ?? .zero
    }
  }

  private var bidEdge: Edge?
  private var askEdge: Edge?
  private var waiting: [DepthUpdate] = []
  /// Changes that wait for a picture at most: 1000 s of the 100 ms stream.
  private static let mostWaiting = 10_000

  /// No book yet.
  public init() {}

  /// Takes an update.
  public mutating func apply(_ update: DepthUpdate) -> Outcome {
    guard let first = update.firstID else { return start(from: update) }
    guard isInStep else {
      waiting.append(update)
      if waiting.count > Self.mostWaiting { waiting.removeFirst(Self.mostWaiting / 2) }
      set(update)
      return .waiting
    }
    if update.lastID <= lastID { return .ignored }
    if first > lastID &+ 1 {
      isInStep = false
      let gap = Outcome.gap(from: lastID &+ 1, to: first &- 1)
      waiting = [update]
      set(update)
      return gap
    }
    set(update)
    lastID = update.lastID
    return .changed
  }

  /// Whether the best `count` levels of each side are all known, when pictures have `limit` levels
  /// a side at most: prices that move on for long leave behind what the picture showed.
  public func isKnown(_ count: Int, limit: Int) -> Bool {
    guard let book, let bidEdge, let askEdge else { return false }
    func isKnown(_ edge: Edge, _ best: ArraySlice<BookLevel>, isWithin: (Decimal) -> Bool) -> Bool {
      if edge.count < limit { return true }
      return best.count == count && best.allSatisfy { isWithin($0.price) }
    }
    return isKnown(bidEdge, book.bids(count)) { $0 >= bidEdge.price }
      && isKnown(askEdge, book.asks(count)) { $0 <= askEdge.price }
  }

  /// Waits for a new picture, though nothing was missed.
  public mutating func restart() {
    isInStep = false
    waiting = []
  }

  private mutating func start(from picture: DepthUpdate) -> Outcome {
    if isInStep && picture.lastID <= lastID { return .ignored }
    // What was had is newer: changes between the two were handed out and are not kept.
    if picture.lastID < lastID { return .stale }
    let kept = waiting.drop { $0.lastID <= picture.lastID }
    if let first = kept.first?.firstID, first > picture.lastID &+ 1 { return .stale }
    book = OrderBook(bids: picture.bids, asks: picture.asks)
    bidEdge = Edge(picture.bids) { $0.min() }
    askEdge = Edge(picture.asks) { $0.max() }
    lastID = picture.lastID
    isInStep = true
    waiting = []
    for change in kept {
      if case .gap(let from, let to) = apply(change) {
        // A hole among the changes that waited: the ones behind it wait on.
        waiting += kept.drop { $0.lastID <= change.lastID }
        return .gap(from: from, to: to)
      }
    }
    return .changed
  }

  private mutating func set(_ update: DepthUpdate) {
    for level in update.bids { book?.setBid(level) }
    for level in update.asks { book?.setAsk(level) }
  }
}
