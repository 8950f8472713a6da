/// What a record is about, as far as a filter needs to know.
public enum Kind: UInt8, Sendable, CaseIterable {
  /// An execution, or an aggregate of several at one price.
  case trade
  /// Open, high, low, close and volume of a span of time.
  case candle
  /// Best bid and ask.
  case quote
  /// A promise that nothing older than `ts` will come: time passes where records do not.
  case tick
  /// What could not be had: ids, or a span of time.
  case gap
  /// Statistics of the last day or hours.
  case ticker
  /// An order book, or a change of one.
  case depth
  /// What a rule has to say.
  case alert
  /// What became of an alert on its way to a receiver.
  case delivery
  /// Anything else, valid JSON: passes through.
  case other

  /// The kind whose records have that `type`; ``other`` where none has.
  init(name type: StaticString) {
    self = Self.allCases.first { $0.name?.description == type.description } ?? .other
  }

  /// The value of the field `type`; nil for ``other``.
  public var name: StaticString? {
    switch self {
    case .trade: "trade"
    case .candle: "candle"
    case .quote: "quote"
    case .tick: "tick"
    case .gap: "gap"
    case .ticker: "ticker"
    case .depth: "depth"
    case .alert: "alert"
    case .delivery: "delivery"
    case .other: nil
    }
  }
}

/// Who took liquidity.
public enum Side: UInt8, Sendable, Codable {
  /// The buyer was the taker.
  case buy
  /// The seller was the taker.
  case sell
  /// The record does not say.
  case unknown
}

/// A candle: what happened in `[time, end)`.
public struct Candle: Sendable, Equatable, Codable {
  /// Index into the batch's ``Instruments``.
  public var instrument: Int32 = 0
  /// The interval's name as it was read or will be written, `1m`.
  public var interval: Name = ""
  /// First moment, microseconds since 1970 UTC.
  public var time: Int64 = 0
  /// First moment that no longer belongs to it.
  public var end: Int64 = 0
  /// Price of the first trade in (ts, id) order.
  public var open: Decimal = .zero
  /// Highest price.
  public var high: Decimal = .zero
  /// Lowest price.
  public var low: Decimal = .zero
  /// Price of the last trade in (ts, id) order.
  public var close: Decimal = .zero
  /// Sum of quantities, in the base asset.
  public var volume: Decimal = .zero
  /// Sum of price times quantity, in the quote asset; nil when the source does not tell.
  public var quoteVolume: Decimal?
  /// Executions, aggregate trades counted as what they hold; nil when the source does not tell.
  public var trades: Int64?
  /// ``volume`` of trades whose taker bought; nil when sides are not known.
  public var takerBuyVolume: Decimal?
  /// ``quoteVolume`` of trades whose taker bought; nil when sides are not known.
  public var takerBuyQuoteVolume: Decimal?
  /// First trade id in it; nil when ids are not known.
  public var firstID: Int64?
  /// Last trade id in it; nil when ids are not known.
  public var lastID: Int64?
  /// No more trades are expected.
  public var final: Bool = true
  /// How often it was corrected: 0 for the first final candle.
  public var revision: Int64 = 0
  /// It ceased to exist, as when a late trade joins two sessions: what it once said is taken back,
  /// and of it only the key and the revision mean something.
  public var isRetracted = false

  /// An empty candle, to be filled in.
  public init() {}
}

/// Best bid and ask at a moment.
public struct Quote: Sendable, Equatable {
  /// Index into the batch's ``Instruments``.
  public var instrument: Int32
  /// Event time, microseconds since 1970 UTC; nil where the exchange gives none.
  public var time: Int64?
  /// Best bid.
  public var bid: Decimal
  /// Quantity at the bid; nil when not told.
  public var bidQuantity: Decimal?
  /// Best ask.
  public var ask: Decimal
  /// Quantity at the ask; nil when not told.
  public var askQuantity: Decimal?

  /// A quote; see the fields.
  public init(
    instrument: Int32, time: Int64?, bid: Decimal, bidQuantity: Decimal?, ask: Decimal,
    askQuantity: Decimal?
  ) {
    self.instrument = instrument
    self.time = time
    self.bid = bid
    self.bidQuantity = bidQuantity
    self.ask = ask
    self.askQuantity = askQuantity
  }
}
