import CXRecord

/// A column of a CSV file, by what it means.
enum BinanceColumn: Int, CaseIterable {
  case symbol, received, eventTime, time, id, firstID, lastID, price, quantity, quoteQuantity
  case buyerIsMaker
  case openTime, closeTime, open, high, low, close, volume, quoteVolume, trades
  case takerBuyVolume, takerBuyQuoteVolume
  case firstUpdate, lastUpdate, isAsk, bid, bidQuantity, ask, askQuantity

  /// The order of columns in bulk files without a header.
  ///
  /// What is left out here is ignored.
  static let klines: [BinanceColumn?] = [
    .openTime, .open, .high, .low, .close, .volume, .closeTime, .quoteVolume, .trades,
    .takerBuyVolume, .takerBuyQuoteVolume,
  ]
  static let aggregateTrades: [BinanceColumn?] = [
    .id, .price, .quantity, .firstID, .lastID, .time, .buyerIsMaker,
  ]
  static let plainTrades: [BinanceColumn?] = [
    .id, .price, .quantity, .quoteQuantity, .time, .buyerIsMaker,
  ]

  /// The column of that heading; upper and lower case and punctuation do not matter, so that
  /// `is_buyer_maker` and `IsBuyerMaker` are one.
  ///
  /// Nil when it is none that is used.
  init?(heading: UnsafeRawBufferPointer) {
    let letters = heading.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: nil
      }
    }
    guard let column = Self.headings[Name(String(decoding: letters, as: UTF8.self))] else {
      return nil
    }
    self = column
  }

  private static let headings: [Name: BinanceColumn] = [
    "symbol": .symbol,
    "timestampofreceive": .received, "receivetime": .received,
    "eventtime": .eventTime,
    "time": .time, "transacttime": .time, "transactiontime": .time, "timestamp": .time,
    "id": .id, "tradeid": .id, "aggtradeid": .id,
    "firsttradeid": .firstID, "lasttradeid": .lastID,
    "price": .price, "qty": .quantity, "quantity": .quantity,
    "quoteqty": .quoteQuantity,
    "isbuyermaker": .buyerIsMaker, "isbuyermarketmaker": .buyerIsMaker,
    "opentime": .openTime, "closetime": .closeTime,
    "open": .open, "high": .high, "low": .low, "close": .close, "volume": .volume,
    "quotevolume": .quoteVolume, "quoteassetvolume": .quoteVolume,
    "count": .trades, "numberoftrades": .trades,
    "takerbuyvolume": .takerBuyVolume, "takerbuybaseassetvolume": .takerBuyVolume,
    "takerbuyquotevolume": .takerBuyQuoteVolume,
    "takerbuyquoteassetvolume": .takerBuyQuoteVolume,
    "firstupdateid": .firstUpdate, "finalupdateid": .lastUpdate, "updateid": .lastUpdate,
    "isask": .isAsk,
    "bestbidprice": .bid, "bidprice": .bid, "bestbidqty": .bidQuantity, "bidqty": .bidQuantity,
    "bestaskprice": .ask, "askprice": .ask, "bestaskqty": .askQuantity, "askqty": .askQuantity,
  ]

  /// The name as it stands in messages.
  var name: StaticString {
    switch self {
    case .symbol: "symbol"
    case .received: "receive time"
    case .eventTime: "event time"
    case .time: "time"
    case .id: "id"
    case .firstID: "first trade id"
    case .lastID: "last trade id"
    case .price: "price"
    case .quantity: "quantity"
    case .quoteQuantity: "quote quantity"
    case .buyerIsMaker: "buyer is maker"
    case .openTime: "open time"
    case .closeTime: "close time"
    case .open: "open"
    case .high: "high"
    case .low: "low"
    case .close: "close"
    case .volume: "volume"
    case .quoteVolume: "quote volume"
    case .trades: "count"
    case .takerBuyVolume: "taker buy volume"
    case .takerBuyQuoteVolume: "taker buy quote volume"
    case .firstUpdate: "first update id"
    case .lastUpdate: "last update id"
    case .isAsk: "is ask"
    case .bid: "bid"
    case .bidQuantity: "bid quantity"
    case .ask: "ask"
    case .askQuantity: "ask quantity"
    }
  }
}
