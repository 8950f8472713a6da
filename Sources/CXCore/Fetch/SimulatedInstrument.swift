import CXRecord

/// How a symbol trades in the simulation: its steps and where it starts.
struct SimulatedInstrument {
  /// Decimals of a price; the smallest step is one unit of the last.
  var priceScale: UInt8
  /// Decimals of a quantity.
  var quantityScale: UInt8
  /// The first price, in steps.
  var startPrice: Int64
  /// A small order, in steps of quantity.
  var typicalQuantity: Int64
  /// Share of all trades, against the other symbols' shares.
  var weight: UInt64

  /// Binance spot's steps of price and quantity, and prices, of November 2025, rounded.
  private static let known: [Name: SimulatedInstrument] = [
    "BTCUSDT": .init(
      priceScale: 2, quantityScale: 5, startPrice: 10_345_000, typicalQuantity: 100, weight: 10),
    "ETHUSDT": .init(
      priceScale: 2, quantityScale: 4, startPrice: 352_000, typicalQuantity: 250, weight: 8),
    "SOLUSDT": .init(
      priceScale: 2, quantityScale: 3, startPrice: 16_400, typicalQuantity: 500, weight: 4),
    "BNBUSDT": .init(
      priceScale: 2, quantityScale: 3, startPrice: 98_500, typicalQuantity: 80, weight: 3),
    "XRPUSDT": .init(
      priceScale: 4, quantityScale: 1, startPrice: 24_600, typicalQuantity: 350, weight: 4),
    "DOGEUSDT": .init(
      priceScale: 5, quantityScale: 0, startPrice: 17_800, typicalQuantity: 480, weight: 2),
    "ADAUSDT": .init(
      priceScale: 4, quantityScale: 1, startPrice: 5_900, typicalQuantity: 1_400, weight: 1),
    "TRXUSDT": .init(
      priceScale: 4, quantityScale: 1, startPrice: 2_950, typicalQuantity: 2_800, weight: 1),
    "ETHBTC": .init(
      priceScale: 5, quantityScale: 4, startPrice: 3_400, typicalQuantity: 200, weight: 1),
  ]

  /// A known symbol's own values; of any other some that follow from its name alone.
  init(symbol: Name) {
    if let known = Self.known[symbol] {
      self = known
      return
    }
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv): the same in every run, which Swift's own
    // hash is not.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in symbol.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var random = RandomStream(seed: hash)
    priceScale = UInt8(2 + random.below(5))
    quantityScale = UInt8(random.below(5))
    startPrice = Int64(2_000 + random.below(98_000))
    typicalQuantity = Int64(50 + random.below(1_950))
    weight = 1 + random.below(3)
  }

  private init(
    priceScale: UInt8, quantityScale: UInt8, startPrice: Int64, typicalQuantity: Int64,
    weight: UInt64
  ) {
    self.priceScale = priceScale
    self.quantityScale = quantityScale
    self.startPrice = startPrice
    self.typicalQuantity = typicalQuantity
    self.weight = weight
  }
}
