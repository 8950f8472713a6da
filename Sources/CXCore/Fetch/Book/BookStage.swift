import CXRecord

/// Keeps the books of `depth` records and says what they come to; other records pass.
///
/// What was missed is a `gap` record with the ids of the changes, reason `book`.
public struct BookStage: Stage {
  /// What is said of a book.
  public enum Output: Codable, Equatable, Sendable {
    /// Its best levels, so many a side, whenever one of them changed.
    case levels(Int)
    /// The changes themselves, each once and in order, behind a picture.
    case changes
  }

  private let output: Output
  private let pictureLimit: Int?
  private var books: [Instrument: LocalBook] = [:]
  private var shown: [Instrument: OrderBook] = [:]
  private var newest: [Instrument: Int64] = [:]

  /// No book yet.
  ///
  /// Where pictures can be asked for, they have `pictureLimit` levels a side at most, and nothing is
  /// shown of a book that needs one. Else, as for a recording that may hold no other, the old book
  /// goes on behind a gap: it is nearly right.
  public init(_ output: Output, pictureLimit: Int? = nil) {
    self.output = output
    self.pictureLimit = pictureLimit
  }

  /// Whether a book has to be shown a picture before it can go on.
  func wantsPicture(of instrument: Instrument) -> Bool {
    books[instrument]?.isInStep != true
  }

  /// Whose changes came without a picture of the book, so that nothing could be shown.
  public var unseen: [Instrument] {
    books.filter { $0.value.book == nil }.keys.sorted()
  }

  /// Takes a batch's depth records into the books.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in
      guard record.kind == .depth else { return output.append(record, of: input) }
      do throws(PayloadProblem) {
        guard let (instrument, update) = try DepthUpdate.read(input.line(of: record)) else {
          return output.append(record, of: input)
        }
        take(update, of: instrument, record, input, to: &output)
      } catch {
        output.rejects.append(input.reject(record, error.reason))
      }
    }
  }

  private mutating func take(
    _ update: DepthUpdate, of instrument: Instrument, _ record: Record, _ input: Batch,
    to batch: inout Batch
  ) {
    // A body of REST has no time of its own; time does not go back for it.
    let time = max(update.time ?? .min, newest[instrument] ?? .min)
    if time != .min { newest[instrument] = time }
    let outcome = books[instrument, default: LocalBook()].apply(update)
    let number = batch.instruments.number(of: instrument)
    if case .gap(let from, let to) = outcome {
      batch.appendGap(number, time: max(time, 0), fromID: from, toID: to, reason: "book")
    }
    guard let local = books[instrument], let book = local.book,
      pictureLimit == nil || local.isInStep
    else { return }
    var count = Int.max
    switch output {
    case .changes:
      guard outcome == .changed else { return }
      if update.firstID != nil {
        batch.append(record, of: input)
        return
      }
    // The picture with the changes that had waited for it: all of the book.
    case .levels(let wanted):
      count = wanted
      if outcome == .ignored || outcome == .stale { return }
      if let pictureLimit, !local.isKnown(count, limit: pictureLimit) {
        books[instrument]?.restart()
        return
      }
      let top = OrderBook(bids: Array(book.bids(count)), asks: Array(book.asks(count)))
      if shown[instrument] == top { return }
      shown[instrument] = top
    }
    let levels = Block()
    Self.write(#","bids":["#, book.bids(count), to: levels)
    Self.write(#"],"asks":["#, book.asks(count), to: levels)
    levels.append(UInt8(ascii: "]"))
    batch.appendDepth(
      number, time: time == .min ? nil : time, firstID: nil,
      lastID: local.isInStep ? local.lastID : update.lastID, levels: levels)
  }

  private static func write(
    _ name: StaticString, _ levels: ArraySlice<BookLevel>, to block: Block
  ) {
    block.append(name)
    for (index, level) in levels.enumerated() {
      block.append(index == 0 ? "[" : ",[" as StaticString)
      block.append(level.price)
      block.append(UInt8(ascii: ","))
      block.append(level.quantity)
      block.append(UInt8(ascii: "]"))
    }
  }
}
