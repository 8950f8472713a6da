/// A trade.
///
/// Price and quantity have 64 bits each and a scale, as the exchanges themselves do (Binance caps a
/// quantity at 92233720368.54775807). One whose numbers do not fit has them in the batch's
/// ``Batch/wideTrades``: so they are asked of the batch, ``Batch/price(of:)``, or, where it has to be
/// fast, of ``small``, which is nil for it.
public struct Trade: Sendable, Equatable, Codable {
  /// Index into the batch's ``Instruments``.
  public var instrument: Int32
  // Marks, with ``wideMark``, the units as the place among the batch's wide trades.
  @usableFromInline var priceScale: UInt8
  @usableFromInline var quantityScale: UInt8
  /// Who took.
  public var side: Side
  /// Event time, microseconds since 1970 UTC.
  public var time: Int64
  /// The first trade in it, or ``noID``.
  ///
  /// A plain trade has its own id here and in ``lastID``; an aggregate one the ids of the trades in
  /// it.
  public var firstID: Int64
  /// The last trade in it, or ``noID``.
  public var lastID: Int64
  @usableFromInline var priceUnits: Int64
  @usableFromInline var quantityUnits: Int64

  /// Stands for the id of a trade that has none.
  public static let noID: Int64 = .min

  /// No scale of a number.
  @usableFromInline static var wideMark: UInt8 { 128 }

  /// A trade whose numbers have 64 bits.
  @inlinable
  public init(
    instrument: Int32, time: Int64, firstID: Int64, lastID: Int64, priceUnits: Int64,
    priceScale: UInt8, quantityUnits: Int64, quantityScale: UInt8, side: Side
  ) {
    self.instrument = instrument
    self.priceScale = priceScale
    self.quantityScale = quantityScale
    self.side = side
    self.time = time
    self.firstID = firstID
    self.lastID = lastID
    self.priceUnits = priceUnits
    self.quantityUnits = quantityUnits
  }

  /// A trade with any numbers; those that do not fit into it are appended to `wide`, which is the
  /// ``Batch/wideTrades`` of the batch that it is for.
  public init(
    instrument: Int32, time: Int64, firstID: Int64, lastID: Int64, price: Decimal,
    quantity: Decimal, side: Side, wide: inout [WideTrade]
  ) {
    self.init(
      instrument: instrument, time: time, firstID: firstID, lastID: lastID, priceUnits: 0,
      priceScale: 0, quantityUnits: 0, quantityScale: 0, side: side)
    setNumbers(WideTrade(price: price, quantity: quantity), wide: &wide)
  }

  /// How many executions it stands for: an aggregate of ids 5 to 9 counts as five.
  @inlinable
  public var executions: Int64 { firstID == Self.noID ? 1 : lastID &- firstID &+ 1 }
}

/// The price and the quantity of a trade, whatever digits they have.
public struct WideTrade: Sendable, Equatable, Codable {
  /// The price.
  public var price: Decimal
  /// The quantity, in the base asset.
  public var quantity: Decimal

  /// A pair of numbers.
  public init(price: Decimal, quantity: Decimal) {
    self.price = price
    self.quantity = quantity
  }
}

// MARK: - Numbers

extension Trade {
  /// A trade's numbers where 64 bits hold each.
  public struct Small: Sendable {
    /// `price × 10^priceScale`.
    public let price: Int64
    /// Decimals of ``price``.
    public let priceScale: UInt8
    /// `quantity × 10^quantityScale`.
    public let quantity: Int64
    /// Decimals of ``quantity``.
    public let quantityScale: UInt8

    @inlinable
    init(_ trade: Trade) {
      price = trade.priceUnits
      priceScale = trade.priceScale
      quantity = trade.quantityUnits
      quantityScale = trade.quantityScale
    }
  }

  /// Whether its numbers are among the batch's ``Batch/wideTrades``.
  @inlinable
  public var isWide: Bool { priceScale == Self.wideMark }

  /// Its numbers; nil for one that ``isWide``.
  @inlinable
  public var small: Small? { isWide ? nil : Small(self) }

  /// Its place among the wide ones of its batch.
  @inlinable
  var widePlace: Int? { isWide ? Int(truncatingIfNeeded: priceUnits) : nil }

  /// Gives it a price of 64 bits.
  @inlinable
  package mutating func setPrice(_ units: Int64, scale: UInt8) {
    priceUnits = units
    priceScale = scale
  }

  /// Gives it a quantity of 64 bits.
  @inlinable
  package mutating func setQuantity(_ units: Int64, scale: UInt8) {
    quantityUnits = units
    quantityScale = scale
  }

  /// Without its place in a batch, for what outlives the batch.
  package mutating func forgetPlace() {
    if isWide { priceUnits = 0 }
  }

  /// Gives it numbers, and `wide` those that do not fit into it.
  mutating func setNumbers(_ numbers: WideTrade, wide: inout [WideTrade]) {
    if let price = Int64(exactly: numbers.price.units),
      let quantity = Int64(exactly: numbers.quantity.units)
    {
      setPrice(price, scale: numbers.price.scale)
      setQuantity(quantity, scale: numbers.quantity.scale)
    } else {
      setPrice(Int64(wide.count), scale: Self.wideMark)
      setQuantity(0, scale: Self.wideMark)
      wide.append(numbers)
    }
  }
}

extension Batch {
  /// A trade's price and quantity.
  public func numbers(of trade: Trade) -> WideTrade {
    if let place = trade.widePlace { return wideTrades[place] }
    return WideTrade(
      price: Decimal(units: Int128(trade.priceUnits), scale: trade.priceScale),
      quantity: Decimal(units: Int128(trade.quantityUnits), scale: trade.quantityScale))
  }

  /// A trade's price.
  public func price(of trade: Trade) -> Decimal { numbers(of: trade).price }

  /// A trade's quantity, in the base asset.
  public func quantity(of trade: Trade) -> Decimal { numbers(of: trade).quantity }

  /// A trade of another batch as one of this: its numbers come with it.
  @inlinable
  public mutating func adopt(_ trade: Trade, of other: Batch) -> Trade {
    trade.isWide ? adoptWide(trade, of: other) : trade
  }

  @usableFromInline
  mutating func adoptWide(_ trade: Trade, of other: Batch) -> Trade {
    var copy = trade
    copy.setNumbers(other.numbers(of: trade), wide: &wideTrades)
    return copy
  }
}
