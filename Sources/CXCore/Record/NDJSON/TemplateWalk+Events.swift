/// Events of the values that a line brought.
///
/// Nil where the general path has to say what is wrong.
extension TemplateWalk {
  /// The instrument's number; negative where the line names what was not seen before.
  @inline(__always)
  func instrument(_ leaf: UnsafePointer<Template.Leaf>) -> Int32 {
    let exchange =
      leaf.pointee.has(.exchange)
      ? nameTable.number(values.name(.exchange), NameTable.Scope.exchange) : 0
    let tenant =
      leaf.pointee.has(.tenant)
      ? nameTable.number(values.name(.tenant), NameTable.Scope.tenant) : 0
    let symbol = leaf.pointee.has(.symbol) ? values.name(.symbol) : .empty
    return nameTable.instrument(symbol, exchange: exchange, tenant: tenant)
  }

  @inline(__always)
  func trade(_ leaf: UnsafePointer<Template.Leaf>, _ instrument: Int32) -> Trade? {
    let first = values.numbers[Int(leaf.pointee.firstID)].units
    let last = values.numbers[Int(leaf.pointee.lastID)].units
    if last < first { return nil }
    let price = values[.price]
    let quantity = values[.qty]
    let side = UInt8(truncatingIfNeeded: values.numbers[Int(leaf.pointee.side)].units)
    return Trade(
      instrument: instrument, time: values[.ts].units, firstID: first, lastID: last,
      priceUnits: price.units, priceScale: price.scale, quantityUnits: quantity.units,
      quantityScale: quantity.scale, side: Side(rawValue: side) ?? .unknown)
  }

  @inline(never)
  func candle(_ leaf: UnsafePointer<Template.Leaf>, _ instrument: Int32) -> Candle? {
    var candle = Candle()
    candle.instrument = instrument
    if leaf.pointee.has(.interval) {
      let number = nameTable.number(values.name(.interval), NameTable.Scope.interval)
      if number < 0 { return nil }
      candle.interval = nameTable.intervals[Int(number)]
    }
    candle.time = values[.ts].units
    candle.end = values[.end].units
    candle.open = decimal(.open)
    candle.high = decimal(.high)
    candle.low = decimal(.low)
    candle.close = decimal(.close)
    candle.volume = decimal(.volume)
    if leaf.pointee.has(.quoteVolume) { candle.quoteVolume = decimal(.quoteVolume) }
    if leaf.pointee.has(.trades) { candle.trades = values[.trades].units }
    if leaf.pointee.has(.takerBuyVolume) { candle.takerBuyVolume = decimal(.takerBuyVolume) }
    if leaf.pointee.has(.takerBuyQuoteVolume) {
      candle.takerBuyQuoteVolume = decimal(.takerBuyQuoteVolume)
    }
    if leaf.pointee.has(.firstID) { candle.firstID = values[.firstID].units }
    if leaf.pointee.has(.lastID) { candle.lastID = values[.lastID].units }
    if leaf.pointee.has(.final) { candle.final = values[.final].units != 0 }
    if leaf.pointee.has(.rev) { candle.revision = values[.rev].units }
    if leaf.pointee.has(.retracted), values[.retracted].units != 0 { return nil }
    return (try? candle.check()) == nil ? nil : candle
  }

  @inline(never)
  func quote(_ leaf: UnsafePointer<Template.Leaf>, _ instrument: Int32) -> Quote {
    Quote(
      instrument: instrument, time: leaf.pointee.has(.ts) ? values[.ts].units : nil,
      bid: decimal(.bid), bidQuantity: leaf.pointee.has(.bidQty) ? decimal(.bidQty) : nil,
      ask: decimal(.ask), askQuantity: leaf.pointee.has(.askQty) ? decimal(.askQty) : nil)
  }

  @inline(__always)
  private func decimal(_ field: Field) -> Decimal {
    let number = values[field]
    return Decimal(units: Int128(number.units), scale: number.scale)
  }
}
