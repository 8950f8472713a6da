/// The fields that events are made of.
///
/// All others pass through unread.
@usableFromInline
package enum Field: UInt8, CaseIterable {
  case type, exchange, symbol, tenant
  case ts, id, firstID, lastID, price, qty, side
  case interval, end, open, high, low, close, volume, quoteVolume, trades
  case takerBuyVolume, takerBuyQuoteVolume, final, rev
  case bid, bidQty, ask, askQty

  /// Whether a trade's event is made of it; a trade's other fields pass through unread.
  package var isOfTrades: Bool { rawValue <= Field.side.rawValue }

  /// The field's name in a record.
  package var name: String {
    switch self {
    case .type: "type"
    case .exchange: "exchange"
    case .symbol: "symbol"
    case .tenant: "tenant"
    case .ts: "ts"
    case .id: "id"
    case .firstID: "first_id"
    case .lastID: "last_id"
    case .price: "price"
    case .qty: "qty"
    case .side: "side"
    case .interval: "interval"
    case .end: "end"
    case .open: "open"
    case .high: "high"
    case .low: "low"
    case .close: "close"
    case .volume: "volume"
    case .quoteVolume: "quote_volume"
    case .trades: "trades"
    case .takerBuyVolume: "taker_buy_volume"
    case .takerBuyQuoteVolume: "taker_buy_quote_volume"
    case .final: "final"
    case .rev: "rev"
    case .bid: "bid"
    case .bidQty: "bid_qty"
    case .ask: "ask"
    case .askQty: "ask_qty"
    }
  }
}

/// Finds a field by its name's bytes: one probe in a table without collisions.
struct FieldTable {
  private struct Entry {
    var field: Field
    var name: [UInt8]
  }

  private var entries: [Entry?]
  private static let bits = 10

  init() {
    entries = Array(repeating: nil, count: 1 << Self.bits)
    for field in Field.allCases {
      let name = Array(field.name.utf8)
      var padded = name
      padded.append(contentsOf: repeatElement(0, count: 8))
      let slot = padded.withUnsafeBytes { bytes in
        bytes.baseAddress.map { Self.slot($0, name.count) } ?? 0
      }
      precondition(entries[slot] == nil, "two field names share a slot: change the multiplier")
      entries[slot] = Entry(field: field, name: name)
    }
  }

  /// The field whose name stands at `start`, if it is one; 8 bytes must be readable there.
  func field(_ start: UnsafeRawPointer, _ count: Int) -> Field? {
    guard count > 1, let entry = entries[Self.slot(start, count)], entry.name.count == count else {
      return nil
    }
    return entry.name.withUnsafeBytes { name in
      for index in 0..<count where name[index] != (start + index).load(as: UInt8.self) {
        return nil
      }
      return entry.field
    }
  }

  private static func slot(_ start: UnsafeRawPointer, _ count: Int) -> Int {
    let word = Words.load(start) & Words.mask(count)
    // The length separates names that share their first eight bytes.
    let mixed = (word &+ UInt64(count) &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> UInt64(64 - bits))
  }
}
