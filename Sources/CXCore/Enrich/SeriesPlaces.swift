import CXRecord

/// Where the series of a batch's instruments are kept: a look into an array for each record, where the
/// key of the series would have to be made and hashed.
struct SeriesPlaces: Sendable {
  /// A stream has few intervals; where it has more, the others are found by their keys.
  private static let mostIntervals = 16

  private var trades = InstrumentPlaces()
  private var quotes = InstrumentPlaces()
  private var candles: [(interval: Name, places: InstrumentPlaces)] = []

  init() {}

  /// From here on numbers are those of `table`.
  mutating func follow(_ table: Instruments) {
    trades.follow(table)
    quotes.follow(table)
    for index in candles.indices { candles[index].places.follow(table) }
  }

  /// The place of the series of an instrument's trades, quotes, or candles of an interval; -1 where it
  /// has to be found by its key.
  @inline(__always)
  func place(of kind: Kind, _ number: Int32, _ interval: Name = "") -> Int {
    switch kind {
    case .trade: return trades.place(of: number)
    case .quote: return quotes.place(of: number)
    default:
      for entry in candles where entry.interval == interval {
        return entry.places.place(of: number)
      }
      return -1
    }
  }

  /// Notes where a series is kept.
  mutating func note(
    _ place: Int, of kind: Kind, _ number: Int32, _ interval: Name, _ table: Instruments
  ) {
    switch kind {
    case .trade: trades.note(place, of: number)
    case .quote: quotes.note(place, of: number)
    default:
      if let known = candles.firstIndex(where: { $0.interval == interval }) {
        candles[known].places.note(place, of: number)
      } else if candles.count < Self.mostIntervals {
        var places = InstrumentPlaces()
        places.follow(table)
        places.note(place, of: number)
        candles.append((interval, places))
      }
    }
  }
}
