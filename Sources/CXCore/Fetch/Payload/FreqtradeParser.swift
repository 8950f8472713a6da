import CXRecord

/// Reads trades that freqtrade has downloaded (`freqtrade download-data --dl-trades`, stored as
/// JSON): a list of rows of 7 columns, `[timestamp in ms, id, type, side, price, amount, cost]`.
///
/// (DEFAULT_TRADES_COLUMNS in freqtrade/constants.py.) They name neither exchange nor symbol. The
/// side is the taker's, as in ccxt, which brings them.
struct FreqtradeParser {
  private var base: ParserBase

  init(_ exchange: Exchange?, options: PayloadOptions) {
    base = ParserBase(exchange, options: options)
  }

  /// Reads the list and returns where it ends.
  mutating func parse(
    _ payload: UnsafeRawBufferPointer, line: Int, into batch: inout Batch
  ) -> Int {
    var cursor = JSONCursor(payload)
    do throws(PayloadProblem) {
      try cursor.enterArray()
      while try cursor.nextElement() {
        let row = try cursor.value()
        do throws(PayloadProblem) {
          try readRow(try row.elements(), into: &batch)
        } catch {
          base.reject(row.bytes, error, line: line, into: &batch)
        }
      }
      try cursor.endOrNext()
      return cursor.offset
    } catch {
      let rest = UnsafeRawBufferPointer(rebasing: payload[cursor.offset...])
      base.reject(rest, error, line: line, into: &batch)
      return payload.count
    }
  }

  private mutating func readRow(
    _ row: [JSONValue], into batch: inout Batch
  ) throws(PayloadProblem) {
    guard row.count == 7 else {
      throw .refused("has \(row.count) columns where a trade of freqtrade has 7")
    }
    let id = PayloadField("id", row[1])
    try base.appendTrade(
      // An id that is no number proves nothing.
      base.symbol(), id: (try? id.identifier()) == nil ? nil : id,
      price: PayloadField("price", row[4]), quantity: PayloadField("amount", row[5]),
      time: PayloadField("timestamp", row[0]).recordTime(),
      side: PayloadField("side", row[3]).side(), into: &batch)
  }
}
