@testable import CXCore
@testable import CXRecord
import Testing

@Suite struct LocalBookTests {
  private func level(_ price: Int, _ quantity: Int) -> BookLevel {
    BookLevel(price: Decimal(price), quantity: Decimal(quantity))
  }

  private func change(_ first: Int64, _ last: Int64, bid: Int = 10, _ quantity: Int = 1)
    -> DepthUpdate
  {
    DepthUpdate(firstID: first, lastID: last, bids: [level(bid, quantity)], asks: [])
  }

  private func picture(_ last: Int64) -> DepthUpdate {
    DepthUpdate(
      firstID: nil, lastID: last, bids: [level(10, 5), level(9, 4)], asks: [level(11, 3)])
  }

  @Test func `changes before the picture are dropped, the one that straddles it is applied`() {
    var book = LocalBook()
    #expect(book.apply(change(90, 95, 7)) == .waiting)
    #expect(book.apply(change(96, 105, 8)) == .waiting)
    #expect(book.apply(change(106, 110, bid: 9, 0)) == .waiting)
    #expect(book.apply(picture(100)) == .changed)
    #expect(book.lastID == 110)
    #expect(book.book?.bids(5) == [level(10, 8)])
    #expect(book.book?.asks(5) == [level(11, 3)])
  }

  @Test func `a change that begins right behind the picture fits`() {
    var book = LocalBook()
    #expect(book.apply(change(101, 105, 8)) == .waiting)
    #expect(book.apply(picture(100)) == .changed)
    #expect(book.isInStep)
    #expect(book.lastID == 105)
  }

  @Test func `a picture older than the first change is of no use`() {
    var book = LocalBook()
    #expect(book.apply(change(102, 105)) == .waiting)
    #expect(book.apply(picture(100)) == .stale)
    #expect(book.book == nil)
    #expect(book.apply(picture(103)) == .changed)
    #expect(book.lastID == 105)
  }

  @Test func `behind a gap the old book goes on until the next picture`() {
    var book = LocalBook()
    #expect(book.apply(picture(100)) == .changed)
    #expect(book.apply(change(101, 103, 6)) == .changed)
    #expect(book.apply(change(101, 103, 99)) == .ignored)
    #expect(book.apply(change(110, 112, 7)) == .gap(from: 104, to: 109))
    #expect(!book.isInStep)
    #expect(book.book?.bids(1) == [level(10, 7)])
    #expect(book.apply(change(113, 115, bid: 12, 2)) == .waiting)
    #expect(book.book?.bids(1) == [level(12, 2)])
    #expect(book.apply(picture(112)) == .changed)
    #expect(book.book?.bids(2) == [level(12, 2), level(10, 5)])
    #expect(book.lastID == 115)
  }

  @Test func `removing what is not there is fine`() {
    var book = LocalBook()
    #expect(book.apply(picture(1)) == .changed)
    #expect(book.apply(change(2, 2, bid: 3, 0)) == .changed)
    #expect(book.book?.bids(5).count == 2)
  }

  @Test func `a book is its levels sorted, whatever the order of changes`() {
    var random = RandomStream(seed: 5)
    var book = OrderBook()
    var oracle: [Int: Int] = [:]
    for _ in 0..<3_000 {
      let price = Int(random.next() % 60)
      let quantity = Int(random.next() % 4)
      book.setBid(level(price, quantity))
      book.setAsk(level(price, quantity))
      oracle[price] = quantity == 0 ? nil : quantity
    }
    let sorted = oracle.sorted { $0.key < $1.key }.map { level($0.key, $0.value) }
    #expect(Array(book.asks(100)) == sorted)
    #expect(Array(book.bids(100)) == sorted.reversed())
    #expect(Array(book.bids(3)) == Array(sorted.reversed().prefix(3)))
  }
}
