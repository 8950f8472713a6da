@testable import CXCore
@testable import CXRecord

/// Candles by the plain definition: collect all trades, sort them by (ts, id), cut, add up.
struct WindowOracle {
  let frame: WindowFrame

  /// The lines of the candles that the trades amount to.
  func lines(_ trades: [WindowTrade]) -> [String] {
    let symbols = Set(trades.map(\.symbol)).sorted()
    return symbols.flatMap { symbol in
      let own = trades.filter { $0.symbol == symbol }.sorted {
        ($0.time, $0.firstID) < ($1.time, $1.firstID)
      }
      var lastID: Int64?
      return cut(own).map { piece in
        let line = candle(piece, after: lastID)
        lastID = max(lastID ?? .min, piece.trades.map(\.lastID).max() ?? .min)
        return line
      }
    }
  }

  private struct Piece {
    var start: Int64
    var end: Int64
    var trades: [WindowTrade]
    var final = true
  }

  /// The windows that are not empty, by their ends.
  private func cut(_ trades: [WindowTrade]) -> [Piece] {
    switch frame {
    case .tumbling(let calendar):
      return group(trades) { [calendar.bounds(containing: $0)] }
    case .sliding(let calendar):
      let size = calendar.size.fixedLength ?? 0
      let slide = calendar.slide.interval.fixedLength ?? 1
      return group(trades) { time in
        let first = (time - size) / slide - 1
        return (first...(time / slide)).map { ($0 * slide, $0 * slide + size) }
          .filter { $0.0 <= time && time < $0.1 }
      }
    case .session(let gap):
      var pieces: [Piece] = []
      for trade in trades {
        if let last = pieces.last, trade.time < last.end {
          pieces[pieces.count - 1].trades.append(trade)
          pieces[pieces.count - 1].end = trade.time + gap
        } else {
          pieces.append(Piece(start: trade.time, end: trade.time + gap, trades: [trade]))
        }
      }
      return pieces
    case .ticks(let count):
      return bars(trades) { $0.reduce(0) { $0 + $1.executions } >= count }
    case .volume(let amount):
      return bars(trades) {
        Decimal(units: $0.reduce(0) { $0 + $1.quantity }, scale: 5) >= amount
      }
    case .notional(let amount):
      return bars(trades) {
        Decimal(units: $0.reduce(0) { $0 + $1.notional }, scale: 8) >= amount
      }
    }
  }

  private func group(
    _ trades: [WindowTrade], _ spans: (Int64) -> [(start: Int64, end: Int64)]
  ) -> [Piece] {
    var pieces: [Int64: Piece] = [:]
    for trade in trades {
      for span in spans(trade.time) {
        pieces[span.start, default: Piece(start: span.start, end: span.end, trades: [])]
          .trades.append(trade)
      }
    }
    return pieces.values.sorted { $0.start < $1.start }
  }

  private func bars(_ trades: [WindowTrade], _ isFull: ([WindowTrade]) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    var rest: [WindowTrade] = []
    for trade in trades {
      rest.append(trade)
      guard let first = rest.first, isFull(rest) else { continue }
      pieces.append(Piece(start: first.time, end: trade.time + 1, trades: rest))
      rest = []
    }
    if let first = rest.first, let last = rest.last {
      pieces.append(Piece(start: first.time, end: last.time + 1, trades: rest, final: false))
    }
    return pieces
  }

  private func candle(_ piece: Piece, after lastID: Int64?) -> String {
    let trades = piece.trades
    let prices = trades.map(\.price)
    let volume = trades.reduce(0) { $0 + $1.quantity }
    let quote = trades.reduce(0) { $0 + $1.notional }
    let bought = trades.filter { $0.side == .buy }
    let count = trades.reduce(0) { $0 + $1.executions }
    let firstID = trades.map(\.firstID).min() ?? 0
    let highestID = trades.map(\.lastID).max() ?? 0
    func price(_ units: Int128?) -> String { PlainDecimal.text(units ?? 0, scale: 3) }
    func total(_ units: Int128) -> String { PlainDecimal.text(units, scale: 5) }
    func money(_ units: Int128) -> String { PlainDecimal.text(units, scale: 8) }
    var line = #"{"type":"candle","exchange":"x","symbol":"\#(trades[0].symbol)""#
    line += #","interval":"\#(frame.name)","ts":\#(piece.start),"end":\#(piece.end)"#
    line += #","open":\#(price(prices.first)),"high":\#(price(prices.max()))"#
    line += #","low":\#(price(prices.min())),"close":\#(price(prices.last))"#
    line += #","volume":\#(total(volume)),"quote_volume":\#(money(quote)),"trades":\#(count)"#
    if !trades.contains(where: { $0.side == .unknown }) {
      line += #","taker_buy_volume":\#(total(bought.reduce(0) { $0 + $1.quantity }))"#
      line += #","taker_buy_quote_volume":\#(money(bought.reduce(0) { $0 + $1.notional }))"#
    }
    // Both at scale 8, then 8 decimals more.
    let vwap = PlainDecimal.quotient(quote * 100_000_000, volume * 1000)
    line += #","vwap":\#(PlainDecimal.text(vwap, scale: 8))"#
    line += #","first_id":\#(firstID),"last_id":\#(highestID),"final":\#(piece.final),"rev":0"#
    var missing = highestID - firstID + 1 - count
    if let lastID { missing += max(0, firstID - lastID - 1) }
    if missing > 0 { line += #","missing":\#(missing)"# }
    return line + "}"
  }
}
