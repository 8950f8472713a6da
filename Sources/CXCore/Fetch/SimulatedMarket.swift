import CXRecord

/// A market made up from a seed: trades of several symbols in the order of time, whole numbers all
/// the way, so that the same seed gives the same trades on every machine.
///
/// What it has in common with real ones: prices walk in proportion to themselves, calm and wild
/// times alternate, trades come in bursts, one order often takes from several makers at one moment
/// and at worsening prices, most quantities are small and a few very large, and buyers follow
/// buyers. Ids are dense.
struct SimulatedMarket {
  /// One symbol's state.
  private struct Book {
    var instrument: Int32
    var steps: SimulatedInstrument
    // The price in 2⁻²⁰ of a step, so that moves below a step add up.
    var price: Int64
    // How wild it is, 0 to 16: a walk that is drawn to the middle (Ehrenfest's urns).
    var wildness: Int
    var nextID: Int64
    var isBuying: Bool
    // What is left of an order that takes from several makers.
    var fillsLeft: UInt64
    var lastPrice: Int64
  }

  private var random: RandomStream
  private var books: [Book]
  // Indexes into `books`, each as often as its weight.
  private var draws: [Int]
  private var current = 0
  private var time: Int64
  // Fractions of a microsecond that gaps between trades are short of, in 2⁻¹⁶.
  private var fraction: Int64 = 0
  // Mean microseconds between orders' trades, in 2⁻⁸.
  private let meanGap: Int64

  /// A market of at least one symbol that begins at `start`, microseconds since 1970 UTC, with
  /// `rate` trades a second of all symbols together, 1 to 10⁶.
  init(seed: UInt64, symbols: [Name], start: Int64, rate: Int64, instruments: Instruments) {
    random = RandomStream(seed: seed)
    time = start
    meanGap = (256 * Timestamp.second) / rate
    books = []
    draws = []
    for (index, symbol) in symbols.enumerated() {
      let steps = SimulatedInstrument(symbol: symbol)
      let number = instruments.number(
        of: Instrument(exchange: Simulation.exchange, symbol: symbol))
      books.append(
        Book(
          instrument: number, steps: steps, price: steps.startPrice << 20, wildness: 8,
          nextID: 1, isBuying: true, fillsLeft: 0, lastPrice: steps.startPrice))
      draws.append(contentsOf: repeatElement(index, count: Int(steps.weight)))
    }
  }

  /// The next trade.
  mutating func next() -> Trade {
    if books[current].fillsLeft == 0 {
      time += gap()
      current = draws[Int(random.below(UInt64(draws.count)))]
      beginOrder()
    } else {
      books[current].fillsLeft -= 1
      // Half of the makers stand a step behind the one before.
      if random.next() & 1 == 1 { books[current].lastPrice += books[current].isBuying ? 1 : -1 }
    }
    let quantity = quantity(books[current].steps)
    let book = books[current]
    books[current].nextID += 1
    return Trade(
      instrument: book.instrument, time: time, firstID: book.nextID, lastID: book.nextID,
      priceUnits: book.lastPrice, priceScale: book.steps.priceScale, quantityUnits: quantity,
      quantityScale: book.steps.quantityScale, side: book.isBuying ? .buy : .sell)
  }

  private mutating func beginOrder() {
    var book = books[current]
    defer { books[current] = book }
    // One order in four takes from 2 to 5 makers: 1.625 trades an order.
    let bits = random.next()
    book.fillsLeft = bits & 3 == 0 ? 1 + (bits >> 2) & 3 : 0
    // Three orders in four go the way of the last one.
    if bits >> 4 & 3 == 0 { book.isBuying.toggle() }
    if bits >> 6 & 255 == 0 {
      book.wildness += (bits >> 14 & 15) < UInt64(book.wildness) ? -1 : 1
    }
    // 2⁻⁴⁰ of the price times 37 837 is 3.4e-8; `scale` makes it 3e-5 in the middle, a quarter
    // of that when calm and four times that when wild.
    let move = random.normal() * Self.scales[book.wildness]
    book.price += ((book.price >> 20) * move) >> 20
    let start = book.steps.startPrice << 20
    // A walk without end would leave what 64 bits hold: it turns at a sixteenth and at 16 times.
    book.price = min(start << 4, max(start >> 4, book.price))
    let middle = book.price >> 20
    book.lastPrice = book.isBuying ? middle + 1 : middle
  }

  // 872 × 2^((w - 8) / 4), w of 0 to 16.
  private static let scales: [Int64] = [
    218, 259, 308, 367, 436, 518, 617, 733, 872, 1_037, 1_233, 1_467, 1_744, 2_074, 2_466, 2_933,
    3_488,
  ]

  /// Microseconds until the next order.
  ///
  /// Three in four follow within half of the mean, the fourth after a pause that makes up for it:
  /// 3/4 × 0.5 + 1/4 × 2.5 = 1. An order is 1.625 trades, so that the trades keep the rate.
  private mutating func gap() -> Int64 {
    let factor: Int64 = random.next() & 3 == 0 ? 1_040 : 208
    let exact = meanGap * factor * (random.exponential() >> 6) + fraction
    // 2⁸ of the mean, 2⁸ of the factor, 2¹⁰ of the exponential.
    fraction = exact & 0x3FF_FFFF
    return exact >> 26
  }

  /// Small most of the time: each doubling, up to 13 of them, is half as likely as the one before.
  private mutating func quantity(_ steps: SimulatedInstrument) -> Int64 {
    let word = random.next()
    let doublings = min(13, word.leadingZeroBitCount)
    let part = Int64(word & 0xFFFF) + 0x4000
    return max(1, (steps.typicalQuantity * (part << Int64(doublings))) >> 18)
  }
}
