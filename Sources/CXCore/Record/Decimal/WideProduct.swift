/// A product of two numbers of 256 bits, to be divided again: what an exact quotient passes through.
package struct WideProduct {
  let high: UInt256
  let low: UInt256

  init(high: UInt256, low: UInt256) {
    self.high = high
    self.low = low
  }

  package init(_ left: UInt128, _ right: UInt128) {
    self = UInt256(low: left).multipliedFullWidth(by: UInt256(low: right))
  }

  /// How many decimal digits it has, or one less.
  var leastDigits: Int {
    let bits = high.isZero ? low.bits : 256 + high.bits
    return (bits * 1233) >> 12
  }

  /// Quotient and remainder, or nil when the divisor is zero or 256 bits do not hold the quotient.
  package func divided(by divisor: UInt256) -> (quotient: UInt256, remainder: UInt256)? {
    if high >= divisor { return nil }
    if let word = divisor.word { return divided(by: word) }
    if high.isZero, low.high == 0, divisor.high == 0 {
      let (quotient, remainder) = low.low.quotientAndRemainder(dividingBy: divisor.low)
      return (UInt256(low: quotient), UInt256(low: remainder))
    }
    return longDivision(by: divisor)
  }

  private var words: InlineArray<8, UInt64> {
    func word(_ number: UInt128, _ shift: UInt128) -> UInt64 {
      UInt64(truncatingIfNeeded: number >> shift)
    }
    return [
      word(low.low, 0), word(low.low, 64), word(low.high, 0), word(low.high, 64),
      word(high.low, 0), word(high.low, 64), word(high.high, 0), word(high.high, 64),
    ]
  }

  private static func number(_ word: (Int) -> UInt64) -> UInt256 {
    UInt256(
      high: UInt128(word(3)) << 64 | UInt128(word(2)),
      low: UInt128(word(1)) << 64 | UInt128(word(0)))
  }

  private func divided(by divisor: UInt64) -> (quotient: UInt256, remainder: UInt256) {
    var words = words
    var remainder: UInt64 = 0
    // The highest words are below the divisor, so that four are left for the quotient.
    let top = !high.isZero ? 7 : low.high != 0 ? 3 : 1
    for place in stride(from: top, through: 0, by: -1) {
      (words[place], remainder) = divisor.dividingFullWidth((remainder, words[place]))
    }
    return (Self.number { words[$0] }, UInt256(low: UInt128(remainder)))
  }

  /// Long division in words of 64 bits: Knuth, The Art of Computer Programming, 4.3.1, algorithm D.
  private func longDivision(by divisor: UInt256) -> (quotient: UInt256, remainder: UInt256) {
    let count = (divisor.bits + 63) / 64
    let shift = count * 64 - divisor.bits
    let divisorWords = WideProduct(high: .zero, low: divisor.shiftedLeft(shift)).words
    // The dividend as far left as the divisor, in one word more.
    let plain = words
    var rest = InlineArray<9, UInt64>(repeating: 0)
    for place in 0..<9 {
      let upper = place < 8 ? plain[place] << UInt64(shift) : 0
      let lower = place > 0 && shift > 0 ? plain[place - 1] >> UInt64(64 - shift) : 0
      rest[place] = upper | lower
    }
    var quotient = InlineArray<9, UInt64>(repeating: 0)
    let first = divisorWords[count - 1]
    let second = divisorWords[count - 2]
    for place in stride(from: 8 - count, through: 0, by: -1) {
      var guess = Self.guess(
        rest[place + count], rest[place + count - 1], rest[place + count - 2], first, second)
      var borrow: UInt64 = 0
      for index in 0..<count {
        let (upper, lower) = divisorWords[index].multipliedFullWidth(by: guess)
        let (part, less) = rest[place + index].subtractingReportingOverflow(borrow)
        let (word, evenLess) = part.subtractingReportingOverflow(lower)
        rest[place + index] = word
        borrow = upper &+ (less ? 1 : 0) &+ (evenLess ? 1 : 0)
      }
      let (word, isTooMuch) = rest[place + count].subtractingReportingOverflow(borrow)
      rest[place + count] = word
      if isTooMuch {
        guess &-= 1
        var carry: UInt64 = 0
        for index in 0..<count {
          let (part, over) = rest[place + index].addingReportingOverflow(carry)
          let (word, more) = part.addingReportingOverflow(divisorWords[index])
          rest[place + index] = word
          carry = (over ? 1 : 0) &+ (more ? 1 : 0)
        }
        rest[place + count] &+= carry
      }
      quotient[place] = guess
    }
    return (
      Self.number { quotient[$0] }, Self.number { $0 < count ? rest[$0] : 0 }.shiftedRight(shift)
    )
  }

  /// The next word of a quotient, from the first words of what is left and of the divisor: right or
  /// one too large.
  private static func guess(
    _ highest: UInt64, _ next: UInt64, _ third: UInt64, _ first: UInt64, _ second: UInt64
  ) -> UInt64 {
    var guess = UInt64.max
    var (left, isLarge) = next.addingReportingOverflow(first)
    if highest < first {
      (guess, left) = first.dividingFullWidth((highest, next))
      isLarge = false
    }
    while !isLarge {
      let (upper, lower) = guess.multipliedFullWidth(by: second)
      if (upper, lower) <= (left, third) { break }
      guess &-= 1
      (left, isLarge) = left.addingReportingOverflow(first)
    }
    return guess
  }
}
