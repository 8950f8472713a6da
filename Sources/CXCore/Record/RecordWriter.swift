/// Records as lines. Field order is fixed here and nowhere else, so equal records are equal bytes.
extension Batch {
  /// Appends a trade, whose numbers are this batch's, and its line.
  ///
  /// `id` is the exchange's id of the record itself: a plain trade's own, or an aggregate's, whose
  /// ``Trade/firstID`` and ``Trade/lastID`` then name what it holds.
  public mutating func append(_ trade: Trade, id: Int64?, aggregate: Bool) {
    let start = begin("trade", trade.instrument)
    field(#","ts":"#, trade.time)
    if let id { field(#","id":"#, id) }
    if aggregate {
      field(#","first_id":"#, trade.firstID)
      field(#","last_id":"#, trade.lastID)
    }
    if let small = trade.small {
      block.append(#","price":"#)
      block.append(units: small.price, scale: small.priceScale)
      block.append(#","qty":"#)
      block.append(units: small.quantity, scale: small.quantityScale)
    } else {
      let numbers = numbers(of: trade)
      field(#","price":"#, numbers.price)
      field(#","qty":"#, numbers.quantity)
    }
    switch trade.side {
    case .buy: block.append(#","side":"buy""#)
    case .sell: block.append(#","side":"sell""#)
    case .unknown: break
    }
    end(.trade, index: trades.count, from: start)
    trades.append(trade)
  }

  /// Appends a candle and its line;
  /// `extra` writes fields to stand behind the fixed ones, each with its comma.
  public mutating func append(_ candle: Candle, extra: (Block) -> Void = { _ in }) {
    let start = begin("candle", candle.instrument)
    block.append(#","interval":"#)
    block.append(jsonString: candle.interval)
    field(#","ts":"#, candle.time)
    field(#","end":"#, candle.end)
    if candle.isRetracted {
      // The first id is part of the key where several may begin in one microsecond.
      if let value = candle.firstID { field(#","first_id":"#, value) }
      block.append(#","final":true"#)
      field(#","rev":"#, candle.revision)
      block.append(#","retracted":true"#)
      extra(block)
      end(.candle, index: candles.count, from: start)
      return candles.append(candle)
    }
    field(#","open":"#, candle.open)
    field(#","high":"#, candle.high)
    field(#","low":"#, candle.low)
    field(#","close":"#, candle.close)
    field(#","volume":"#, candle.volume)
    if let value = candle.quoteVolume { field(#","quote_volume":"#, value) }
    if let value = candle.trades { field(#","trades":"#, value) }
    if let value = candle.takerBuyVolume { field(#","taker_buy_volume":"#, value) }
    if let value = candle.takerBuyQuoteVolume { field(#","taker_buy_quote_volume":"#, value) }
    if let value = candle.vwap { field(#","vwap":"#, value) }
    if let value = candle.firstID { field(#","first_id":"#, value) }
    if let value = candle.lastID { field(#","last_id":"#, value) }
    block.append(candle.final ? #","final":true"# : #","final":false"#)
    field(#","rev":"#, candle.revision)
    extra(block)
    end(.candle, index: candles.count, from: start)
    candles.append(candle)
  }

  /// Appends a quote and its line.
  public mutating func append(_ quote: Quote) {
    let start = begin("quote", quote.instrument)
    if let time = quote.time { field(#","ts":"#, time) }
    field(#","bid":"#, quote.bid)
    if let value = quote.bidQuantity { field(#","bid_qty":"#, value) }
    field(#","ask":"#, quote.ask)
    if let value = quote.askQuantity { field(#","ask_qty":"#, value) }
    end(.quote, index: quotes.count, from: start)
    quotes.append(quote)
  }

  /// Appends a gap: ids that could not be had, or that the input lacks.
  ///
  /// It has none where they are not known, or where none are missing.
  public mutating func appendGap(
    _ instrument: Int32, time: Int64, fromID: Int64?, toID: Int64?, reason: String
  ) {
    let start = begin("gap", instrument)
    field(#","ts":"#, time)
    if let fromID, let toID, fromID <= toID {
      field(#","from_id":"#, fromID)
      field(#","to_id":"#, toID)
    }
    block.append(#","reason":"#)
    block.append(jsonString: reason)
    end(.gap, index: 0, from: start)
  }

  /// Appends a tick: a promise that nothing older than `time` will come.
  package mutating func appendTick(_ time: Int64) {
    let start = block.count
    block.append(#"{"type":"tick""#)
    field(#","ts":"#, time)
    end(.tick, index: ticks.count, from: start)
    ticks.append(time)
  }

  /// Appends a record that has no event here, of a kind or of another type: `fields` writes what
  /// comes after the symbol, each field with its comma.
  public mutating func appendOther(
    type: StaticString, _ instrument: Int32, fields: (Block) -> Void
  ) {
    let start = begin(type, instrument)
    fields(block)
    end(Kind(name: type), index: 0, from: start)
  }

  /// Puts more fields behind those of the last record: the members of a JSON object that has some.
  public mutating func extendLast(with object: UnsafeRawBufferPointer) {
    guard let last = records.indices.last, object.count > 2 else { return }
    // The record's closing brace and the line feed make room; the object brings its own brace.
    block.count = Int(records[last].end) - 1
    block.append(UInt8(ascii: ","))
    block.append(UnsafeRawBufferPointer(rebasing: object[1...]))
    records[last].end = Int32(block.count)
    block.append(UInt8(ascii: "\n"))
  }

  private func begin(_ type: StaticString, _ instrument: Int32) -> Int {
    let start = block.count
    block.append(#"{"type":""#)
    block.append(type)
    block.append(UInt8(ascii: "\""))
    block.append(instruments.fields(of: instrument))
    return start
  }

  private func field(_ name: StaticString, _ value: Decimal) {
    block.append(name)
    block.append(value)
  }

  private func field(_ name: StaticString, _ value: Int64) {
    block.append(name)
    block.append(value)
  }

  private mutating func end(_ kind: Kind, index: Int, from start: Int) {
    block.append(UInt8(ascii: "}"))
    records.append(
      Record(
        kind: kind, index: Int32(index), start: Int32(start), end: Int32(block.count),
        line: Int32(records.count)))
    block.append(UInt8(ascii: "\n"))
  }
}

extension Candle {
  /// Volume-weighted average price, ``quoteVolume`` ÷ ``volume``, rounded half to even to 8
  /// decimals, or to as many as the prices have or as ``vwapDigits`` significant digits need if that is more.
  ///
  /// The close where nothing was traded; nil where the quote volume is not known.
  public var vwap: Decimal? {
    guard let quoteVolume else { return nil }
    if volume.isZero { return close }
    // Zeros at the end do not count: how fine other candles' prices are changes nothing here.
    var scale: UInt8 = 8
    if max(open.scale, high.scale, low.scale, close.scale) > scale {
      for price in [open, high, low, close] { scale = max(scale, price.normalized.scale) }
    }
    let average = quoteVolume.divided(by: volume, scale: scale)
    if let average, average.units.magnitude.digits < Self.vwapDigits {
      return quoteVolume.divided(by: volume, digits: Self.vwapDigits)
    }
    return average
  }

  /// The significant digits that ``vwap`` has at least: as many as 8 decimals give a price from 1 on.
  public static let vwapDigits = 9
}
